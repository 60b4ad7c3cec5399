#!/usr/bin/env python3
"""Check a bundle: python3 verify.py [FOLDER OR ZIP] [--key DIGEST] [--root PEM]

It needs Python 3.8 or newer and nothing else; for timestamps also the program openssl. It asks no
network and changes nothing. Without a name it checks the folder it lies in.

  files              every file of the list is there, unchanged, and no other
  bundle             the lists, this program and the log of custody fit together
  signature          all of it was signed with the key in signing-key.pem
  timestamp imprint  each timestamp was given over these very bytes
  timestamp chain    each timestamp was signed by the authority it names

Exit status: 0 sound, 1 something is broken (it is named), 2 it cannot be told.

--key DIGEST  the SHA-256 of the signing key as the cover of the document prints it
--root PEM    the authority's root certificate, got from the authority itself
"""

from __future__ import annotations

import argparse
import base64
import calendar
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from datetime import datetime
from functools import lru_cache
from typing import IO, Any, Callable, Iterator, NamedTuple  # noqa: UP035  as 3.8 knows them

from dossiers.rendering.ed25519 import public_key, signed

LIST, TAGS, SEAL, MARK = (
    "manifest-sha256.txt", "tagmanifest-sha256.txt", "seal-sha256.txt", "seal-sha256.txt.sig",
)  # fmt: skip
KEY, TOKEN, TOKEN_CHAIN = "signing-key.pem", "tagmanifest-sha256.txt.tsr", "tagmanifest-chain.pem"
ROWS, NOTE, PROOF = (
    "custody/custody.jsonl", "custody/checkpoint.txt", "custody/checkpoint-proof.json",
)  # fmt: skip
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ROW_DOMAIN, LEAF_DOMAIN = b"redress.custody.v1\0", "redress.head.v1\0"
START = "0" * 64
LINE = re.compile(r"([0-9a-f]{64})  (.+)")
PIECE = 1 << 20
SHA256 = bytes.fromhex("0609608648016503040201")
OK, BROKEN, UNKNOWN, NONE = "ok", "BROKEN", "cannot tell", "none"


class Finding(NamedTuple):
    """What one check found: its name, how it stands, a sentence, and the items that are broken."""

    check: str
    state: str
    words: str
    items: tuple[str, ...] = ()


