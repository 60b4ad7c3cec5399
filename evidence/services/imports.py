"""Lists of places: looked over into a sealed draft, added in parts, undone for a while.

The row of a list says what is due; the worker takes it with a lease and works in slices, so that
a lost worker costs one slice. Nothing of what was given stands in the clear.
"""

from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case
from cases.services import leases
from evidence.models import Import, ImportPart, ImportState
from evidence.services import binding, custody, undoing
from evidence.services.drafts import (
    PART,
    Draft,
    Kind,
    in_parts,
    keep_part,
    looked_over,
    part,
    seal,
    unseal,
)
from evidence.services.lists import HeaderRefused, cells_of, read_row
from evidence.services.sightings import check_open, locked, log_rows

KEPT: Final = timedelta(days=7)
"""So long a draft waits, and so long a list that was added can be undone."""
TOLD_EVERY: Final = 500
LEASE: Final = timedelta(minutes=4)
MOST_ATTEMPTS: Final = 3
WORKING: Final = (ImportState.READING, ImportState.ADDING, ImportState.UNDOING)
GAVE_UP: Final = "Looking this list over failed several times. Give it in smaller parts."


class Ask(Protocol):
    """What a person may ask of a list."""

    def __call__(self, whole: Import, *, actor: Person, now: datetime) -> Import: ...


class NotNow(DomainError):
    """The list is not at the step that this belongs to."""


@transaction.atomic
def begin(
    case: Case, *, given: bytes, is_workbook: bool, zone: str, actor: Person, now: datetime
) -> Import:
    """Seal a list as a draft that is due to be looked over."""
    access.require(actor, Permission.LOG, case)
    check_open(locked(case))
    whole = Import(
        case=case, is_workbook=is_workbook, zone=zone, made_at=now, made_by=actor,
        expires_at=now + KEPT,
    )  # fmt: skip
    whole.sealed = seal(whole, given, name="given", now=now)
    whole.save()
    return whole


def claim(*, now: datetime, only: UUID | None = None) -> Import | None:
    """Take one list that is due, or whose worker was lost; None where there is none."""
    due = _due(now) if only is None else _due(now).filter(pk=only)
    key = leases.take(due, first=("made_at",), until=now + LEASE)
    return None if key is None else Import.objects.select_related("case").get(pk=key)


def _due(now: datetime) -> QuerySet[Import]:
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return Import.objects.filter(free, state__in=WORKING)


def work(whole: Import, *, now: datetime) -> Import | None:
    """One slice of a claimed list; the list where more is to be done, else None."""
    if whole.attempts > MOST_ATTEMPTS:
        _give_up(whole, now=now)
        return None
    if whole.state == ImportState.READING:
        _look_over(whole, now=now)
        return None
    if whole.state == ImportState.UNDOING:
        _undo(whole, now=now)
        return None
    return _add_part(whole, now=now)


def _look_over(whole: Import, *, now: datetime) -> None:
    whole.parts.all().delete()
    try:
        cells = cells_of(unseal(whole, whole.sealed, name="given"), is_workbook=whole.is_workbook)
        if not cells:
            raise HeaderRefused("There is no link in this list, and no place without one.")
    except HeaderRefused as fault:
        _refuse(whole, str(fault), now=now)
        return
    _mine(whole).update(total=len(cells), done=0)
    draft = Draft(whole, now=now)
    for at, seen in enumerate(looked_over(whole.case, cells, zone=whole.zone, now=now), start=1):
        draft.put(seen)
        if at % TOLD_EVERY == 0:
            _mine(whole).update(done=at)
    counts = draft.close()
    _mine(whole).update(
        state=ImportState.READY, lease_until=None, attempts=0, sealed=None, done=len(cells),
        new=counts[Kind.NEW], known=counts[Kind.KNOWN], faulty=counts[Kind.FAULTY],
    )  # fmt: skip


