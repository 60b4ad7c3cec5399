"""How far a clock has run, in words and as a share, and when to remind somebody of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from takedowns.deadlines.clocks import Clock
from takedowns.deadlines.spans import Calendar

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
SAID_IN_HOURS: Final = timedelta(hours=72)
OVER_IN_HOURS: Final = timedelta(hours=48)
LONGEST_WARNING: Final = timedelta(days=3)
QUIET_FROM: Final = time(22)
QUIET_UNTIL: Final = time(7)


class FollowUpKind(StrEnum):
    BEFORE_DUE = "before_due"
    AT_DUE = "at_due"


@dataclass(frozen=True)
class FollowUpMoment:
    """A moment to remind the person, in UTC, before quiet hours are taken into account."""

    kind: FollowUpKind
    at: datetime


def fraction_elapsed(clock: Clock, now: datetime) -> float | None:
    """The share of the time that has passed, from 0.0 to 1.0, or None where no clock runs."""
    if clock.due_at is None:
        return None
    share = (now - clock.started_at) / (clock.due_at - clock.started_at)
    return min(1.0, max(0.0, share))


def remaining_words(clock: Clock, now: datetime) -> str:
    """`19 hours left`, `due in 3 days`, `2 days over`; never more time than there is."""
    if clock.due_at is None:
        return "no set time"
    left = clock.due_at - now
    if left >= SAID_IN_HOURS:
        return f"due in {_times(left, DAY, 'day')}"
    if left >= HOUR:
        return f"{_times(left, HOUR, 'hour')} left"
    if left >= MINUTE:
        return f"{_times(left, MINUTE, 'minute')} left"
    return _over_words(-left)


def follow_up_moments(clock: Clock) -> tuple[FollowUpMoment, ...]:
    """One reminder a quarter of the time before the due moment (3 days at most), one at it."""
    if clock.due_at is None:
        return ()
    warning = min((clock.due_at - clock.started_at) / 4, LONGEST_WARNING)
    return (
        FollowUpMoment(FollowUpKind.BEFORE_DUE, clock.due_at - warning),
        FollowUpMoment(FollowUpKind.AT_DUE, clock.due_at),
    )


def outside_quiet_hours(moment: datetime, zone: str) -> datetime:
    """The moment itself, or 07:00 next in the reader's zone if it lies from 22:00 to 07:00."""
    local = Calendar(zone=zone).local(moment)
    clock_time = local.time()
    if QUIET_UNTIL <= clock_time < QUIET_FROM:
        return moment.astimezone(UTC)
    day = local.date() + DAY if clock_time >= QUIET_FROM else local.date()
    return datetime.combine(day, QUIET_UNTIL, local.tzinfo).astimezone(UTC)


def _over_words(over: timedelta) -> str:
    if over < MINUTE:
        return "due now"
    if over < HOUR:
        return f"{_times(over, MINUTE, 'minute')} over"
    if over < OVER_IN_HOURS:
        return f"{_times(over, HOUR, 'hour')} over"
    return f"{_times(over, DAY, 'day')} over"


def _times(length: timedelta, unit: timedelta, noun: str) -> str:
    number = length // unit
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