class Bundle:
    """The files of a bundle; one that cannot be read is empty, and named by the checks."""

    def __init__(self, names: list[str], opened: Callable[[str], IO[bytes]]) -> None:
        self.names, self.known, self.opened = sorted(names), set(names), opened

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a file; nothing where it is not there or damaged."""
        try:
            with self.opened(name) as file:
                yield from iter(lambda: file.read(PIECE), b"")
        except (OSError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
            yield from ()

    def read(self, name: str) -> bytes:
        """The bytes of a small file."""
        return b"".join(self.pieces(name))

    def digest(self, name: str) -> str:
        """SHA-256 in hex."""
        digest = hashlib.sha256()
        for piece in self.pieces(name):
            digest.update(piece)
        return digest.hexdigest()

    def listed(self, name: str) -> dict[str, str] | None:
        """A list of digests by file name; None where a line is not as it should be."""
        *lines, last = self.read(name).decode("utf-8", "replace").split("\n")
        found = [match for match in map(LINE.fullmatch, lines) if match]
        digests = {match.group(2): match.group(1) for match in found}
        return digests if last == "" and len(digests) == len(lines) else None


def folder(top: str) -> Bundle:
    """A bundle as an unpacked folder."""
    names = []
    for place, _, files in os.walk(top):
        inside = os.path.relpath(place, top).replace(os.sep, "/")
        names += [name if inside == "." else f"{inside}/{name}" for name in files]
    names = [name for name in names if "__pycache__" not in name]
    return Bundle(names, lambda name: open(os.path.join(top, *name.split("/")), "rb"))


def unzipped(path: str) -> Bundle:
    """A bundle as the ZIP it came in: all its files lie in one folder of it."""
    packed = zipfile.ZipFile(path)
    names = [name for name in packed.namelist() if not name.endswith("/")]
    top = names[0].split("/")[0] + "/" if names else ""
    inside = [name[len(top) :] if name.startswith(top) else name for name in names]
    return Bundle(inside, lambda name: packed.open(top + name))


def verify(bundle: Bundle, *, key: str = "", roots: bytes = b"") -> list[Finding]:
    """All five checks, in their order; `roots` are certificates in PEM, `key` a digest."""
    return [
        check_files(bundle),
        check_bundle(bundle),
        check_signature(bundle, expected=key),
        check_imprint(bundle),
        check_chain(bundle, roots=roots),
    ]


def _finding(check: str, broken: Iterator[str], words: str) -> Finding:
    items = tuple(broken)
    if items:
        return Finding(check, BROKEN, "Not as it was: " + "; ".join(items[:20]), items)
    return Finding(check, OK, words)


def check_files(bundle: Bundle) -> Finding:
    """Every file of the list is there, unchanged, and no other."""
    listed = bundle.listed(LIST)
    if listed is None:
        return Finding("files", BROKEN, f"{LIST} cannot be read as a list", (LIST,))
    return _finding("files", _wrong_files(bundle, listed), f"{len(listed)} files are as listed.")


def _wrong_files(bundle: Bundle, listed: dict[str, str]) -> Iterator[str]:
    for name, digest in listed.items():
        if not name.startswith("data/") or bundle.digest(name) != digest:
            yield name
    yield from (name for name, after in zip(bundle.names, bundle.names[1:]) if name == after)  # noqa: B905  3.8 knows no strict
    yield from (n for n in bundle.names if n.startswith("data/") and n not in listed)


def check_bundle(bundle: Bundle) -> Finding:
    """The lists, this program and the log of custody fit together."""
    told = "The lists fit together, and every row of custody leads to the signed checkpoint."
    return _finding("bundle", _wrong_bundle(bundle), told)


def _wrong_bundle(bundle: Bundle) -> Iterator[str]:
    tags = bundle.listed(TAGS)
    if tags is None:
        yield TAGS
        return
    for name, digest in tags.items():
        if bundle.digest(name) != digest:
            yield name
    outside = {TAGS, SEAL, MARK, TOKEN, TOKEN_CHAIN}
    for name in sorted(bundle.known):
        if not name.startswith("data/") and name not in tags and name not in outside:
            yield name
    must = {"bagit.txt", "bag-info.txt", LIST, KEY, "verify.py", ROWS, NOTE}
    yield from sorted(must - set(tags))
    if bundle.read("bagit.txt") != BAGIT:
        yield "bagit.txt"
    stamped = bundle.read("bag-info.txt").endswith(f"Timestamp-Token: {TOKEN}\n".encode())
    if stamped != (TOKEN in bundle.known):
        yield TOKEN
    yield from _wrong_custody(bundle)


def _wrong_custody(bundle: Bundle) -> Iterator[str]:
    """Each row's digest fits its bytes and the row before it; the last one stands in the tree."""
    seq, previous, name = 0, START, ""
    for line in bundle.read(ROWS).split(b"\n")[:-1]:
        seq += 1
        try:
            told = json.loads(line)
            row = json.loads(told["row"])
            fits = (
                told["seq"] == row["seq"] == seq
                and row["previous"] == previous
                and hashlib.sha256(ROW_DOMAIN + told["row"].encode()).hexdigest() == told["digest"]
                and row["case"] == (name or row["case"])
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            fits = False
        if not fits:
            yield f"{ROWS}, row {seq}"
            return
        name, previous = row["case"], told["digest"]
    if not seq and PROOF not in bundle.known:
        return  # nothing was done to a file yet
    try:
        proof = json.loads(bundle.read(PROOF))
        told_leaf = {"case": name, "digest": previous, "seq": seq}
        leaf = LEAF_DOMAIN + json.dumps(told_leaf, sort_keys=True, separators=(",", ":"))
        if proof["leaf"] != leaf:
            yield f"{ROWS}, row {seq}: it is not the one the checkpoint saw"
        elif _root(proof) != bytes.fromhex(proof["root"]):
            yield PROOF
        elif base64.b64encode(_root(proof)) != bundle.read(NOTE).split(b"\n")[2]:
            yield NOTE
    except (ValueError, KeyError, TypeError, IndexError):
        yield PROOF


def _root(proof: Any) -> bytes:
    """The root a path leads to (RFC 9162, section 2.1.3.2)."""
    at, last = int(proof["index"]), int(proof["size"]) - 1
    node = hashlib.sha256(b"\x00" + proof["leaf"].encode()).digest()
    for step in map(bytes.fromhex, proof["path"]):
        if last == 0:
            raise ValueError("the path is too long")
        if at & 1 or at == last:
            node = hashlib.sha256(b"\x01" + step + node).digest()
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + step).digest()
        at, last = at >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return node


