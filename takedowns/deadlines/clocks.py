"""The clock a rule, a platform's own word or our own habit puts on a notice.

Everything here is a pure function of a rule, a moment and a calendar. A countdown runs only for a
rule in force that gives a number running from the person's own letter; every other rule answers
with `runs=False` and the sentence that says why. How each kind is counted: docs/clocks.md.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from takedowns.deadlines.spans import (
    Calendar,
    Span,
    UnreadableDuration,
    last_day,
    next_working_day,
    nth_working_day,
    parse_span,
    say_day,
    say_moment,
)
from takedowns.registry.schema import Deadline, LegalBasis, OtherDeadline, Platform, StartedBy

IN_UTC: Final = Calendar()
NUDGE_DAYS: Final = 7
EXTENSION: Final = "extension"
FROM_MEMORY: Final = "from memory"
WINDOW: Final = re.compile(r"P(\d{1,3})D/P(\d{1,3})D \(business days\)")


class NothingToExtend(ValueError):
    """An extension without a running clock, a rule that allows it, a reason, or in time."""


class ClockBasis(StrEnum):
    LAW = "law"
    PLATFORM = "platform"
    OURS = "ours"


class StartSeen(StrEnum):
    """How the starting moment is known: our sending, or the recipient's own confirmation."""

    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True)
class RuleRef:
    """The rule as it was when counted: an id from the registry, its name and its citation."""

    id: str
    name: str
    citation: str


@dataclass(frozen=True)
class Clock:
    """One due moment with its reasons.

    `due_at` and `started_at` are in UTC; `due_at` is None exactly where `runs` is False.
    `duration` is ISO 8601, empty where no number is known. `zone` is where days were counted.
    """

    rule: RuleRef
    basis: ClockBasis
    code: str
    start_event: str
    started_at: datetime
    zone: str
    why: str
    due_at: datetime | None = None
    runs: bool = False
    duration: str = ""
    arithmetic: str = ""
    country: str | None = None
    note: str = ""
    started_by: StartedBy = "receipt"

    @property
    def calendar(self) -> Calendar:
        return Calendar(zone=self.zone, country=self.country)


@dataclass(frozen=True)
class Window:
    """A stretch of time counted in working days, as a counter-notice opens one."""

    opens_at: datetime
    closes_at: datetime
    arithmetic: str
    why: str


@dataclass(frozen=True)
class Count:
    """A period added to a moment, and the sum as a person would write it."""

    due_at: datetime
    arithmetic: str


def count(moment: datetime, *, span: Span, calendar: Calendar, on_working_day: bool) -> Count:
    if span.hours:
        due_at = moment.astimezone(UTC) + timedelta(hours=span.hours)
        begin, end = (say_moment(at, calendar=calendar) for at in (moment, due_at))
        return Count(due_at, f"{begin} + {span.words} = {end}")
    first = calendar.local(moment).date()
    plain = last_day(first, span=span)
    final = next_working_day(plain, calendar=calendar) if on_working_day else plain
    steps = f"{say_day(first)} + {span.words} = {say_day(plain)}"
    if final != plain:
        steps += f", no working day, so {say_day(final)}"
    return Count(calendar.end_of(final), f"{steps}, end of the day {calendar.zone}")


def clocks_for(
    basis: LegalBasis,
    moment: datetime,
    *,
    calendar: Calendar = IN_UTC,
    seen: StartSeen = StartSeen.SENT,
) -> tuple[Clock, ...]:
    """The clock of a rule first, then each later moment derived from the same start."""
    first = clock_for(basis, moment, calendar=calendar, seen=seen)
    if not first.runs:
        return (first,)
    later = (
        _running(basis, stage, calendar=calendar, seen=seen, moment=moment)
        for stage in (_stage(other, basis=basis) for other in basis.other_deadlines)
        if stage is not None
    )
    return (first, *later)


def clock_for(
    basis: LegalBasis,
    moment: datetime,
    *,
    calendar: Calendar = IN_UTC,
    seen: StartSeen = StartSeen.SENT,
) -> Clock:
    obstacle = _why_not(basis, calendar.local(moment).date()) or _unconfirmed(basis, seen)
    if obstacle:
        return Clock(
            rule=_ref(basis),
            basis=ClockBasis.LAW,
            code=basis.deadline.code,
            start_event=basis.deadline.starts,
            started_at=moment.astimezone(UTC),
            zone=calendar.zone,
            country=calendar.country,
            duration=basis.deadline.iso8601 or "",
            why=obstacle,
            note="We suggest a day to ask again; that day is ours, not the law's.",
        )
    return _running(basis, basis.deadline, moment=moment, calendar=calendar, seen=seen)


