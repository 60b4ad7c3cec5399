"""The clock of a notice: computed once when it is sent, kept as it was."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django_countries import countries

from takedowns.deadlines import (
    Calendar,
    Clock,
    ClockBasis,
    RuleRef,
    StartSeen,
    Window,
    clocks_for,
    fraction_elapsed,
    knows_country,
    platform_clock,
    remaining_words,
    suggest_nudge,
)
from takedowns.models import Notice
from takedowns.registry.schema import LegalBasis, Platform


@dataclass(frozen=True, slots=True)
class Face:
    """A clock as a page shows it. `fraction` is 0 to 1; `tone` is waiting, soon or late."""

    words: str
    fraction: float
    tone: str
    rule: str
    due_at: datetime
    why: str
    note: str
    ours: bool
    start_event: str
    arithmetic: str
    zone: str


def start_clock(
    *,
    basis: LegalBasis | None,
    platform: Platform,
    sent_at: datetime,
    zone: str,
    seen: StartSeen = StartSeen.SENT,
) -> list[Clock]:
    """Every moment of the rule, or the platform's own word, or a day of ours to ask again.

    A countdown of the law comes first; where the law gives no number the platform's own promise
    stands, and where nobody gave one, a day that is said to be ours.
    """
    calendar = calendar_of(platform, zone=zone)
    if basis is not None:
        clocks = list(clocks_for(basis, sent_at, calendar=calendar, seen=seen))
        return clocks if clocks[0].runs else [suggest_nudge(clocks[0])]
    promised = platform_clock(platform, sent_at, calendar=calendar)
    return [promised if promised.runs else suggest_nudge(promised)]


def calendar_of(platform: Platform, *, zone: str) -> Calendar:
    """Days off in the recipient's own country; weekends alone where one country is not known."""
    country = platform.country
    one = len(country) == 2 and country.isupper() and knows_country(country)
    return Calendar(zone=zone, country=country if one else None)


def freeze(clocks: list[Clock], *, lap: int = 0, window: Window | None = None) -> dict[str, Any]:
    """What the notice keeps: plain values, moments as ISO 8601.

    `lap` counts how often the clock was counted anew.
    """
    frozen: dict[str, Any] = {"stages": [_plain(clock) for clock in clocks], "lap": lap}
    if window is not None:
        moments = {"opens_at": window.opens_at, "closes_at": window.closes_at}
        frozen["window"] = asdict(window) | {name: at.isoformat() for name, at in moments.items()}
    return frozen


def lap_of(notice: Notice) -> int:
    """How often the clock of this letter was counted anew."""
    return int(notice.clock.get("lap", 0))


def window_of(notice: Notice) -> Window | None:
    """The time in which something may go back up after an objection, where one was noted."""
    kept = notice.clock.get("window")
    if kept is None:
        return None
    moments = {name: datetime.fromisoformat(kept[name]) for name in ("opens_at", "closes_at")}
    return Window(**{**kept, **moments})


def thaw(notice: Notice) -> list[Clock]:
    """The clocks as they were when the notice was sent."""
    return [_clock(stage) for stage in notice.clock.get("stages", [])]


def face(notice: Notice, *, now: datetime) -> Face | None:
    """The running clock of a sent notice, or None before it was sent and once it is answered."""
    stages = thaw(notice)
    if not stages or notice.due_at is None:
        return None
    clock = next((each for each in stages if each.due_at and each.due_at > now), stages[-1])
    share = fraction_elapsed(clock, now) or 0.0
    return Face(
        words=remaining_words(clock, now),
        fraction=share,
        tone=_tone(clock, now=now, share=share),
        rule=clock.rule.name,
        due_at=clock.due_at or notice.due_at,
        why=clock.why,
        note=clock.note,
        ours=clock.basis == ClockBasis.OURS,
        start_event=clock.start_event,
        arithmetic=clock.arithmetic,
        zone=clock.zone,
    )


@dataclass(frozen=True, slots=True)
class Stage:
    """One moment of a letter with all its reasons, as its own page shows it."""

    rule: str
    citation: str
    whose: str
    start_event: str
    started_at: datetime
    arithmetic: str
    zone: str
    days_off: str
    due_at: datetime | None
    note: str


WHOSE = {
    ClockBasis.LAW: "A time the rule gives",
    ClockBasis.PLATFORM: "What the platform itself says, not a rule",
    ClockBasis.OURS: "A day we suggest, not a rule",
}


def stages_of(notice: Notice) -> list[Stage]:
    """Every moment of a sent letter: rule, start, sum, zone and days off."""
    return [
        Stage(
            rule=clock.rule.name,
            citation=clock.rule.citation if clock.basis is ClockBasis.LAW else "",
            whose=WHOSE[clock.basis],
            start_event=clock.start_event,
            started_at=clock.started_at,
            arithmetic=clock.arithmetic,
            zone=clock.zone,
            days_off=_days_off(clock),
            due_at=clock.due_at,
            note=clock.note,
        )
        for clock in thaw(notice)
    ]


def _days_off(clock: Clock) -> str:
    if clock.duration.startswith("PT"):
        return "Hours run on, on weekends and holidays too."
    if clock.basis is not ClockBasis.LAW:
        return "These are days of the calendar; it may end on any day."
    if clock.country is None:
        return (
            "It does not end on a Saturday or a Sunday. We know no one country of theirs, so "
            "public holidays are not left out."
        )
    named = countries.name(clock.country) or clock.country
    return f"It does not end on a weekend or a public holiday of {named}."


def _tone(clock: Clock, *, now: datetime, share: float) -> str:
    if clock.due_at is not None and clock.due_at <= now:
        return "waiting" if clock.basis == ClockBasis.OURS else "late"
    return "soon" if share >= 0.6 else "waiting"


def _plain(clock: Clock) -> dict[str, Any]:
    values = asdict(clock)
    values["started_at"] = clock.started_at.isoformat()
    values["due_at"] = clock.due_at.isoformat() if clock.due_at else None
    values["basis"] = clock.basis.value
    return values


def _clock(stage: dict[str, Any]) -> Clock:
    due = stage["due_at"]
    moments = {
        "rule": RuleRef(**stage["rule"]),
        "basis": ClockBasis(stage["basis"]),
        "started_at": datetime.fromisoformat(stage["started_at"]),
        "due_at": datetime.fromisoformat(due) if due else None,
    }
    return Clock(**{**stage, **moments})
