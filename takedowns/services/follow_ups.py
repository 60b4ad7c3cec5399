"""Reminders: rows of the database that a sweep shows. The queue only rings the doorbell.

Showing is one transaction: the reminder stands on the page, the letter is marked as over its time,
and one mail is owed to each reader who chose so (`reminder_mails`). A crash leaves all or nothing.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case, State
from takedowns.models import Cause, FollowUp, FollowUpKind, FollowUpState, Notice, NoticeState
from takedowns.services import climbing, reminder_mails

log = logging.getLogger("redress.follow_ups")
BATCH = 500
OVER = {FollowUpKind.AT_DUE, FollowUpKind.AFTER_DUE}
STANDS = Q(notice__state=NoticeState.SENT) | Q(
    notice__state=NoticeState.DECIDED, kind=FollowUpKind.WINDOW
)
"""Letters that are still reminded of: unanswered ones, and of a put-back answered ones too."""


class DayNotPossible(DomainError):
    """A reminder can only be put off to a later moment."""


class NothingToPutOff(DomainError):
    """The reminder is not open any more."""


def due_ids(*, now: datetime) -> list[UUID]:
    """Reminders that are due, oldest first."""
    waiting = FollowUp.objects.filter(state=FollowUpState.DUE, due_at__lte=now)
    return list(waiting.order_by("due_at").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def remind(follow_up_id: UUID, *, now: datetime) -> bool:
    """Show one reminder and owe its mails. A second run changes nothing.

    Returns whether this call showed it; one that a later reminder of the same letter has
    overtaken is not shown any more.
    """
    row = _locked(follow_up_id)
    if row is None or row.state != FollowUpState.DUE or row.due_at > now:
        return False
    if not _stands(row):
        return _cancel(row, now=now)
    _mark_overdue(row, now=now)
    if (
        _others(row)
        .filter(state=FollowUpState.DUE, due_at__gt=row.due_at, due_at__lte=now)
        .exists()
    ):
        return _cancel(row, now=now)
    row.state, row.shown_at = FollowUpState.SHOWN, now
    row.save(update_fields=["state", "shown_at"])
    older = _others(row).filter(state=FollowUpState.SHOWN, due_at__lte=row.due_at)
    older.update(state=FollowUpState.CANCELLED, done_at=now)
    owed = reminder_mails.owe(row, now=now)
    log.info("reminder shown %s mails %d", row.notice.case.ref, owed)
    return True


@transaction.atomic
def finish(follow_up: FollowUp, *, actor: Person, now: datetime) -> None:
    """Done means gone from the list."""
    access.require(actor, Permission.RECORD_OUTCOME, follow_up.notice.case)
    FollowUp.objects.filter(pk=follow_up.pk).exclude(state=FollowUpState.CANCELLED).update(
        state=FollowUpState.DONE, done_at=now
    )


@transaction.atomic
def put_off(follow_up: FollowUp, *, until: datetime, actor: Person, now: datetime) -> None:
    """Gone from the list until then; then it comes back as if it were new.

    Raises DayNotPossible for a moment that is not later, NothingToPutOff for a closed one.
    """
    access.require(actor, Permission.RECORD_OUTCOME, follow_up.notice.case)
    row = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if row.state != FollowUpState.SHOWN:
        raise NothingToPutOff("This reminder is not open any more.")
    if until <= now:
        raise DayNotPossible("Choose a day that is still to come.")
    row.state, row.due_at, row.turn = FollowUpState.DUE, until, row.turn + 1
    row.save(update_fields=["state", "due_at", "turn"])


def in_case(case: Case, follow_up_id: UUID) -> FollowUp | None:
    """The reminder of this case, or None."""
    rows = FollowUp.objects.select_related("notice__case").filter(notice__case=case)
    return rows.filter(pk=follow_up_id).first()


def cases_followed_by(person: Person) -> QuerySet[Case]:
    """Open cases this person is reminded of: their own, and those in their hands, if they may
    see them now."""
    own = Q(client=person) | Q(advocate=person)
    return access.workable_by(person).filter(own, state=State.OPEN)


def open_for(person: Person) -> QuerySet[FollowUp]:
    """Reminders that have come and that nobody has finished, in the cases of this person."""
    return FollowUp.objects.open().filter(STANDS, notice__case__in=cases_followed_by(person))


def _locked(follow_up_id: UUID) -> FollowUp | None:
    """First the letter, as whoever notes an outcome does; the next sweep comes again."""
    letters = Notice.objects.held(wait=False).select_related("case__client", "case__advocate")
    notice = letters.filter(follow_ups=follow_up_id).first()
    if notice is None:
        return None
    row = FollowUp.objects.select_for_update(skip_locked=True).filter(pk=follow_up_id).first()
    if row is not None:
        row.notice = notice
    return row


def _stands(row: FollowUp) -> bool:
    """Whether anybody is still to be reminded: an open case, a letter without its answer."""
    if row.notice.case.state != State.OPEN:
        return False
    answered = row.notice.state == NoticeState.DECIDED and row.kind == FollowUpKind.WINDOW
    return row.notice.state == NoticeState.SENT or answered


def _others(row: FollowUp) -> QuerySet[FollowUp]:
    """Reminders of the same letter and concern; a put-back is another concern."""
    others = FollowUp.objects.filter(notice=row.notice_id).exclude(pk=row.pk)
    if row.kind == FollowUpKind.WINDOW:
        return others.filter(kind=FollowUpKind.WINDOW)
    return others.exclude(kind=FollowUpKind.WINDOW)


def _cancel(row: FollowUp, *, now: datetime) -> bool:
    row.state, row.done_at = FollowUpState.CANCELLED, now
    row.save(update_fields=["state", "done_at"])
    return False


def _mark_overdue(row: FollowUp, *, now: datetime) -> None:
    """With the end of a time, given or ours, the next rung's letter is drafted at once."""
    notice = row.notice
    if row.kind == FollowUpKind.NUDGE:
        climbing.draft_next(notice, cause=Cause.QUIET, now=now)
    if row.kind not in OVER or notice.overdue_at is not None:
        return
    Notice.objects.filter(pk=notice.pk).update(overdue_at=now)
    timeline.record(
        notice.case, "notice.overdue", actor=None, now=now,
        number=notice.number, recipient=notice.recipient,
    )  # fmt: skip
    climbing.draft_next(notice, cause=Cause.OVER, now=now)