def platform_clock(platform: Platform, moment: datetime, *, calendar: Calendar = IN_UTC) -> Clock:
    """What a platform itself states. Days are its calendar days and end on any day of the week."""
    stated = platform.stated_response
    silent = Clock(
        rule=RuleRef(platform.id, platform.name, stated.text),
        basis=ClockBasis.PLATFORM,
        code="stated",
        started_by="sending",
        start_event="our report to the platform",
        started_at=calendar.local(moment).astimezone(UTC),
        zone=calendar.zone,
        country=calendar.country,
        why=f"How long {platform.name} takes is unknown: {stated.text}. So no clock runs.",
    )
    if stated.iso8601 is None:
        return silent
    counted = count(
        moment, span=parse_span(stated.iso8601), calendar=calendar, on_working_day=False
    )
    return replace(
        silent,
        due_at=counted.due_at,
        runs=True,
        duration=stated.iso8601,
        arithmetic=counted.arithmetic,
        why=f"{platform.name} itself says: {stated.text}. It is not a legal limit. "
        f"{counted.arithmetic}.",
        note=_memory_note(stated.confidence),
    )


def restart(clock: Clock, received_at: datetime) -> Clock:
    """The same clock counted from the moment the recipient confirmed, by what is frozen in it.

    A clock that its rule starts by sending, and a day of ours, stay as they are.
    """
    if clock.basis is not ClockBasis.LAW or clock.started_by == "sending" or not clock.runs:
        return clock
    span = _whole(clock.duration)
    counted = count(received_at, span=span, calendar=clock.calendar, on_working_day=True)
    confirmed = _start_words(clock.started_by, StartSeen.RECEIVED)
    return replace(
        clock,
        started_at=received_at.astimezone(UTC),
        due_at=counted.due_at,
        arithmetic=counted.arithmetic,
        why=f"{clock.rule.name} ({clock.rule.citation}). {confirmed}: {counted.arithmetic}.",
    )


def suggest_nudge(clock: Clock, *, days: int = NUDGE_DAYS) -> Clock:
    """A day to ask again, counted from the same start; ours, and said to be ours."""
    counted = count(
        clock.started_at, span=Span(days=days), calendar=clock.calendar, on_working_day=False
    )
    return replace(
        clock,
        basis=ClockBasis.OURS,
        code="nudge",
        due_at=counted.due_at,
        runs=True,
        duration=f"P{days}D",
        arithmetic=counted.arithmetic,
        why=f"This day is our suggestion for asking again, not a limit in any law. "
        f"{counted.arithmetic}.",
        note="",
    )


def extend(clock: Clock, basis: LegalBasis, *, announced_at: datetime, reason: str) -> Clock:
    """The longer clock after an extension the rule allows, counted from the first start.

    Raises NothingToExtend where the rule knows none, the reason is empty or it came too late.
    """
    allowed = next((o for o in basis.other_deadlines if o.code == EXTENSION), None)
    if clock.code == EXTENSION:
        raise NothingToExtend(f"{basis.short_title} knows one extension, and it is used.")
    if clock.due_at is None or allowed is None or allowed.iso8601 is None:
        raise NothingToExtend(f"{basis.short_title} knows no extension of this clock.")
    if not reason.strip():
        raise NothingToExtend("An extension needs the reason the recipient gave.")
    if announced_at > clock.due_at:
        raise NothingToExtend("The extension was announced after the time had run out.")
    whole = _sum(parse_span(clock.duration), parse_span(allowed.iso8601))
    counted = count(clock.started_at, span=whole, calendar=clock.calendar, on_working_day=True)
    said = say_moment(announced_at, calendar=clock.calendar)
    return replace(
        clock,
        code=allowed.code,
        due_at=counted.due_at,
        duration=f"{clock.duration}+{allowed.iso8601}",
        arithmetic=counted.arithmetic,
        why=f"The recipient extended the time on {said} under {basis.short_title} "
        f"({allowed.ref}): {allowed.what}. {counted.arithmetic}.",
        note=f"Reason given: {reason.strip()}",
    )