def check_signature(bundle: Bundle, *, expected: str = "") -> Finding:
    """All of it was signed with the key in signing-key.pem."""
    pem = bundle.read(KEY)
    digest = hashlib.sha256(pem).hexdigest()
    wanted = re.sub(r"[^0-9a-f]", "", expected.lower())
    if wanted and wanted != digest:
        return Finding("signature", BROKEN, f"the key is another one: {digest}", (KEY,))
    told = f"Signed with the key {digest}. "
    told += "It is the one you named." if wanted else "Compare it with the one on the cover."
    return _finding("signature", _wrong_signatures(bundle, pem), told)


def _wrong_signatures(bundle: Bundle, pem: bytes) -> Iterator[str]:
    public = public_key(pem)
    if public is None:
        yield KEY
        return
    seal = bundle.listed(SEAL)
    if seal is None or TAGS not in seal:
        yield SEAL
        return
    if not signed(public, bundle.read(SEAL), bundle.read(MARK)):
        yield from (SEAL, MARK)  # one of the two; which, nobody can tell
    for name in sorted({TAGS, *seal, *({TOKEN, TOKEN_CHAIN} & bundle.known)}):
        if bundle.digest(name) != seal.get(name):
            yield name
    body, _, line = bundle.read(NOTE).partition(b"\n\n")
    try:
        mark = base64.b64decode(line.split(b" ")[2].strip(), validate=True)
    except (ValueError, IndexError):
        mark = b""
    if not signed(public, body + b"\n", mark[4:]):
        yield NOTE


def check_imprint(bundle: Bundle) -> Finding:
    """Each timestamp was given over these very bytes."""
    tokens = _tokens(bundle)
    if not tokens:
        return Finding("timestamp imprint", NONE, "No authority has stamped this bundle.")
    wrong = (token for token, data, _ in tokens if not _fits(bundle, token, data))
    return _finding("timestamp imprint", wrong, f"{len(tokens)} given over these very bytes.")


def _tokens(bundle: Bundle) -> list[tuple[str, str, str]]:
    """Each token, what it is over, and its certificates."""
    found = [(TOKEN, TAGS, TOKEN_CHAIN)] if TOKEN in bundle.known else []
    for name in bundle.names:
        if name.startswith("custody/checkpoint") and name.endswith(".tsr"):
            found.append((name, NOTE, name[:-4] + "-chain.pem"))
    return found


def _fits(bundle: Bundle, token: str, data: str) -> bool:
    told = stamp_info(bundle.read(token))
    return told is not None and told[0] == hashlib.sha256(bundle.read(data)).digest()


