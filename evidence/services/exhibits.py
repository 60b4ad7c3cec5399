"""Files kept in a case, and every look at them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from evidence.intake.sniff import COMPARED, HEAD_BYTES, Kind, sniff
from evidence.models import (
    Capture,
    CustodyEvent,
    Derivative,
    Exhibit,
    LookReason,
    Manner,
    Purpose,
    Sighting,
)
from evidence.services import captures, custody, traces, vault
from evidence.services.captures import Told

_SERVICES = " Some services may lawfully take pictures: see the people to talk to."
_NO_FILES = {
    Age.MINOR: "No file is taken here, because some of it was made before the age of 18."
    + _SERVICES,
    Age.UNSURE: "No file is taken here, because it is not sure that all of it was made at 18 "
    "or older." + _SERVICES,
    Age.UNANSWERED: "Please answer the question about age first. Until then no file is taken.",
}


GOES_ON = timedelta(hours=1)
"""How long parts of a file may be asked for as one download."""


class NothingToShow(DomainError):
    """There is no smaller copy of this file to look at."""


class ReasonMissing(DomainError):
    """Somebody who is not the client looks at a picture and does not say why."""


class CannotOpen(DomainError):
    """The sealed file is damaged or gone."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The exhibit, whether the case held this very file before, and a sentence about its kind."""

    exhibit: Exhibit
    again: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An exhibit whose bytes lie in the vault while its row is not made yet."""

    exhibit: Exhibit
    kind: Kind
    manner: Manner
    told: Told | None
    fetched: bool = False


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
    with sealing(
        case, source, name=name, actor=actor, now=now, purpose=purpose, manner=manner, told=told
    ) as sealed:
        return enter(sealed, sighting=sighting, actor=actor, now=now)


@contextmanager
def sealing(
    case: Case,
    source: BinaryIO,
    *,
    name: str,
    actor: Person,
    now: datetime,
    purpose: Purpose = Purpose.SIGHTING,
    manner: Manner = Manner.FILE,
    told: Told | None = None,
    fetched: bool = False,
) -> Iterator[Sealed]:
    """Seal a file and give the exhibit it may become, without a number and not saved.

    Sealing takes time, so it happens before the case is locked. Where the block does not come to
    `enter` it, its bytes are taken away at the end. Once that was begun they stay, because
    nobody knows whether a broken transaction stands; the sweep takes them if it does not.
    `fetched`: the server brought it, as the actor asked; nobody gave it.
    """
    access.require(actor, Permission.LOG, case)
    check_takes_files(case)
    kind = _kind(source)
    file = vault.seal(case, source, most_bytes=settings.UPLOAD_MOST_BYTES, now=now)
    exhibit = Exhibit(
        case=case,
        purpose=purpose,
        file=file,
        original_name=shown_name(name),
        mime=kind.mime,
        kept_at=now,
        kept_by=actor,
    )
    try:
        yield Sealed(exhibit=exhibit, kind=kind, manner=manner, told=told, fetched=fetched)
    finally:
        if exhibit.number is None:
            vault.forget(file)


@transaction.atomic
def enter(sealed: Sealed, *, sighting: Sighting | None, actor: Person, now: datetime) -> Kept:
    """Give a sealed file its row and its number, or count its twin."""
    exhibit = sealed.exhibit
    access.require(actor, Permission.LOG, exhibit.case)
    case = Case.objects.select_for_update().get(pk=exhibit.case_id)
    check_takes_files(case)
    twin = Exhibit.objects.filter(case=case, file__sha256=exhibit.file.sha256).first()
    if twin is not None:
        return _kept_again(twin, sighting=sighting, actor=actor, now=now)
    exhibit.case, exhibit.sighting, exhibit.number = case, sighting, case.next_exhibit
    exhibit.file.save(force_insert=True)
    exhibit.save(force_insert=True)
    case.next_exhibit += 1
    case.save(update_fields=["next_exhibit"])
    given = _noted(sealed, actor=actor, now=now)
    kind = "exhibit.fetched" if sealed.fetched else "exhibit.kept"
    custody.record(
        case, kind, item=exhibit.pk, actor=actor, now=now,
        bytes=exhibit.file.bytes, row=traces.of_exhibit(exhibit), **traces.payload_of(exhibit.file),
        **traces.payload_of_capture(given),
    )  # fmt: skip
    timeline.record(case, kind, actor=actor, now=now, exhibit=exhibit.label)
    return Kept(exhibit=exhibit, again=False, remark=_remark(sealed.kind))


def _noted(sealed: Sealed, *, actor: Person, now: datetime) -> Capture:
    if sealed.fetched:
        return captures.note_fetched(sealed.exhibit, actor=actor, now=now)
    return captures.note_file(
        sealed.exhibit, manner=sealed.manner, actor=actor, now=now, told=sealed.told
    )


def _kind(source: BinaryIO) -> Kind:
    """What the file is by its first bytes; the source stands at its beginning again."""
    head = source.read(HEAD_BYTES)
    if not head:
        raise FileRefused("This file is empty. Please choose it again.")
    source.seek(0)
    return sniff(head, size=len(head))


def _remark(kind: Kind) -> str:
    return "" if kind in COMPARED else other_kind_sentence(kind)


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


def reveal(
    exhibit: Exhibit, *, actor: Person, now: datetime, reason: LookReason | None = None
) -> tuple[bytes, str]:
    """The preview and its type; leaves a custody event, and a line the client reads about staff.

    Whoever is not the client says why. Raises ReasonMissing.
    """
    access.require(actor, Permission.REVEAL, exhibit.case)
    own = access.part_in(exhibit.case, actor) == Part.CLIENT
    if not own and reason is None:
        raise ReasonMissing("Say why you need to see it. The person reads it.")
    shown = _opened(exhibit, Derivative.Kind.PREVIEW, now=now)
    told = {"reason": reason.value} if reason else {}
    with transaction.atomic():
        custody.record(
            exhibit.case, "exhibit.revealed", item=exhibit.pk, actor=actor, now=now, **told
        )
        if reason and not own:
            timeline.record(
                exhibit.case, "exhibit.revealed_for", actor=actor, now=now,
                exhibit=exhibit.label, reason=reason.label,
            )  # fmt: skip
    return shown


def download(exhibit: Exhibit, *, actor: Person, now: datetime) -> Iterator[bytes]:
    """The file as it came, chunk by chunk; leaves a custody event before the first byte."""
    chunks = _verified(exhibit, start=0, stop=None, actor=actor, now=now)
    _record_download(exhibit, actor=actor, now=now)
    return chunks


def download_on(
    exhibit: Exhibit, *, start: int, stop: int, actor: Person, now: datetime
) -> Iterator[bytes]:
    """A part of the file: the bytes from `start` up to `stop`.

    Parts asked for within GOES_ON of a download of this person belong to it; else they begin
    a new one, which is recorded as any other.
    """
    chunks = _verified(exhibit, start=start, stop=stop, actor=actor, now=now)
    if not _is_downloading(exhibit, actor=actor, now=now):
        _record_download(exhibit, actor=actor, now=now)
    return chunks


@transaction.atomic
def _record_download(exhibit: Exhibit, *, actor: Person, now: datetime) -> None:
    custody.record(
        exhibit.case, "exhibit.downloaded", item=exhibit.pk, actor=actor, now=now,
        sha256=exhibit.file.sha256,
    )  # fmt: skip
    timeline.record(exhibit.case, "exhibit.downloaded", actor=actor, now=now, exhibit=exhibit.label)


def _is_downloading(exhibit: Exhibit, *, actor: Person, now: datetime) -> bool:
    since = CustodyEvent.objects.filter(
        item=exhibit.pk, kind="exhibit.downloaded", actor=actor.pk, at__gt=now - GOES_ON
    )
    return since.exists()


def _verified(
    exhibit: Exhibit, *, start: int, stop: int | None, actor: Person, now: datetime
) -> Iterator[bytes]:
    """The bytes, of which the first chunk was verified before anything is said of them."""
    access.require(actor, Permission.REVEAL, exhibit.case)
    with _noting_damage(exhibit, now=now):
        chunks = vault.stream(exhibit.file, start=start, stop=stop)
        first = next(chunks, b"")
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
