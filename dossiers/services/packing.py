"""The bundle of a finished dossier, packed while it is read: nothing of it is whole in memory."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.template.loader import render_to_string

from cases.models import Case
from dossiers.models import DossierVolume
from dossiers.rendering import tables
from dossiers.rendering.bundle import MANIFEST, Contents, Sealing, Stamp, bag_of
from dossiers.services import recording
from dossiers.services.freezing import Frozen, Kept
from dossiers.services.laying import paper_of
from evidence.authorities import rfc3161
from evidence.authorities.asking import NoAnswer
from evidence.models import Checkpoint, CustodyEvent, Exhibit, SealedFile
from evidence.services import proof_files, signing, vault

ORIGINALS = "originals"


@dataclass(frozen=True, slots=True)
class Finished:
    """A dossier with all that goes into its bundle: its volumes lie sealed already."""

    case: Case
    frozen: Frozen
    volumes: Sequence[DossierVolume]

    def documents(self) -> dict[str, DossierVolume]:
        """Each volume by the name of its file."""
        count = len(self.volumes)
        return {self.frozen.names.volume(each.number, of=count): each for each in self.volumes}


def packed(done: Finished, *, now: datetime) -> Iterator[bytes]:
    """The ZIP, piece by piece. Raises storage.Damaged where an original breaks off."""
    return bag_of(_contents(done), sealing=_sealing(), now=now)


def _contents(done: Finished) -> Contents:
    said, case = done.frozen.said, done.case
    checkpoint = Checkpoint.objects.get(pk=said.checkpoint)
    custody = {
        **proof_files.files_of(checkpoint, case=case),
        "custody.jsonl": custody_lines(case, upto=said.seq),
    }
    told = {
        "documents": list(done.documents()),
        "manifest": MANIFEST,
        "originals": said.originals,
        "redacted": said.redacted,
        "covered": bool(done.frozen.covered),
        "stamped": "checkpoint.tsr" in custody,
        "pending": "checkpoint.txt.ots" in custody,
    }
    readme = render_to_string("dossier/README.txt", told)
    return Contents(names=done.frozen.names, files=_files(done), custody=custody, readme=readme)


@dataclass(slots=True)
class _Originals:
    """What became known of the originals while they were read."""

    md5: dict[int, str] = field(default_factory=dict)
    sha512: dict[int, str] = field(default_factory=dict)
    natives: dict[int, str] = field(default_factory=dict)

    def read(self, kept: Kept, file: SealedFile) -> Iterator[bytes]:
        """The bytes of one, digested on the way for programs that ask for an MD5."""
        digest, longer = hashlib.md5(usedforsecurity=False), hashlib.sha512()
        for piece in vault.stream(file):
            digest.update(piece)
            longer.update(piece)
            yield piece
        self.md5[kept.number] = digest.hexdigest()
        self.sha512[kept.number] = longer.hexdigest()
        self.natives[kept.number] = f"data\\{ORIGINALS}\\{kept.file}"

    def told(self, row: recording.Row, number: int) -> recording.Row:
        """The row of an exhibit with what is known of its file."""
        return row | {
            "md5": self.md5.get(number, ""),
            "sha512": self.sha512.get(number, ""),
            "native": self.natives.get(number, ""),
        }


def _files(done: Finished) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Everything under `data/`; the tables come last, since they tell of the originals."""
    said = done.frozen.said
    for name, volume in done.documents().items():
        yield name, vault.stream(volume.file)
    yield MANIFEST, [said.manifest.encode()]
    read, files = _Originals(), _originals(done)
    for kept in said.exhibits:
        if kept.covered:
            yield kept.covered, [done.frozen.covered[kept.number]]
        if kept.native:
            yield (
                str(PurePosixPath(ORIGINALS, kept.file)),
                read.read(kept, files[kept.exhibit]),
            )
    yield from _tables(done, read=read)


def _originals(done: Finished) -> dict[UUID, SealedFile]:
    keys = [kept.exhibit for kept in done.frozen.said.exhibits if kept.native]
    rows = Exhibit.objects.filter(case=done.case).select_related("file__case").in_bulk(keys)
    return {key: row.file for key, row in rows.items()}


def _tables(done: Finished, *, read: _Originals) -> Iterator[tuple[str, Iterable[bytes]]]:
    said, tables_said = done.frozen.said, done.frozen.said.tables
    papers = {f"data\\{name}": paper_of(each) for name, each in done.documents().items()}
    exhibits = [
        read.told(recording.spanned(row, kept.number, papers=papers), kept.number)
        for row, kept in zip(tables_said.exhibits, said.exhibits, strict=True)
    ]
    parts: dict[str, Sequence[recording.Row]] = {
        "exhibits": exhibits,
        "places": tables_said.places,
        "letters": tables_said.letters,
    }
    if tables_said.redactions is not None:
        parts["redactions"] = tables_said.redactions
    for name, rows in parts.items():
        yield f"tables/{name}.csv", [tables.as_csv(rows)]
        yield f"tables/{name}.json", [tables.as_json(rows)]
    yield "load/load.dat", [tables.as_dat(exhibits, columns=said.columns)]
    yield "load/load.opt", [tables.as_opt(papers)]


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
