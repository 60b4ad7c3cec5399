"""Files kept in a case, and every look at them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Part, Permission
from cases.errors import DomainError
from cases.models import Age, Case
from evidence import storage
from evidence.errors import FileRefused
from evidence.intake.sentences import other_kind_sentence
from evidence.intake.sniff import HEAD_BYTES, PICTURES, Kind, sniff
from evidence.models import CustodyEvent, Derivative, Exhibit, Manner, Purpose, Sighting
from evidence.services import captures, custody, vault
from evidence.services.captures import Told

_SERVICES = " Some services may lawfully take pictures: see the people to talk to."
_NO_FILES = {
    Age.MINOR: "No file is taken here, because some of it was made before the age of 18."
    + _SERVICES,
    Age.UNSURE: "No file is taken here, because it is not sure that all of it was made at 18 "
    "or older." + _SERVICES,
    Age.UNANSWERED: "Please answer the question about age first. Until then no file is taken.",
}


class NothingToShow(DomainError):
    """There is no smaller copy of this file to look at."""


class CannotOpen(DomainError):
    """The sealed file is damaged or gone."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The exhibit, whether the case held this very file before, and a sentence about its kind."""

    exhibit: Exhibit
    again: bool
    remark: str = ""


def why_no_files(case: Case) -> str:
    """One sentence where the case takes no file, else empty."""
    if case.takes_files:
        return ""
    if not case.is_open:
        return "This case is closed. Open it again to add a file."
    return _NO_FILES[Age(case.age)]


def check_takes_files(case: Case) -> None:
    """Raise FileRefused before a byte of any file is read."""
    if sentence := why_no_files(case):
        raise FileRefused(sentence)


@transaction.atomic
def keep(
    case: Case,
    source: BinaryIO,
    *,
    name: str,
    actor: Person,
    now: datetime,
    sighting: Sighting | None = None,
    purpose: Purpose = Purpose.SIGHTING,
    manner: Manner = Manner.FILE,
    told: Told | None = None,
) -> Kept:
    """Seal a file bit for bit and give it the next number; its reading is due from then on.

    The same file twice in a case is one exhibit. Raises FileRefused for a case that takes no
    files, an empty file, and one past `settings.UPLOAD_MOST_BYTES`.
    """
    access.require(actor, Permission.LOG, case)
    check_takes_files(case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    check_takes_files(case)
    kind = _kind(source)
    sealed = vault.keep(case, source, most_bytes=settings.UPLOAD_MOST_BYTES, now=now)
    twin = Exhibit.objects.filter(case=case, file__sha256=sealed.sha256).first()
    if twin is not None:
        vault.discard(sealed)
        return _kept_again(twin, sighting=sighting, actor=actor, now=now)
    exhibit = Exhibit.objects.create(
        case=case,
        number=case.next_exhibit,
        sighting=sighting,
        purpose=purpose,
        file=sealed,
        original_name=shown_name(name),
        mime=kind.mime,
        kept_at=now,
        kept_by=actor,
    )
    case.next_exhibit += 1
    case.save(update_fields=["next_exhibit"])
    custody.record(
        case, "exhibit.kept", item=exhibit.pk, actor=actor, now=now,
        sha256=sealed.sha256, bytes=sealed.bytes,
    )  # fmt: skip
    captures.note_file(exhibit, manner=manner, actor=actor, now=now, told=told)
    timeline.record(case, "exhibit.kept", actor=actor, now=now, exhibit=exhibit.label)
    return Kept(exhibit=exhibit, again=False, remark=_remark(kind))


def _kind(source: BinaryIO) -> Kind:
    """What the file is by its first bytes; the source stands at its beginning again."""
    head = source.read(HEAD_BYTES)
    if not head:
        raise FileRefused("This file is empty. Please choose it again.")
    source.seek(0)
    return sniff(head, size=len(head))


def _remark(kind: Kind) -> str:
    return "" if kind in PICTURES else other_kind_sentence(kind)


def shown_name(name: str) -> str:
    """The last part of a file's name without control signs, at most 255 long."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[-255:]


def _kept_again(twin: Exhibit, *, sighting: Sighting | None, actor: Person, now: datetime) -> Kept:
    twin.sighted_again += 1
    if twin.sighting is None:
        twin.sighting = sighting
    twin.save(update_fields=["sighted_again", "sighting"])
    custody.record(twin.case, "exhibit.again", item=twin.pk, actor=actor, now=now)
    return Kept(exhibit=twin, again=True)


@transaction.atomic
def put_with(exhibit: Exhibit, *, sighting: Sighting, actor: Person) -> None:
    """Say which place an exhibit shows; one that shows a place already keeps it."""
    access.require(actor, Permission.LOG, exhibit.case)
    Exhibit.objects.filter(pk=exhibit.pk, case=sighting.case_id, sighting=None).update(
        sighting=sighting
    )


def outline(exhibit: Exhibit, *, actor: Person, now: datetime) -> tuple[bytes, str]:
    """The outline drawing and its type; leaves a custody event."""
    access.require(actor, Permission.REVEAL, exhibit.case)
    shown = _opened(exhibit, Derivative.Kind.OUTLINE, now=now)
    custody.record(exhibit.case, "exhibit.outline", item=exhibit.pk, actor=actor, now=now)
    return shown


def reveal(exhibit: Exhibit, *, actor: Person, now: datetime) -> tuple[bytes, str]:
    """The preview and its type; leaves a custody event, and a line the client reads about staff."""
    access.require(actor, Permission.REVEAL, exhibit.case)
    shown = _opened(exhibit, Derivative.Kind.PREVIEW, now=now)
    with transaction.atomic():
        custody.record(exhibit.case, "exhibit.revealed", item=exhibit.pk, actor=actor, now=now)
        if access.part_in(exhibit.case, actor) != Part.CLIENT:
            timeline.record(
                exhibit.case, "exhibit.revealed", actor=actor, now=now, exhibit=exhibit.label
            )
    return shown


def download(exhibit: Exhibit, *, actor: Person, now: datetime) -> Iterator[bytes]:
    """The file as it came, chunk by chunk; leaves a custody event before the first byte."""
    access.require(actor, Permission.REVEAL, exhibit.case)
    with _noting_damage(exhibit, now=now):
        chunks = vault.stream(exhibit.file)
        first = next(chunks, b"")
    with transaction.atomic():
        custody.record(
            exhibit.case, "exhibit.downloaded", item=exhibit.pk, actor=actor, now=now,
            sha256=exhibit.file.sha256,
        )  # fmt: skip
        timeline.record(
            exhibit.case, "exhibit.downloaded", actor=actor, now=now, exhibit=exhibit.label
        )
    return chain([first], chunks)


def times_revealed(exhibit: Exhibit) -> int:
    """How often the picture was looked at."""
    return CustodyEvent.objects.filter(item=exhibit.pk, kind="exhibit.revealed").count()


def _opened(exhibit: Exhibit, kind: Derivative.Kind, *, now: datetime) -> tuple[bytes, str]:
    made = exhibit.derivatives.filter(kind=kind).select_related("file__case").first()
    if made is None:
        raise NothingToShow("There is no picture to show for this file.")
    with _noting_damage(exhibit, now=now):
        return vault.read_all(made.file), made.mime


@contextmanager
def _noting_damage(exhibit: Exhibit, *, now: datetime) -> Iterator[None]:
    try:
        yield
    except (storage.Damaged, OSError) as fault:
        custody.record(exhibit.case, "exhibit.open_failed", item=exhibit.pk, actor=None, now=now)
        raise CannotOpen("This file could not be opened. Please tell us about it.") from fault
