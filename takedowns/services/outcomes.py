"""What came of each place, and when a letter is answered."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.services.closure import require_open
from evidence.services.observations import APART
from takedowns.models import (
    TO_AUTHORITIES,
    Cause,
    FollowUp,
    FollowUpState,
    Notice,
    NoticeItem,
    NoticeState,
    Outcome,
)
from takedowns.services import climbing, clocks, reminding


class NotSent(DomainError):
    """Only a letter that was sent has outcomes."""


@transaction.atomic
def record_outcomes(
    notice: Notice,
    *,
    items: Iterable[UUID],
    outcome: Outcome,
    note: str,
    actor: Person,
    now: datetime,
) -> int:
    """Set the outcome of these places; returns how many. The last one answers the letter.

    Setting PENDING again opens the letter again. What was removed is taken out of drafts that
    would ask for it; where the answers leave something, the next rung's letter is drafted.
    """
    access.require(actor, Permission.RECORD_OUTCOME, notice.case)
    notice = Notice.objects.held().get(pk=notice.pk)
    require_open(notice.case)
    if notice.state not in {NoticeState.SENT, NoticeState.DECIDED}:
        raise NotSent("Mark the letter as sent first. Then you can note what came of it.")
    chosen = list(notice.items.filter(pk__in=list(items)).select_related("sighting"))
    _note(notice, chosen, outcome=outcome, note=note, actor=actor, now=now)
    return len(chosen)


def close_earlier(notice: Notice, *, actor: Person, now: datetime) -> None:
    """A later letter went out: the one before it, if its time is over, had no answer in time.

    So a place waits in one letter only. A letter to an authority changes nothing of it. It asks
    for no permission: what went out went out, whoever may see the case by now.
    """
    if notice.earlier_id is None or notice.rung in TO_AUTHORITIES:
        return
    before = Notice.objects.held().get(pk=notice.earlier_id)
    if before.state != NoticeState.SENT:
        return
    if before.due_at is None or before.due_at > now:
        return
    places = notice.items.values("sighting")
    silent = before.items.filter(outcome=Outcome.PENDING, sighting__in=places)
    chosen = list(silent.select_related("sighting"))
    _note(before, chosen, outcome=Outcome.NO_RESPONSE, note="", actor=actor, now=now)


def _note(
    notice: Notice,
    chosen: list[NoticeItem],
    *,
    outcome: Outcome,
    note: str,
    actor: Person,
    now: datetime,
) -> None:
    """Keep it for these places of a locked letter; whoever calls has checked that it may be."""
    for item in chosen:
        item.outcome, item.outcome_note = outcome, note
        item.outcome_at, item.outcome_by = now, actor
        item.save()
        timeline.record(
            notice.case, "notice.outcome", actor=actor, now=now,
            place=item.sighting.number, outcome=outcome.label.lower(), number=notice.number,
        )  # fmt: skip
    if outcome == Outcome.REMOVED:
        climbing.let_go([item.sighting for item in chosen], case=notice.case, now=now)
    close_or_open(notice, actor=actor, now=now)


def close_or_open(notice: Notice, *, actor: Person | None, now: datetime) -> None:
    """A letter is answered with its last place, and open again when one is taken back."""
    pending = notice.items.filter(outcome=Outcome.PENDING).exists()
    if pending and notice.state == NoticeState.DECIDED:
        _reopen(notice, now=now)
    if pending or notice.state == NoticeState.DECIDED:
        return
    notice.state, notice.decided_at = NoticeState.DECIDED, now
    notice.save(update_fields=["state", "decided_at"])
    waiting = FollowUp.objects.filter(notice=notice).exclude(
        state__in=[FollowUpState.DONE, FollowUpState.CANCELLED]
    )
    waiting.update(state=FollowUpState.CANCELLED, done_at=now)
    timeline.record(
        notice.case, "notice.closed", actor=actor, now=now,
        number=notice.number, recipient=notice.recipient,
    )  # fmt: skip
    said = notice.items.exclude(outcome__in=[Outcome.REMOVED, Outcome.NO_RESPONSE])
    cause = Cause.ANSWERED if said.exists() else Cause.OVER
    climbing.draft_next(notice, cause=cause, now=now)


def _reopen(notice: Notice, *, now: datetime) -> None:
    """It waits again, and is reminded of again: what was cancelled with the answer comes anew."""
    stages, lap = clocks.thaw(notice), clocks.lap_of(notice) + 1
    notice.state, notice.decided_at = NoticeState.SENT, None
    notice.clock = {**notice.clock, "lap": lap}
    notice.save(update_fields=["state", "decided_at", "clock"])
    zone = stages[0].zone if stages else "UTC"
    reminding.plan(notice, stages=stages, zone=zone, now=now, lap=lap)


def items_of(notice: Notice) -> list[NoticeItem]:
    """The places of a letter in its order, with what they are.

    Each has `second_look_at`: from when on a second look makes it gone for good; None before it
    was seen gone.
    """
    then = ExpressionWrapper(F("gone_at") + APART, output_field=DateTimeField())
    rows = notice.items.select_related("sighting").annotate(second_look_at=then)
    return list(rows.order_by("position"))