def window_for(basis: LegalBasis, received_at: datetime, *, calendar: Calendar) -> Window | None:
    """The rule's window in working days after a day, or None where it has none.

    It opens when its first day begins: whatever must be done before it, be done by then.
    """
    for other in basis.other_deadlines:
        found = WINDOW.fullmatch(other.iso8601 or "")
        if found is None:
            continue
        start = calendar.local(received_at).date()
        opens, closes = (
            nth_working_day(start, number=int(n), calendar=calendar) for n in found.groups()
        )
        sums = (
            f"{say_day(start)} + {found[1]} working days = {say_day(opens)}; "
            f"+ {found[2]} = {say_day(closes)} {calendar.zone}"
        )
        why = f"{basis.short_title} ({other.ref}): {other.what}. {sums}."
        return Window(calendar.start_of(opens), calendar.end_of(closes), sums, why)
    return None


def _ref(basis: LegalBasis) -> RuleRef:
    return RuleRef(basis.id, basis.short_title, basis.citation)


def _why_not(basis: LegalBasis, day: date) -> str:
    """The sentence that says why no clock runs, or nothing where one does."""
    deadline = basis.deadline
    if basis.retired is not None:
        return f"{basis.short_title} is no longer in our list, so no clock runs."
    if basis.status != "in_force":
        return (
            f"We could not confirm that {basis.short_title} is in force: "
            f"{deadline.countdown_note}. So no clock runs."
        )
    if basis.in_force_since is not None and day < basis.in_force_since:
        began = say_day(basis.in_force_since)
        return f"{basis.short_title} applies from {began}, after this start. So no clock runs."
    if deadline.iso8601 is None:
        return f"{basis.short_title} gives no number: {deadline.text}. So no clock runs."
    if not basis.countdown_runs:
        return (
            f"{basis.short_title} names {parse_span(deadline.iso8601).words}, but not from "
            f"your letter: {deadline.countdown_note}. So no clock runs."
        )
    return ""


def _unconfirmed(basis: LegalBasis, seen: StartSeen) -> str:
    if basis.deadline.started_by != "confirmation" or seen is StartSeen.RECEIVED:
        return ""
    return (
        f"{basis.short_title} counts from the recipient's own confirmation, and none is noted. "
        "So no clock runs yet."
    )


def _start_words(started_by: StartedBy, seen: StartSeen) -> str:
    if started_by == "sending":
        return "The rule counts from sending"
    if seen is StartSeen.RECEIVED:
        return "We count from the recipient's own confirmation"
    return (
        "The rule counts from receipt; we count from when it was sent, "
        "because that is what we can see"
    )


def _running(
    basis: LegalBasis,
    stage: Deadline,
    *,
    moment: datetime,
    calendar: Calendar,
    seen: StartSeen,
) -> Clock:
    if stage.iso8601 is None:
        raise UnreadableDuration(f"{basis.id} has no number to count.")
    span = parse_span(stage.iso8601)
    counted = count(moment, span=span, calendar=calendar, on_working_day=True)
    started = _start_words(basis.deadline.started_by, seen)
    return Clock(
        rule=_ref(basis),
        basis=ClockBasis.LAW,
        code=stage.code,
        start_event=stage.starts,
        started_at=moment.astimezone(UTC),
        zone=calendar.zone,
        country=calendar.country,
        due_at=counted.due_at,
        runs=True,
        duration=stage.iso8601,
        arithmetic=counted.arithmetic,
        why=f"{basis.short_title} ({basis.citation}): {stage.text}. {started}: "
        f"{counted.arithmetic}.",
        note=_memory_note(stage.confidence),
        started_by=basis.deadline.started_by,
    )


def _stage(other: OtherDeadline, *, basis: LegalBasis) -> Deadline | None:
    """A later moment of the same rule, counted from the same start as its first."""
    if other.code != "derived":
        return None
    return replace(
        basis.deadline,
        code=other.code,
        iso8601=other.iso8601,
        text=other.what,
        confidence=other.confidence,
    )


def _memory_note(confidence: str) -> str:
    return "Nobody has checked this time against a source yet." if confidence == FROM_MEMORY else ""


def _whole(duration: str) -> Span:
    """A clock's duration; that of an extended one is two periods, written P1M+P2M."""
    parts = [parse_span(part) for part in duration.split("+")]
    return parts[0] if len(parts) == 1 else _sum(*parts)


def _sum(first: Span, second: Span) -> Span:
    if first.hours or second.hours:
        raise NothingToExtend("Hours and days are not added up.")
    return Span(days=first.days + second.days, months=first.months + second.months)
