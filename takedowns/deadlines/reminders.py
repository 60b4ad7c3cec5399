"""How far a clock has run, in words and as a share, and when to remind somebody of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from takedowns.deadlines.clocks import Clock, ClockBasis, Window
from takedowns.deadlines.spans import Calendar

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
SAID_IN_HOURS: Final = timedelta(hours=72)
OVER_IN_HOURS: Final = timedelta(hours=48)
LONGEST_WARNING: Final = timedelta(days=3)
ASK_AGAIN_AFTER: Final = (3, 10, 24, 54)
"""Days after the due moment at which we remind once more: gaps of 3, 7, 14 and 30 days."""
WINDOW_WARNINGS: Final = (7, 3, 1)
"""Days before a window opens at which we remind of what must be done by then."""


class FollowUpKind(StrEnum):
    BEFORE_DUE = "before_due"
    AT_DUE = "at_due"
    AFTER_DUE = "after_due"
    NUDGE = "nudge"
    WINDOW = "window"


@dataclass(frozen=True)
class FollowUpMoment:
    """A moment to remind the person, in UTC, before quiet hours are taken into account.

    `number` counts the reminders of one kind, from 1.
    """

    kind: FollowUpKind
    at: datetime
    number: int = 1


@dataclass(frozen=True)
class QuietHours:
    """When nobody is written to, on the reader's wall clock; it may run over midnight.

    Where both ends are the same there is no quiet hour.
    """

    begins: time = time(21)
    ends: time = time(8)

    def holds(self, clock_time: time) -> bool:
        """Whether this time of day is quiet."""
        if self.begins <= self.ends:
            return self.begins <= clock_time < self.ends
        return clock_time >= self.begins or clock_time < self.ends


USUAL_QUIET: Final = QuietHours()


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


def follow_up_moments(clock: Clock, *, last: bool = True) -> tuple[FollowUpMoment, ...]:
    """Reminders of one clock: before the due moment, at it, and after it with growing gaps.

    The first comes a quarter of the time before the due moment, 3 days at most. A day of ours has
    no warning before it. `last` is false for a stage that another stage of the rule follows: it
    has nothing after its due moment, because the next stage reminds.
    """
    due_at = clock.due_at
    if due_at is None:
        return ()
    later = tuple(due_at + timedelta(days=days) for days in ASK_AGAIN_AFTER) if last else ()
    if clock.basis is ClockBasis.OURS:
        return _numbered(FollowUpKind.NUDGE, (due_at, *later))
    warning = min((due_at - clock.started_at) / 4, LONGEST_WARNING)
    return (
        FollowUpMoment(FollowUpKind.BEFORE_DUE, due_at - warning),
        FollowUpMoment(FollowUpKind.AT_DUE, due_at),
        *_numbered(FollowUpKind.AFTER_DUE, later),
    )


def window_moments(window: Window) -> tuple[FollowUpMoment, ...]:
    """Reminders before a window opens: what must be done before it, be done by then."""
    moments = tuple(window.opens_at - timedelta(days=days) for days in WINDOW_WARNINGS)
    return _numbered(FollowUpKind.WINDOW, moments)


def outside_quiet_hours(
    moment: datetime, zone: str, quiet: QuietHours | None = USUAL_QUIET
) -> datetime:
    """The moment itself, or the next end of the quiet hours in the reader's zone; never earlier.

    None stands for a person who may be written to at any time.
    """
    local = Calendar(zone=zone).local(moment)
    if quiet is None or not quiet.holds(local.time()):
        return moment.astimezone(UTC)
    day = local.date() + DAY if quiet.ends <= local.time() else local.date()
    morning = datetime.combine(day, quiet.ends, local.tzinfo)
    if morning.astimezone(UTC) < moment:
        morning = morning.replace(fold=1)
    return morning.astimezone(UTC)


def _numbered(kind: FollowUpKind, moments: tuple[datetime, ...]) -> tuple[FollowUpMoment, ...]:
    return tuple(FollowUpMoment(kind, at, number) for number, at in enumerate(moments, start=1))


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
