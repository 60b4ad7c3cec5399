"""The recipient said something about its time: count anew, and keep the clock as it was.

What is counted is the rule as it was when the letter was approved, whatever the registry says now.
"""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.services.closure import require_open
from takedowns.deadlines import (
    Calendar,
    Clock,
    ClockBasis,
    NothingToExtend,
    StartSeen,
    Window,
    extend,
    knows_country,
    restart,
    say_moment,
    window_for,
)
from takedowns.models import ClockChange, ClockChangeKind, Notice, NoticeState
from takedowns.registry.schema import LegalBasis
from takedowns.services import clocks, letter_facts, reminding

AHEAD = timedelta(minutes=10)
"""How far a clock on a phone may run before ours."""
EXTENSION, WINDOW = "extension", "window"


class ClockStays(DomainError):
    """The time cannot be counted anew from what was said."""


@transaction.atomic
def confirm_receipt(
    notice: Notice, *, received_at: datetime, actor: Person, now: datetime
) -> Notice:
    """They said when they got the letter; a rule that counts from receipt is counted from there.

    An extension that was noted before is kept. Raises ClockStays for a moment that cannot be.
    """
    notice = _locked(notice, actor=actor, states={NoticeState.SENT})
    _check(notice, told_at=received_at, now=now)
    stages = [restart(each, received_at) for each in clocks.thaw(notice)]
    if _begins_with_confirmation(notice):
        stages = _first_count(notice, received_at=received_at, zone=stages[0].zone)
    notice.received_at = received_at
    _recount(
        notice, stages=stages, kind=ClockChangeKind.RECEIVED, told_at=received_at, reason="",
        actor=actor, now=now,
    )  # fmt: skip
    _tell(notice, "notice.received", stages[0], told_at=received_at, actor=actor, now=now)
    return notice


@transaction.atomic
def extend_clock(
    notice: Notice, *, announced_at: datetime, reason: str, actor: Person, now: datetime
) -> Notice:
    """They said that they need longer; the rule says by how much.

    Raises ClockStays where the rule knows no longer time, or not in this case.
    """
    notice = _locked(notice, actor=actor, states={NoticeState.SENT})
    _check(notice, told_at=announced_at, now=now)
    rule, (first, *rest) = letter_facts.rule_as_it_was(notice), clocks.thaw(notice)
    if rule is None or first.basis is not ClockBasis.LAW:
        raise ClockStays("No rule gives them a time here, so no rule can make it longer.")
    try:
        longer = extend(first, rule, announced_at=announced_at, reason=reason)
    except NothingToExtend as refusal:
        raise ClockStays(f"{refusal} Their time stays as it is.") from refusal
    _recount(
        notice, stages=[longer, *rest], kind=ClockChangeKind.LONGER, told_at=announced_at,
        reason=reason.strip(), actor=actor, now=now,
    )  # fmt: skip
    _tell(notice, "notice.longer", longer, told_at=announced_at, actor=actor, now=now)
    return notice


@transaction.atomic
def note_objection(
    notice: Notice, *, received_at: datetime, actor: Person, now: datetime
) -> Window:
    """Somebody objected to the letter (a counter-notice): from when it may go back up.

    Raises ClockStays where the rule knows no such window.
    """
    notice = _locked(notice, actor=actor, states={NoticeState.SENT, NoticeState.DECIDED})
    _check(notice, told_at=received_at, now=now)
    window = window_after(notice, received_at)
    if window is None:
        raise ClockStays("This rule knows no objection after which it may go back up.")
    stages, lap = clocks.thaw(notice), clocks.lap_of(notice) + 1
    _keep(
        notice, kind=ClockChangeKind.COUNTER, told_at=received_at, reason="",
        due_after=window.opens_at, actor=actor, now=now,
    )  # fmt: skip
    notice.clock = clocks.freeze(stages, lap=lap, window=window)
    notice.save(update_fields=["clock"])
    reminding.cancel(notice, now=now, window=True)
    reminding.plan_window(notice, window=window, now=now, lap=lap)
    timeline.record(
        notice.case, "notice.objected", actor=actor, now=now, number=notice.number,
        opens=say_moment(window.opens_at, calendar=calendar_of_law(notice)),
    )  # fmt: skip
    return window


def window_after(notice: Notice, received_at: datetime) -> Window | None:
    """From when it may go back up after an objection; None where the rule names no such days."""
    rule = letter_facts.rule_as_it_was(notice)
    return window_for(rule, received_at, calendar=calendar_of_law(notice)) if rule else None


