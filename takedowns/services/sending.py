"""A letter went out: keep the proof, start the clock, set reminders."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.services.closure import require_open
from evidence.models import Exhibit
from takedowns.deadlines import Clock, ClockBasis, say_moment
from takedowns.errors import NotApproved
from takedowns.models import Delivery, Notice, NoticeState, Way
from takedowns.services import (
    clocks,
    holding,
    letter_facts,
    outcomes,
    outgoing,
    reminding,
    standing,
)

AHEAD = timedelta(minutes=10)
"""How far a clock on a phone may run before ours."""


class MomentNotPossible(DomainError):
    """A letter cannot have been sent in the future or before it was approved."""


@transaction.atomic
def mark_sent(
    notice: Notice,
    *,
    way: Way,
    sent_at: datetime,
    reference: str,
    proof: Exhibit | None,
    actor: Person,
    now: datetime,
) -> Notice:
    """Note that the approved text went out at `sent_at`; compute and freeze its clock.

    Raises NotApproved for a text nobody approved, MomentNotPossible for a moment that cannot be.
    """
    access.require(actor, Permission.RECORD_OUTCOME, notice.case)
    notice = standing.locked(notice)
    require_open(notice.case)
    check_moment(notice, sent_at=sent_at, now=now)
    holding.stop_queued(notice, why="It was sent another way.", now=now)
    delivery = Delivery(
        notice=notice, way=way, sent_at=sent_at, noted_at=now, noted_by=actor,
        reference=reference, proof=proof,
    )  # fmt: skip
    return went_out(notice, delivery=delivery, now=now)


def went_out(notice: Notice, *, delivery: Delivery, now: datetime) -> Notice:
    """The one rule for every way out, on a locked letter: keep the delivery, start the clock.

    The caller has checked that it could go, and holds a transaction.
    """
    delivery.save(force_insert=True)
    actor, sent_at = delivery.noted_by, delivery.sent_at
    stages = clocks.start_clock(
        basis=letter_facts.binding_rule(notice),
        platform=letter_facts.platform_of(notice),
        sent_at=sent_at,
        zone=actor.zone,
    )
    notice.state, notice.sent_at = NoticeState.SENT, sent_at
    notice.clock, notice.due_at = clocks.freeze(stages), stages[0].due_at
    notice.save()
    reminding.plan(notice, stages=stages, zone=actor.zone, now=now)
    _tell(notice, clock=stages[0], actor=actor, now=now)
    outcomes.close_earlier(notice, actor=actor, now=now)
    return notice


def check_moment(notice: Notice, *, sent_at: datetime, now: datetime) -> None:
    """Raise NotApproved or MomentNotPossible, before a proof is kept."""
    if notice.state != NoticeState.APPROVED or notice.approved_at is None:
        raise NotApproved("Approve the exact text first. Then it can be marked as sent.")
    if not notice.approved_at - AHEAD <= sent_at <= now + AHEAD:
        raise MomentNotPossible(
            "This moment lies in the future or before the text was approved. Check date and time."
        )
    outgoing.require_standing(notice, at=sent_at)


def _tell(notice: Notice, *, clock: Clock, actor: Person, now: datetime) -> None:
    timeline.record(
        notice.case, "notice.sent", actor=actor, now=now,
        number=notice.number, recipient=notice.recipient,
    )  # fmt: skip
    if clock.due_at is None:
        return
    kind = "notice.no_clock" if clock.basis == ClockBasis.OURS else "notice.clock"
    timeline.record(
        notice.case, kind, actor=None, now=now,
        rule=clock.rule.name, due=say_moment(clock.due_at, calendar=clock.calendar),
    )  # fmt: skip
