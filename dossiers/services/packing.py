"""The bundle of a finished dossier, packed while it is read: nothing of it is whole in memory."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.template.loader import render_to_string

from cases.models import Case
from dossiers.rendering import tables
from dossiers.rendering.bundle import MANIFEST, Contents, Names, Sealing, Stamp, bag_of
from dossiers.rendering.paper import Printed
from dossiers.services import recording, redacting
from dossiers.services.exhibit_pages import file_name
from dossiers.services.marking import Marked
from dossiers.services.rows import Rows
from evidence.authorities import rfc3161
from evidence.authorities.asking import NoAnswer
from evidence.models import CustodyEvent, Exhibit
from evidence.services import signing, vault

ORIGINALS = "originals"


@dataclass(frozen=True, slots=True)
class Finished:
    """A dossier with all that goes into its bundle."""

    names: Names
    rows: Rows
    paper: Printed
    manifest: str
    standing: Marked
    sound: frozenset[int]
    columns: Mapping[str, str]
    covered: Mapping[int, bytes] = field(default_factory=dict)

    def goes_as_it_came(self, exhibit: Exhibit) -> bool:
        """Whether the file itself lies in the bundle: chosen, sound, nothing covered."""
        chosen = self.rows.choice.originals and exhibit.number in self.sound
        return chosen and not self.rows.redactions.get(exhibit.pk)


def packed(done: Finished, *, now: datetime) -> Iterator[bytes]:
    """The ZIP, piece by piece. Raises storage.Damaged where an original breaks off."""
    return bag_of(_contents(done), sealing=_sealing(), now=now)


def _contents(done: Finished) -> Contents:
    case = done.rows.case
    custody = {**done.standing.files, "custody.jsonl": custody_lines(case, upto=done.standing.seq)}
    told = {
        "names": done.names,
        "manifest": MANIFEST,
        "originals": done.rows.choice.originals,
        "redacted": done.rows.choice.redacted,
        "covered": bool(done.covered),
        "stamped": "checkpoint.tsr" in custody,
        "pending": "checkpoint.txt.ots" in custody,
    }
    readme = render_to_string("dossier/README.txt", told)
    return Contents(names=done.names, files=_files(done), custody=custody, readme=readme)


@dataclass(slots=True)
class _Originals:
    """What became known of the originals while they were read."""

    md5: dict[int, str] = field(default_factory=dict)
    sha512: dict[int, str] = field(default_factory=dict)
    natives: dict[int, str] = field(default_factory=dict)

    def read(self, exhibit: Exhibit) -> Iterator[bytes]:
        """The bytes of one, digested on the way for programs that ask for an MD5."""
        digest, longer = hashlib.md5(usedforsecurity=False), hashlib.sha512()
        for piece in vault.stream(exhibit.file):
            digest.update(piece)
            longer.update(piece)
            yield piece
        self.md5[exhibit.number] = digest.hexdigest()
        self.sha512[exhibit.number] = longer.hexdigest()
        self.natives[exhibit.number] = f"data\\{ORIGINALS}\\{file_name(exhibit)}"


def _files(done: Finished) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Everything under `data/`; the tables come last, since they tell of the originals."""
    yield done.names.pdf, [done.paper.data]
    yield MANIFEST, [done.manifest.encode()]
    read = _Originals()
    for exhibit in done.rows.exhibits:
        if exhibit.number in done.covered:
            picture = done.covered[exhibit.number]
            yield redacting.file_of(exhibit.label, picture), [picture]
        if done.goes_as_it_came(exhibit):
            yield str(PurePosixPath(ORIGINALS, file_name(exhibit))), read.read(exhibit)
    rows = recording.exhibit_rows(done.rows, paper=done.paper, document=f"data\\{done.names.pdf}")
    for row, exhibit in zip(rows, done.rows.exhibits, strict=True):
        row["md5"] = read.md5.get(exhibit.number, "")
        row["sha512"] = read.sha512.get(exhibit.number, "")
        row["native"] = read.natives.get(exhibit.number, "")
    yield from _tables(done, exhibits=rows)


def _tables(
    done: Finished, *, exhibits: list[recording.Row]
) -> Iterator[tuple[str, Iterable[bytes]]]:
    parts = {
        "exhibits": exhibits,
        "places": recording.place_rows(done.rows),
        "letters": recording.letter_rows(done.rows),
    }
    if done.rows.choice.redacted:
        parts["redactions"] = recording.redaction_rows(done.rows, pictures=done.covered)
    for name, rows in parts.items():
        yield f"tables/{name}.csv", [tables.as_csv(rows)]
        yield f"tables/{name}.json", [tables.as_json(rows)]
    yield "load/load.dat", [tables.as_dat(exhibits, columns=done.columns)]
    yield "load/load.opt", [tables.as_opt(exhibits, volume=done.names.stem)]


def custody_lines(case: Case, *, upto: int) -> bytes:
    """The case's chain up to a row, one a line: its number, its digest, its very bytes."""
    rows = CustodyEvent.objects.filter(case=case, seq__lte=upto).order_by("seq")
    return b"".join(
        json.dumps({"seq": seq, "digest": digest, "row": bytes(canonical).decode()}).encode()
        + b"\n"
        for seq, digest, canonical in rows.values_list("seq", "digest", "canonical").iterator()
    )


def key_digest() -> str:
    """SHA-256 of the public signing key as it lies in a bundle; for the cover."""
    return sha256(signing.public_pem().encode()).hexdigest()


def _sealing() -> Sealing:
    key: Ed25519PrivateKey = signing.private_key()
    return Sealing(sign=key.sign, pem=signing.public_pem().encode(), stamp=_stamp)


def _stamp(content: bytes) -> Stamp | None:
    """What the first authority that answers says; None where none is set or none answers."""
    for url in settings.TIMESTAMP_URLS:
        try:
            token = rfc3161.stamp(content, url=url, roots=settings.TIMESTAMP_ROOTS)
        except (NoAnswer, rfc3161.NoRoots):
            continue
        return Stamp(answer=token.answer, certificates=token.certificates.encode())
    return None