def calendar_of_law(notice: Notice) -> Calendar:
    """Days off where the rule is the law, in the zone the letter's clock is counted in.

    Weekends alone where the law is not that of one country.
    """
    stages, rule = clocks.thaw(notice), letter_facts.basis_of(notice)
    code = rule.jurisdiction.code if rule else ""
    return Calendar(
        zone=stages[0].zone if stages else "UTC", country=code if knows_country(code) else None
    )


def can_be_longer(notice: Notice) -> bool:
    """Whether the rule knows a longer time and it has not been used."""
    rule, stages = letter_facts.rule_as_it_was(notice), clocks.thaw(notice)
    if rule is None or not stages or stages[0].basis is not ClockBasis.LAW:
        return False
    return stages[0].code != EXTENSION and _has(rule, EXTENSION)


def knows_objection(notice: Notice) -> bool:
    """Whether something may go back up after an objection under this rule."""
    rule = letter_facts.rule_as_it_was(notice)
    return rule is not None and _has(rule, WINDOW)


def changes_of(notice: Notice) -> list[ClockChange]:
    """What the recipient said about its time, oldest first."""
    return list(notice.clock_changes.select_related("noted_by").order_by("noted_at"))


def _has(rule: LegalBasis, code: str) -> bool:
    return any(other.code == code and other.iso8601 for other in rule.other_deadlines)


def _locked(notice: Notice, *, actor: Person, states: set[NoticeState]) -> Notice:
    access.require(actor, Permission.RECORD_OUTCOME, notice.case)
    notice = Notice.objects.held().get(pk=notice.pk)
    require_open(notice.case)
    if notice.state not in states or not clocks.thaw(notice):
        raise ClockStays("No time runs for this letter.")
    return notice


def _check(notice: Notice, *, told_at: datetime, now: datetime) -> None:
    sent_at = notice.sent_at
    if sent_at is None or not sent_at - AHEAD <= told_at <= now + AHEAD:
        raise ClockStays(
            "This moment lies in the future or before the letter was sent. Check date and time."
        )


def _begins_with_confirmation(notice: Notice) -> bool:
    rule = letter_facts.rule_as_it_was(notice)
    return rule is not None and rule.deadline.started_by == "confirmation"


def _first_count(notice: Notice, *, received_at: datetime, zone: str) -> list[Clock]:
    return clocks.start_clock(
        basis=letter_facts.rule_as_it_was(notice),
        platform=letter_facts.platform_of(notice),
        sent_at=received_at,
        zone=zone,
        seen=StartSeen.RECEIVED,
    )


def _recount(
    notice: Notice,
    *,
    stages: list[Clock],
    kind: ClockChangeKind,
    told_at: datetime,
    reason: str,
    actor: Person,
    now: datetime,
) -> None:
    due_at, lap = stages[0].due_at, clocks.lap_of(notice) + 1
    _keep(notice, kind=kind, told_at=told_at, reason=reason, due_after=due_at, actor=actor, now=now)
    notice.clock = clocks.freeze(stages, lap=lap, window=clocks.window_of(notice))
    notice.due_at = due_at
    if due_at is not None and due_at > now:
        notice.overdue_at = None
    notice.save(update_fields=["clock", "due_at", "overdue_at", "received_at"])
    reminding.cancel(notice, now=now)
    reminding.plan(notice, stages=stages, zone=stages[0].zone, now=now, lap=lap)


def _keep(
    notice: Notice,
    *,
    kind: ClockChangeKind,
    told_at: datetime,
    reason: str,
    due_after: datetime | None,
    actor: Person,
    now: datetime,
) -> None:
    ClockChange.objects.create(
        notice=notice, kind=kind, told_at=told_at, reason=reason, before=notice.clock,
        due_before=notice.due_at, due_after=due_after, noted_at=now, noted_by=actor,
    )  # fmt: skip


def _tell(
    notice: Notice, kind: str, clock: Clock, *, told_at: datetime, actor: Person, now: datetime
) -> None:
    due = say_moment(clock.due_at, calendar=clock.calendar) if clock.due_at else "no set time"
    timeline.record(
        notice.case, kind, actor=actor, now=now, number=notice.number,
        recipient=notice.recipient, told=say_moment(told_at, calendar=clock.calendar), due=due,
    )  # fmt: skip
