"""Which reminders a letter gets: rows made when its clock is counted, cancelled with it."""

from datetime import datetime

from takedowns.deadlines import Clock, FollowUpMoment, Window, follow_up_moments, window_moments
from takedowns.deadlines import FollowUpKind as MomentKind
from takedowns.deadlines import outside_quiet_hours as by_day
from takedowns.models import FollowUp, FollowUpKind, FollowUpState, Notice

KINDS = {kind: FollowUpKind[kind.name] for kind in MomentKind}
PASSED = {MomentKind.AT_DUE, MomentKind.NUDGE}
"""Kinds whose moment may lie in the past: the person is told at once."""


def plan(
    notice: Notice, *, stages: list[Clock], zone: str, now: datetime, lap: int = 0
) -> list[FollowUp]:
    """Reminders before, at and after each moment of the rule; what has passed is left out.

    A day of ours falls into the day, in `zone`. Called inside the transaction of a service.
    """
    rows = [
        _row(notice, moment, zone=zone, stage=stage, lap=lap)
        for stage, clock in enumerate(stages)
        for moment in follow_up_moments(clock, last=clock is stages[-1])
        if moment.at > now or (moment.kind in PASSED and moment.number == 1)
    ]
    return FollowUp.objects.bulk_create(rows)


def plan_window(notice: Notice, *, window: Window, now: datetime, lap: int) -> list[FollowUp]:
    """Reminders before something may go back up."""
    return FollowUp.objects.bulk_create(
        _row(notice, moment, zone="UTC", stage=0, lap=lap)
        for moment in window_moments(window)
        if moment.at > now
    )


def cancel(notice: Notice, *, now: datetime, window: bool = False) -> None:
    """Nothing more is said under the old clock, or under the old window."""
    waiting = FollowUp.objects.filter(notice=notice).waiting()
    of_window = waiting.filter(kind=FollowUpKind.WINDOW)
    ended = of_window if window else waiting.exclude(kind=FollowUpKind.WINDOW)
    ended.update(state=FollowUpState.CANCELLED, done_at=now)


def _row(notice: Notice, moment: FollowUpMoment, *, zone: str, stage: int, lap: int) -> FollowUp:
    at = by_day(moment.at, zone) if moment.kind is MomentKind.NUDGE else moment.at
    return FollowUp(
        notice=notice, kind=KINDS[moment.kind], number=moment.number, stage=stage, lap=lap,
        due_at=at,
    )  # fmt: skip
