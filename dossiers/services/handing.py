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
from dossiers.errors import DossierDamaged, DossierNotReady, VolumeMissing
from dossiers.models import Dossier
from dossiers.rendering.bundle import DATA, Names, names_of, opened
from dossiers.services.laying import made_volumes
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


def hand_over(
    dossier: Dossier, *, part: Part, actor: Person, now: datetime, volume: int = 1
) -> Handed:
    """The file; custody and timeline are written before the first byte leaves.

    Raises DossierNotReady, DossierDamaged, and VolumeMissing where there is no such volume.
    """
    access.require(actor, Permission.EXPORT, dossier.case)
    handed = opened_part(dossier, part=part, volume=volume)
    _record(dossier, part=part, actor=actor, now=now)
    return handed


def hand_over_locked(dossier: Dossier, *, passphrase: str, actor: Person, now: datetime) -> Handed:
    """The bundle, locked with a passphrase. Raises DossierTooLarge and what `hand_over` does."""
    access.require(actor, Permission.EXPORT, dossier.case)
    handed = opened_part(dossier, part=Part.BUNDLE)
    data = locked_by(iter(handed.chunks), size=handed.size, passphrase=passphrase)
    _record(dossier, part=Part.BUNDLE, actor=actor, now=now)
    return Handed(f"{handed.name}.age", "application/octet-stream", len(data), iter((data,)))


def opened_part(dossier: Dossier, *, part: Part, volume: int = 1) -> Handed:
    """The file, open for reading. Raises DossierNotReady, DossierDamaged and VolumeMissing."""
    if dossier.file is None:
        raise DossierNotReady("It is still being made. Please come back in a moment.")
    names = names_of(ref=dossier.case.ref, version=dossier.version)
    if part is Part.BUNDLE:
        return Handed(names.zip, "application/zip", dossier.file.bytes, _opened(dossier.file))
    made = made_volumes(dossier)
    if not made:
        return _from_bundle(names, dossier.file)
    found = next((each for each in made if each.number == volume), None)
    if found is None:
        raise VolumeMissing("This bundle has no such volume. Please choose one from its list.")
    name = names.volume(found.number, of=len(made))
    return Handed(name, "application/pdf", found.file.bytes, _opened(found.file))


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


def _opened(file: SealedFile) -> Iterator[bytes]:
    """All bytes; the first are read at once, so that damage is said before anything leaves."""
    with _saying_damage():
        chunks = vault.stream(file)
        first = next(chunks, b"")
    return chain([first], chunks)


def _from_bundle(names: Names, file: SealedFile) -> Handed:
    """The document of a bundle that was made before documents were kept by themselves."""
    pdf = opened(_whole(file))[DATA + names.pdf]
    return Handed(names.pdf, "application/pdf", len(pdf), iter((pdf,)))


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
