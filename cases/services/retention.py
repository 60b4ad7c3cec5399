"""How long a case is kept: dates, a hold, deletion with days of grace, and what remains.

Nothing is deleted by a date alone: the warning has to stand on the pages of the case for a while
first, and then the days of grace begin, in which anybody who may close the case can undo it.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import ProtectedError, QuerySet, RestrictedError

from accounts.models import Person
from cases import access, belongings, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Age, Case, Retention, Sells, State, Taker

GRACE = timedelta(days=30)
WARNING = timedelta(days=30)
"""The warning stands this long before the date, and before anything happens by it."""
MOST_ROUNDS = 20

log = logging.getLogger("redress.cases")


class RetentionRefused(DomainError):
    """It cannot be kept or deleted like this; the words say why."""


class StillBound(RuntimeError):
    """Rows of a case hold each other and none can go first; a model is missing a rule."""


@dataclass(frozen=True, slots=True)
class Dates:
    """When to ask whether it is still needed, and when to delete it; either may be open."""

    remind: date | None = None
    delete: date | None = None


def retention_of(case: Case) -> Retention:
    """The row of a case, or one that is not kept yet."""
    return Retention.objects.filter(case=case).first() or Retention(case=case)


@transaction.atomic
def set_dates(case: Case, *, dates: Dates, actor: Person, now: datetime) -> Retention:
    """Change both dates. Raises RetentionRefused where they are past or in the wrong order."""
    access.require(actor, Permission.CLOSE, case)
    locked, row = _locked(case)
    _check_dates(dates, now=now)
    row.remind_date, row.delete_date, row.warned_at = dates.remind, dates.delete, None
    row.save()
    timeline.record(locked, "retention.dates", actor=actor, now=now)
    return row


@transaction.atomic
def hold(case: Case, *, reason: str, actor: Person, now: datetime) -> Retention:
    """Nothing of it is deleted until the hold is lifted; days of grace that run are stopped."""
    access.require(actor, Permission.CLOSE, case)
    locked, row = _locked(case)
    if not reason:
        raise RetentionRefused("Write why it must be kept.")
    row.hold_reason, row.held_at = reason, now
    row.asked_at = row.asked_by = row.due_at = None
    row.save()
    timeline.record(locked, "retention.held", actor=actor, now=now)
    return row


@transaction.atomic
def lift(case: Case, *, actor: Person, now: datetime) -> Retention:
    """The hold is over; dates count again, from a new warning on."""
    access.require(actor, Permission.CLOSE, case)
    locked, row = _locked(case)
    if row.hold_reason:
        row.hold_reason, row.held_at, row.warned_at = "", None, None
        row.save()
        timeline.record(locked, "retention.lifted", actor=actor, now=now)
    return row


def may_delete(actor: Person, case: Case) -> bool:
    """The client of their own case; where the client has no account, whoever leads the team."""
    if not access.can(actor, Permission.CLOSE, case):
        return False
    if case.client_id is not None:
        return case.client_id == actor.pk
    return access.can(actor, Permission.TAKE, case)


@transaction.atomic
def ask_for_deletion(case: Case, *, actor: Person, now: datetime) -> Retention:
    """Close the case and begin the days of grace. Raises NotPermitted and RetentionRefused."""
    access.require(actor, Permission.CLOSE, case)
    locked, row = _locked(case)
    if not may_delete(actor, locked):
        raise RetentionRefused("Only the person themselves can have it deleted.")
    if row.hold_reason:
        raise RetentionRefused("It must be kept for now. The reason stands on this page.")
    if row.due_at is None:
        _begin(locked, row, actor=actor, now=now)
    return row


@transaction.atomic
def undo(case: Case, *, actor: Person, now: datetime) -> Retention:
    """Nothing is deleted after all; the case is open as before."""
    access.require(actor, Permission.CLOSE, case)
    locked, row = _locked(case)
    if row.due_at is not None and row.done_at is None:
        row.asked_at = row.asked_by = row.due_at = row.delete_date = row.warned_at = None
        row.save()
        locked.state, locked.closed_at = State.OPEN, None
        locked.save(update_fields=["state", "closed_at"])
        timeline.record(locked, "retention.undone", actor=actor, now=now)
    return row


def to_warn(*, now: datetime) -> QuerySet[Retention]:
    """Cases whose date comes near and whose pages do not say so yet."""
    rows = Retention.objects.filter(done_at=None, due_at=None, hold_reason="", warned_at=None)
    return rows.filter(delete_date__lte=(now + WARNING).date()).select_related("case")


def to_begin(*, now: datetime) -> QuerySet[Retention]:
    """Cases whose date has come, and whose warning stood for long enough."""
    rows = Retention.objects.filter(done_at=None, due_at=None, hold_reason="")
    return rows.filter(delete_date__lte=now.date(), warned_at__lte=now - WARNING)


def to_dispose(*, now: datetime) -> QuerySet[Retention]:
    """Cases whose days of grace are over."""
    return Retention.objects.filter(done_at=None, hold_reason="", due_at__lte=now)


@transaction.atomic
def warn(case: Case, *, now: datetime) -> None:
    """Let its pages say that the date comes near; said once."""
    locked, row = _locked(case)
    if row.warned_at is None:
        row.warned_at = now
        row.save(update_fields=["warned_at"])
        timeline.record(locked, "retention.warned", actor=None, now=now)


@transaction.atomic
def begin(case: Case, *, now: datetime) -> None:
    """Begin the days of grace because the date has come."""
    locked, row = _locked(case)
    if to_begin(now=now).filter(pk=row.pk).exists():
        _begin(locked, row, actor=None, now=now)


def dispose(case: Case, *, now: datetime) -> bool:
    """Delete a case whose days of grace are over; False where there is nothing to do any more.

    First its files can no longer be opened, then its rows go, and last the tombstone says so. A
    crash between leaves it due, and doing it again completes it.
    """
    if not to_dispose(now=now).filter(pk=case.pk).exists():
        return False
    belongings.end_files(case, now=now)
    return _remove_rows(case, now=now)


@transaction.atomic
def _remove_rows(case: Case, *, now: datetime) -> bool:
    locked, row = _locked(case)
    if row.done_at is not None or row.hold_reason:
        return False
    _delete(locked)
    _empty(locked)
    row.done_at, row.asked_by = now, None
    row.remind_date = row.delete_date = row.warned_at = None
    row.save()
    log.info("case %s deleted", locked.ref)
    return True


def _delete(case: Case) -> None:
    """All its rows but those that outlive it, in whatever order their keys allow."""
    left = [
        rows for model, rows in belongings.rows_of(case).items()
        if model.__name__ not in belongings.KEPT
    ]  # fmt: skip
    for _ in range(MOST_ROUNDS):
        left = [rows for rows in left if not _gone(rows)]
        if not left:
            return
    raise StillBound(", ".join(rows.model.__name__ for rows in left))


def _gone(rows: "QuerySet[object]") -> bool:  # type: ignore[type-var]  # rows of any model
    try:
        with transaction.atomic():
            rows.all().delete()
    except (ProtectedError, RestrictedError):
        return False
    return True


def _empty(case: Case) -> None:
    """What remains of the row says nothing of anybody."""
    Case.objects.filter(pk=case.pk).update(
        state=State.DISPOSED, client=None, client_name="", advocate=None, device_is_safe=None,
        happened=[], age=Age.UNANSWERED, country="", jurisdictions=[], taker=Taker.UNANSWERED,
        sells=Sells.UNANSWERED, facts="", police_reference="", intake_step="",
        passed_questions=[],
    )  # fmt: skip


def _begin(case: Case, row: Retention, *, actor: Person | None, now: datetime) -> None:
    row.asked_at, row.asked_by, row.due_at = now, actor, now + GRACE
    row.save()
    if case.state == State.OPEN:
        case.state, case.closed_at = State.CLOSED, now
        case.save(update_fields=["state", "closed_at"])
    timeline.record(case, "retention.begun", actor=actor, now=now)


def _locked(case: Case) -> tuple[Case, Retention]:
    locked = Case.objects.select_for_update().get(pk=case.pk)
    return locked, Retention.objects.filter(case=locked).first() or Retention(case=locked)


def _check_dates(dates: Dates, *, now: datetime) -> None:
    if dates.delete and dates.delete < (now + WARNING).date():
        raise RetentionRefused("Choose a day at least 30 days away, so that there is a warning.")
    if dates.remind and dates.remind <= now.date():
        raise RetentionRefused("Choose a day to come for the reminder.")
    if dates.remind and dates.delete and dates.remind > dates.delete:
        raise RetentionRefused("The reminder has to come before the day of deletion.")
