"""Where it went and how long it stayed: time across, platforms down, in millimetres."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from dossiers.rendering.content import Bar, Label, Spread
from dossiers.rendering.signs import cleaned
from dossiers.rendering.words import capital, count, day, short_day

WIDTH: Final = 146.0
LEFT: Final = 42.0
TOP: Final = 3.0
LANE: Final = 2.8
BAR: Final = 1.6
GAP: Final = 4.2
FOOT: Final = 7.0
MOST_LANES: Final = 12
LEAST_MARK: Final = 0.9
TICKS: Final = 5
NAME_SIGNS: Final = 24


@dataclass(frozen=True, slots=True)
class Stay:
    """One place: first seen, last seen there, and whether it was gone at the last look."""

    platform: str
    first: datetime
    last: datetime
    gone: bool


def spread_of(stays: Sequence[Stay], *, until: datetime) -> Spread | None:
    """The picture, or None where no place has a time. `until` is the right edge."""
    if not stays:
        return None
    begin = min(stay.first for stay in stays).astimezone(UTC)
    end = max(until, *(stay.last for stay in stays)).astimezone(UTC)
    if end - begin < timedelta(days=1):
        begin -= timedelta(hours=12)
    scale = (WIDTH - LEFT) / (end - begin).total_seconds()
    bars: list[Bar] = []
    names: list[Label] = []
    y = TOP
    for platform, lanes in _by_platform(stays):
        names.append(Label(x=0, y=round(y + 2.3, 2), text=_name(platform, len(lanes))))
        for stay in lanes[:MOST_LANES]:
            bars.append(_bar(stay, y=y, begin=begin, scale=scale))
            y += LANE
        y += GAP - LANE + 1.2
    height = round(y + FOOT, 2)
    ticks, rules = _ticks(begin, end, foot=height - 1.4)
    return Spread(
        title="Where it was seen, and for how long",
        desc=_said(stays, begin=min(stay.first for stay in stays), end=end),
        width=WIDTH,
        height=height,
        foot=round(height - FOOT + 1, 2),
        bars=tuple(bars),
        names=tuple(names),
        ticks=ticks,
        rules=rules,
    )


def _by_platform(stays: Sequence[Stay]) -> list[tuple[str, list[Stay]]]:
    lanes: dict[str, list[Stay]] = {}
    for stay in sorted(stays, key=lambda each: (each.first, each.platform)):
        lanes.setdefault(stay.platform, []).append(stay)
    return list(lanes.items())


def _name(platform: str, lanes: int) -> str:
    shown = cleaned(platform)
    short = shown if len(shown) <= NAME_SIGNS else shown[: NAME_SIGNS - 1] + "…"
    return f"{short}, {lanes}" if lanes > 1 else short


def _bar(stay: Stay, *, y: float, begin: datetime, scale: float) -> Bar:
    x = LEFT + (stay.first - begin).total_seconds() * scale
    known = max((stay.last - stay.first).total_seconds() * scale, LEAST_MARK)
    x = min(x, WIDTH - known)
    return Bar(
        x=round(x, 2),
        y=round(y, 2),
        mid=round(y + BAR / 2 - 0.12, 2),
        cap=round(y - 0.5, 2),
        known=round(known, 2),
        reach=round(WIDTH - x, 2),
        end=round(x + known - 0.5, 2),
        unknown=not stay.gone,
        gone=stay.gone,
    )


def _ticks(
    begin: datetime, end: datetime, *, foot: float
) -> tuple[tuple[Label, ...], tuple[float, ...]]:
    """At most five days, evenly apart, at midnight UTC."""
    days = max((end - begin).days, 1)
    step = max(1, -(-days // TICKS))
    first = (begin + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    span = (end - begin).total_seconds()
    labels, rules = [], []
    at = first
    while at < end:
        x = round(LEFT + (at - begin).total_seconds() / span * (WIDTH - LEFT), 2)
        rules.append(x)
        if x <= WIDTH - 5:
            labels.append(Label(x=x, y=round(foot, 2), text=short_day(at), end="middle"))
        at += timedelta(days=step)
    return tuple(labels), tuple(rules)


def _said(stays: Sequence[Stay], *, begin: datetime, end: datetime) -> str:
    platforms = len({stay.platform for stay in stays})
    gone = sum(stay.gone for stay in stays)
    return (
        f"{capital(count(len(stays), 'place'))} on {count(platforms, 'platform')}, "
        f"{day(begin)} to {day(end)}; {count(gone, 'place')} gone at the last look."
    )