def check_chain(bundle: Bundle, *, roots: bytes = b"") -> Finding:
    """Each timestamp was signed by the authority it names."""
    tokens, check = _tokens(bundle), "timestamp chain"
    if not tokens:
        return Finding(check, NONE, "Not independently timestamped.")
    if shutil.which("openssl") is None:
        return Finding(check, UNKNOWN, "The program openssl is not on this machine.")
    wrong = (token for token, *more in tokens if not _holds(bundle, token, *more, roots=roots))
    infos = [stamp_info(bundle.read(token)) for token, *_ in tokens]
    when = ", ".join(f"{info[1]:%Y-%m-%d %H:%M:%S} UTC" for info in infos if info)
    told = f"Stamped at {when}, by an authority of the root you named."
    if not roots:
        told = f"Stamped at {when}. Get the authority's root from itself and add --root FILE."
    return _finding(check, wrong, told)


def _holds(bundle: Bundle, token: str, data: str, chain: str, *, roots: bytes) -> bool:
    info = stamp_info(bundle.read(token))
    if info is None:
        return False
    parts = (bundle.read(data), bundle.read(token), bundle.read(chain))
    return openssl_holds(*parts, roots or parts[2], at=calendar.timegm(info[1].timetuple()))


@lru_cache(maxsize=64)
def openssl_holds(data: bytes, token: bytes, chain: bytes, roots: bytes, *, at: int) -> bool:
    """Whether openssl calls the token good at its own moment."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, content in (("d", data), ("t", token), ("c", chain), ("r", roots)):
            paths.append(os.path.join(folder, name))
            with open(paths[-1], "wb") as file:
                file.write(content)
        command = ["openssl", "ts", "-verify", "-data", paths[0], "-in", paths[1]]
        command += ["-untrusted", paths[2], "-CAfile", paths[3], "-attime", str(at)]
        done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode == 0 and b"Verification: OK" in done.stdout + done.stderr


def stamp_info(token: bytes) -> tuple[bytes, datetime] | None:
    """The SHA-256 a timestamp answer (RFC 3161) is over, and its moment in UTC."""
    # id-ct-TSTInfo, then [0] and OCTET STRING, and in it version, policy, imprint, serial, time.
    at = token.find(b"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04")
    try:
        _, info, _ = _der(_der(_der(token, at + 13)[1], 0)[1], 0)
        place = 0
        parts: list[bytes] = []
        while place < len(info) and len(parts) < 5:
            _, inner, place = _der(info, place)
            parts.append(inner)
        imprint = _der(parts[2], _der(parts[2], 0)[2])[1]
        when = datetime.strptime(parts[4][:14].decode(), "%Y%m%d%H%M%S")
        if at < 0 or SHA256 not in parts[2] or len(imprint) != 32:
            return None
        return imprint, when
    except (IndexError, ValueError):
        return None


def _der(raw: bytes, at: int) -> tuple[int, bytes, int]:
    """Tag and content of what stands at this place, and where the next begins."""
    tag, size, at = raw[at], raw[at + 1], at + 2
    if size & 0x80:
        count = size & 0x7F
        size, at = int.from_bytes(raw[at : at + count], "big"), at + count
    if at + size > len(raw):
        raise ValueError("cut short")
    return tag, raw[at : at + size], at + size


def status_of(findings: list[Finding]) -> int:
    """0 sound, 1 broken, 2 cannot tell."""
    states = {finding.state for finding in findings}
    return 1 if BROKEN in states else 2 if UNKNOWN in states else 0


def main() -> int:
    """Check what is named and print a line for each check."""
    wanted = argparse.ArgumentParser(usage=__doc__, add_help=False)
    wanted.add_argument("place", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    wanted.add_argument("--key", default="")
    wanted.add_argument("--root", type=argparse.FileType("rb"))
    told = wanted.parse_args()
    try:
        bundle = folder(told.place) if os.path.isdir(told.place) else unzipped(told.place)
    except (OSError, zipfile.BadZipFile) as fault:
        sys.stdout.write(f"{told.place} cannot be read: {fault}\n")
        return 2
    findings = verify(bundle, key=told.key, roots=told.root.read() if told.root else b"")
    for finding in findings:
        sys.stdout.write(f"{finding.check:18} {finding.state:12} {finding.words}\n")
    status = status_of(findings)
    sys.stdout.write(("Sound.", "BROKEN: see above.", "It cannot be told.")[status] + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
