"""A bundle: a BagIt bag (RFC 8493) in a ZIP, written while it is read, never whole in memory.

Entries are stored, not packed, in one order and with the moment it was made, so that the same
parts give the same bytes. What `verify.py` in it checks is said in docs/dossier.md.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from dossiers.rendering import ed25519, verify
from dossiers.rendering.zipped import Out, entry

MANIFEST: Final = "exhibits-sha256.txt"
README: Final = "README.txt"
PROGRAM: Final = "verify.py"
DATA: Final = "data/"
IMPORTED: Final = re.compile(r"\nfrom dossiers\.rendering\.ed25519 import [^\n]*\n")


@dataclass(frozen=True, slots=True)
class Names:
    """Neutral names of the bundle and its PDF."""

    stem: str

    @property
    def zip(self) -> str:
        """The whole bundle."""
        return f"{self.stem}.zip"

    @property
    def pdf(self) -> str:
        """The document, where it is one."""
        return self.volume(1, of=1)

    def volume(self, number: int, *, of: int) -> str:
        """A volume of the document: `notes-K7-QRM4-v2-03.pdf`, or `notes-K7-QRM4-v2.pdf` alone."""
        return f"{self.stem}.pdf" if of == 1 else f"{self.stem}-{number:02d}.pdf"


def names_of(*, ref: str, version: int) -> Names:
    """`notes-K7-QRM4-v2`: says nothing of what it is."""
    return Names(stem=f"notes-{ref}-v{version}")


def digest_line(sha256: str, name: str) -> str:
    """One line as `sha256sum` writes and reads it."""
    return f"{sha256}  {name}\n"


def manifest_of(files: Iterable[tuple[str, str]]) -> str:
    """(digest, name) of each file, one a line."""
    return "".join(digest_line(sha256, name) for sha256, name in files)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time-stamping authority's answer (DER) and its certificates (PEM)."""

    answer: bytes
    certificates: bytes


@dataclass(frozen=True, slots=True)
class Sealing:
    """Who seals a bundle: a signature over some bytes, the public key as PEM, and the clock.

    `stamp` asks a time-stamping authority over some bytes; None where none is set or none answers.
    """

    sign: Callable[[bytes], bytes]
    pem: bytes
    stamp: Callable[[bytes], Stamp | None]


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes in. `files` are (name, pieces) in their order, read once, while it is written.

    `custody` are the small files of the log by name; `readme` is what stands beside it all.
    """

    names: Names
    files: Iterable[tuple[str, Iterable[bytes]]]
    custody: Mapping[str, bytes]
    readme: str


def bag_of(contents: Contents, *, sealing: Sealing, now: datetime) -> Iterator[bytes]:
    """The ZIP, piece by piece."""
    out = Out()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bag:  # type: ignore[call-overload]  # it only writes
        written = _Written(bag, top=contents.names.stem, at=now)
        for name, pieces in contents.files:
            for _ in written.file(DATA + name, pieces):
                yield out.taken()
        for name, content in _tags(contents, written, sealing=sealing, now=now).items():
            for _ in written.file(name, [content]):
                yield out.taken()
    yield out.taken()


def program() -> str:
    """`verify.py` as one file: the checks, with the signature's arithmetic in its place."""
    checks = Path(verify.__file__).read_text(encoding="utf-8")
    sums = Path(ed25519.__file__).read_text(encoding="utf-8")
    own = sums[sums.index("\n\n\n") :]
    return IMPORTED.sub(lambda _: own, checks, count=1)


def opened(data: bytes) -> dict[str, bytes]:
    """The files of a bundle by name, without the folder they lie in."""
    with zipfile.ZipFile(io.BytesIO(data)) as bag:
        return {name.partition("/")[2]: bag.read(name) for name in bag.namelist()}


def _tags(
    contents: Contents, written: "_Written", *, sealing: Sealing, now: datetime
) -> dict[str, bytes]:
    """The files about the files: what was written last decides what the first of them says."""
    manifest = manifest_of((digest, name) for name, digest in sorted(written.digests.items()))
    tags = {
        "bagit.txt": verify.BAGIT,
        verify.LIST: manifest.encode(),
        verify.KEY: sealing.pem,
        PROGRAM: program().encode(),
        README: contents.readme.encode(),
        **{f"custody/{name}": content for name, content in contents.custody.items()},
    }
    stamped = _tagged(tags, _info(written, now=now, token=verify.TOKEN))
    stamp = sealing.stamp(stamped[verify.TAGS])
    if stamp is None:
        stamped = _tagged(tags, _info(written, now=now, token="none"))
    else:
        stamped |= {verify.TOKEN: stamp.answer, verify.TOKEN_CHAIN: stamp.certificates}
    over = (verify.TAGS, verify.TOKEN, verify.TOKEN_CHAIN)
    seal = manifest_of((_sha256(stamped[name]), name) for name in over if name in stamped).encode()
    return stamped | {verify.SEAL: seal, verify.MARK: sealing.sign(seal)}


def _tagged(tags: Mapping[str, bytes], info: bytes) -> dict[str, bytes]:
    told = {**tags, "bag-info.txt": info}
    lines = manifest_of((_sha256(content), name) for name, content in sorted(told.items()))
    return told | {verify.TAGS: lines.encode()}


def _info(written: "_Written", *, now: datetime, token: str) -> bytes:
    lines = (
        f"Bagging-Date: {now.astimezone(UTC):%Y-%m-%d}",
        f"Payload-Oxum: {written.size}.{len(written.digests)}",
        f"Timestamp-Token: {token}",
    )
    return ("\n".join(lines) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass(slots=True)
class _Written:
    """What stands in the ZIP by now: digests and bytes of the data."""

    bag: zipfile.ZipFile
    top: str
    at: datetime
    digests: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def file(self, name: str, pieces: Iterable[bytes]) -> Iterator[None]:
        """Write one file; a step for each piece."""
        digest = hashlib.sha256()
        with self.bag.open(entry(f"{self.top}/{name}", at=self.at), "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
                digest.update(piece)
                self.size += len(piece)
                yield
        if name.startswith(DATA):
            self.digests[name] = digest.hexdigest()


class Stream(io.RawIOBase):
    """Pieces as a file to be read from the front."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        """It can only be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer of bytes
        """The next bytes; 0 at the end."""
        while not self._rest:
            try:
                self._rest = next(self._pieces)
            except StopIteration:
                return 0
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)
