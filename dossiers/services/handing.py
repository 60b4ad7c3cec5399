"""Handing a finished dossier over: every download leaves a trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import chain

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from dossiers.errors import DossierDamaged, DossierNotReady
from dossiers.models import Dossier
from dossiers.rendering.bundle import DATA, names_of, opened
from dossiers.services.locking import locked_by
from evidence import storage
from evidence.models import SealedFile
from evidence.services import custody, vault


class Part(Enum):
    """What is taken away."""

    BUNDLE = "the whole bundle"
    PDF = "the PDF alone"


@dataclass(frozen=True, slots=True)
class Handed:
    """A file on its way out: its neutral name, its type, its size and its bytes."""

    name: str
    mime: str
    size: int
    chunks: Iterator[bytes]


def hand_over(dossier: Dossier, *, part: Part, actor: Person, now: datetime) -> Handed:
    """The file; custody and timeline are written before the first byte leaves."""
    access.require(actor, Permission.EXPORT, dossier.case)
    handed = opened_part(dossier, part=part)
    _record(dossier, part=part, actor=actor, now=now)
    return handed


def hand_over_locked(dossier: Dossier, *, passphrase: str, actor: Person, now: datetime) -> Handed:
    """The bundle, locked with a passphrase. Raises DossierTooLarge and what `hand_over` does."""
    access.require(actor, Permission.EXPORT, dossier.case)
    handed = opened_part(dossier, part=Part.BUNDLE)
    data = locked_by(iter(handed.chunks), size=handed.size, passphrase=passphrase)
    _record(dossier, part=Part.BUNDLE, actor=actor, now=now)
    return Handed(f"{handed.name}.age", "application/octet-stream", len(data), iter((data,)))


def opened_part(dossier: Dossier, *, part: Part) -> Handed:
    """The file, open for reading. Raises DossierNotReady and DossierDamaged."""
    if dossier.file is None:
        raise DossierNotReady("It is still being made. Please come back in a moment.")
    return _opened(dossier, dossier.file, part=part)


def _record(dossier: Dossier, *, part: Part, actor: Person, now: datetime) -> None:
    if dossier.file is None:
        raise DossierNotReady("It is still being made. Please come back in a moment.")
    with transaction.atomic():
        custody.record(
            dossier.case, "dossier.downloaded", item=dossier.pk, actor=actor, now=now,
            sha256=dossier.file.sha256, part=part.name,
        )  # fmt: skip
        timeline.record(
            dossier.case, "dossier.downloaded", actor=actor, now=now,
            version=dossier.version, what=part.value,
        )  # fmt: skip


def files_of(dossier: Dossier) -> dict[str, bytes]:
    """Every file of a finished bundle by its name below the top folder."""
    if dossier.file is None:
        raise DossierNotReady("It is still being made. Please come back in a moment.")
    return opened(_whole(dossier.file))


def _opened(dossier: Dossier, file: SealedFile, *, part: Part) -> Handed:
    names = names_of(ref=dossier.case.ref, version=dossier.version)
    if part is Part.PDF:
        pdf = opened(_whole(file))[DATA + names.pdf]
        return Handed(names.pdf, "application/pdf", len(pdf), iter((pdf,)))
    with _saying_damage():
        chunks = vault.stream(file)
        first = next(chunks, b"")
    return Handed(names.zip, "application/zip", file.bytes, chain([first], chunks))


def _whole(file: SealedFile) -> bytes:
    with _saying_damage():
        return vault.read_all(file)


@contextmanager
def _saying_damage() -> Iterator[None]:
    try:
        yield
    except (storage.Damaged, OSError) as fault:
        raise DossierDamaged(
            "This file could not be opened. Please make a new version, and tell who runs this."
        ) from fault