def _add_part(whole: Import, *, now: datetime) -> Import | None:
    """Add the next hundred rows; whoever asked must still be allowed to."""
    rows = part(whole, Kind.NEW, whole.done // PART)
    try:
        with transaction.atomic():
            return _added(whole, rows, now=now)
    except DomainError:
        ended = ImportState.ADDED if whole.added else ImportState.READY
        _mine(whole).update(state=ended, lease_until=None, attempts=0)
        return None


def _added(whole: Import, rows: list[dict[str, Any]], *, now: datetime) -> Import | None:
    case, actor = locked(whole.case), whole.asked_by
    assert actor is not None
    read = [read_row(row["row"], row["cells"], own_zone=whole.zone, now=now) for row in rows]
    placed = [(row.place, row.noticed) for row in read if row.place is not None]
    made = log_rows(case, rows=placed, whole=whole, actor=actor, now=now)
    done, added = whole.done + len(rows), whole.added + len(made)
    more = done < whole.new and bool(rows)
    lease = now + LEASE if more else None
    state = ImportState.ADDING if more else ImportState.ADDED
    if not _mine(whole).update(done=done, added=added, lease_until=lease, attempts=1, state=state):
        raise NotNow("Another worker has taken this list over.")
    if more:
        whole.done, whole.added, whole.lease_until, whole.attempts = done, added, lease, 1
        return whole
    if added:
        timeline.record(case, "sighting.added_many", actor=actor, now=now, count=added)
    custody.record(case, "places.added", item=whole.pk, actor=actor, now=now, count=added)
    return None


def _undo(whole: Import, *, now: datetime) -> None:
    actor = whole.asked_by
    assert actor is not None
    with transaction.atomic():
        case = locked(whole.case)
        if not case.is_open or not access.can(actor, Permission.LOG, case):
            _mine(whole).update(state=ImportState.ADDED, lease_until=None, attempts=0)
            return
        stayed, gone = undoing.remove(whole)
        whole.parts.filter(kind=Kind.STAYED).delete()
        for position, rows in enumerate(in_parts(stayed)):
            keep_part(whole, Kind.STAYED, position, rows, now=now)
        if not _mine(whole).update(
            state=ImportState.UNDONE, lease_until=None, attempts=0, removed=len(gone),
            stayed=len(stayed),
        ):  # fmt: skip
            transaction.set_rollback(True)
            return
        binding.removed(case, gone, whole=whole, actor=actor, now=now)
        told = {"removed": len(gone), "stayed": len(stayed)}
        timeline.record(case, "import.undone", actor=actor, now=now, **told)
        custody.record(case, "places.undone", item=whole.pk, actor=actor, now=now, **told)


def ask_to_add(whole: Import, *, actor: Person, now: datetime) -> Import:
    """Make a draft that was looked over due to be added."""
    return _ask(whole, ImportState.READY, ImportState.ADDING, actor=actor, now=now)


def ask_to_undo(whole: Import, *, actor: Person, now: datetime) -> Import:
    """Make a list that was added due to be undone."""
    return _ask(whole, ImportState.ADDED, ImportState.UNDOING, actor=actor, now=now)


@transaction.atomic
def _ask(
    whole: Import, at: ImportState, to: ImportState, *, actor: Person, now: datetime
) -> Import:
    access.require(actor, Permission.LOG, whole.case)
    check_open(locked(whole.case))
    whole = Import.objects.select_for_update().get(pk=whole.pk)
    if whole.state != at or now >= whole.expires_at:
        raise NotNow("This list is no longer at that step. Look at where it stands now.")
    whole.state, whole.asked_by, whole.asked_at = to, actor, now
    whole.lease_until, whole.attempts = None, 0
    if to == ImportState.ADDING:
        whole.done, whole.expires_at = 0, now + KEPT
    whole.save()
    return whole


@transaction.atomic
def discard(whole: Import, *, actor: Person) -> None:
    """Throw a draft away of which nothing was added."""
    access.require(actor, Permission.LOG, whole.case)
    whole = Import.objects.select_for_update().get(pk=whole.pk)
    if whole.state not in (ImportState.READY, ImportState.REFUSED):
        raise NotNow("Only a list of which nothing was added can be thrown away.")
    whole.delete()


def sweep(*, now: datetime) -> None:
    """Let go of drafts that waited too long, and of the rows of lists added long ago."""
    old = Import.objects.filter(expires_at__lte=now).exclude(state__in=WORKING)
    old.filter(state__in=(ImportState.READY, ImportState.REFUSED)).delete()
    ImportPart.objects.filter(whole__in=old).delete()


def why_refused(whole: Import) -> str:
    """The sentence that says why a list could not be read."""
    return unseal(whole, whole.sealed, name="refused").decode()


def _give_up(whole: Import, *, now: datetime) -> None:
    if whole.state == ImportState.READING:
        _refuse(whole, GAVE_UP, now=now)
        return
    back = whole.state == ImportState.ADDING and not whole.added
    state = ImportState.READY if back else ImportState.ADDED
    _mine(whole).update(state=state, lease_until=None, attempts=0)


def _refuse(whole: Import, sentence: str, *, now: datetime) -> None:
    sealed = seal(whole, sentence.encode(), name="refused", now=now)
    _mine(whole).update(state=ImportState.REFUSED, sealed=sealed, lease_until=None, attempts=0)


def _mine(whole: Import) -> QuerySet[Import]:
    """The list while the lease it was claimed under still holds."""
    return Import.objects.filter(pk=whole.pk, state=whole.state, lease_until=whole.lease_until)
