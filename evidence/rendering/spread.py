"""How it spread: time across, places down; across in percent of the width, down in pixels.

Up to MOST_ROWS places have a line each, those found through another under it. More are drawn by
platform: how many places were known there at each moment.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from evidence.rendering.words import capital, count, day, short_day

MOST_ROWS: Final = 16
LEFT: Final = 1.0
WIDE: Final = 98.0
ROW: Final = 40
LINE: Final = 24
TALL: Final = 26
STEP_ROW: Final = 60
FOOT: Final = 24
LEAST: Final = 0.8
SEAM: Final = 0.15
TICKS: Final = 4
NAME_SIGNS: Final = 24
ELSEWHERE: Final = "Other places"
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """One place: first seen, last seen there, whether it was gone at the last look, and its reach.

    `reached_from` is the number of the place it was found through.
    """

    number: int
    platform: str
    first: datetime
    last: datetime
    gone: bool
    views: int | None = None
    followers: int | None = None
    reached_from: int | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """Known there from `x` on for `width`; from then to the right not looked at, or gone."""

    x: float
    width: float
    end: float
    rest: float
    gone: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A number that holds from `x` on for `width`, as a height."""

    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line of the picture: its words at `text_y`, a bar at `y`, or steps that stand on `y`."""

    label: str
    note: str
    text_y: int
    y: int
    bar: Bar | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Pointer:
    """One place led to another: down at `x` from the line of the one to the line of the other."""

    x: float
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A day."""

    x: float
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Spread:
    """The whole picture, and the sentence that says what is seen."""

    title: str
    desc: str
    height: int
    foot: int
    rows: tuple[Drawn, ...]
    pointers: tuple[Pointer, ...]
    ticks: tuple[Tick, ...]
    by_place: bool


@dataclass(frozen=True, slots=True)
class Span:
    """The time that is shown, as a share of the width."""

    begin: datetime
    end: datetime

    @classmethod
    def of(cls, first: datetime, last: datetime) -> "Span":
        """From one moment to another; half a day longer where it is less than one."""
        begin, end = first.astimezone(UTC), last.astimezone(UTC)
        return cls(begin - ONE_DAY / 2 if end - begin < ONE_DAY else begin, end)

    def x(self, at: datetime) -> float:
        """Where a moment stands."""
        share = (at - self.begin) / (self.end - self.begin)
        return round(LEFT + WIDE * min(max(share, 0.0), 1.0), 2)


def spread_of(
    stays: Sequence[Stay], *, until: datetime, shown: Callable[[str], str] = str
) -> Spread | None:
    """The picture, or None where no place has a time. `until` is the right edge.

    `shown` makes a platform's name fit for the medium.
    """
    if not stays:
        return None
    ordered = sorted(stays, key=lambda stay: (stay.first, stay.number))
    span = _span(ordered, until=until)
    by_place = len(ordered) <= MOST_ROWS
    if by_place:
        rows, lines = _place_rows(_led(ordered), span=span, shown=shown)
    else:
        rows, lines = _platform_rows(ordered, span=span, shown=shown)
    rows += _reach_rows(ordered, span=span, top=_below(rows))
    return Spread(
        title="How it spread",
        desc=_said(ordered, end=span.end),
        height=_below(rows) + FOOT,
        foot=_below(rows) + 4,
        rows=tuple(rows),
        pointers=tuple(_pointers(ordered, lines=lines, span=span)),
        ticks=tuple(ticks(span)),
        by_place=by_place,
    )


def _span(stays: Sequence[Stay], *, until: datetime) -> Span:
    return Span.of(stays[0].first, max(until, *(stay.last for stay in stays)))


def _led(ordered: Sequence[Stay]) -> list[Stay]:
    """Each place under the one it was found through, in the order they were first seen."""
    numbers = {stay.number for stay in ordered}
    under: dict[int | None, list[Stay]] = {}
    for stay in ordered:
        parent = stay.reached_from if stay.reached_from in numbers else None
        under.setdefault(parent, []).append(stay)
    found: list[Stay] = []
    waiting = list(reversed(under.get(None, [])))
    while waiting:
        stay = waiting.pop()
        found.append(stay)
        waiting += reversed(under.get(stay.number, []))
    return found + [stay for stay in ordered if stay not in found]


def _place_rows(
    stays: Sequence[Stay], *, span: Span, shown: Callable[[str], str]
) -> tuple[list[Drawn], dict[int, int]]:
    rows: list[Drawn] = []
    for at, stay in enumerate(stays):
        through = f", through place {stay.reached_from}" if stay.reached_from else ""
        rows.append(
            Drawn(
                label=f"{stay.number}. {_short(shown(stay.platform))}",
                note=f"{short_day(stay.first)}{through}",
                text_y=at * ROW + 14,
                y=at * ROW + LINE,
                bar=_bar(stay, span=span),
            )
        )
    return rows, {stay.number: row.y + 4 for stay, row in zip(stays, rows, strict=True)}


def _bar(stay: Stay, *, span: Span) -> Bar:
    x = min(span.x(stay.first), LEFT + WIDE - LEAST)
    width = max(round(span.x(stay.last) - x, 2), LEAST)
    end = round(x + width, 2)
    return Bar(x=x, width=width, end=end, rest=round(LEFT + WIDE - end, 2), gone=stay.gone)


def _short(name: str) -> str:
    return name if len(name) <= NAME_SIGNS else name[: NAME_SIGNS - 1] + "…"


def _platform_rows(
    stays: Sequence[Stay], *, span: Span, shown: Callable[[str], str]
) -> tuple[list[Drawn], dict[int, int]]:
    groups: dict[str, list[Stay]] = {}
    for stay in stays:
        groups.setdefault(stay.platform, []).append(stay)
    if len(groups) > MOST_ROWS:
        largest = sorted(groups, key=lambda name: -len(groups[name]))[: MOST_ROWS - 1]
        kept = {name: group for name, group in groups.items() if name in largest}
        rest = [stay for stay in stays if stay.platform not in kept]
        groups = kept | {ELSEWHERE: rest}
    rows: list[Drawn] = []
    lines: dict[int, int] = {}
    for at, (name, group) in enumerate(groups.items()):
        changes = [(stay.first, 1) for stay in group]
        changes += [(stay.last, -1) for stay in group if stay.gone]
        note = count(len(group), "place", small=False)
        row = _stepped(_short(shown(name)), note, changes, top=at * STEP_ROW, span=span)
        rows.append(row)
        lines |= {stay.number: row.y for stay in group}
    return rows, lines


def _stepped(
    label: str, note: str, changes: Iterable[tuple[datetime, int]], *, top: int, span: Span
) -> Drawn:
    """A line whose height is a running sum, full height at its largest."""
    foot = top + LINE + TALL
    sums: list[tuple[float, int]] = []
    total = 0
    for moment, change in sorted(changes, key=lambda each: (each[0], -each[1])):
        total += change
        x = span.x(moment)
        if sums and sums[-1][0] == x:
            sums.pop()
        sums.append((x, total))
    most = max((number for _, number in sums), default=1) or 1
    return Drawn(
        label=label,
        note=note,
        text_y=top + 14,
        y=foot,
        steps=tuple(_steps(sums, most=most, foot=foot)),
    )


def _steps(sums: Sequence[tuple[float, int]], *, most: int, foot: int) -> Iterator[Step]:
    """Each sum from its x to the next; the lower of two reaches a hair under the higher.

    So no seam shows between them, and no height stands where it does not hold.
    """
    after = [*sums[1:], (LEFT + WIDE, 0)]
    before = [(LEFT, 0), *sums[:-1]]
    for (x, number), (edge, later), (_, earlier) in zip(sums, after, before, strict=True):
        if not number:
            continue
        begins = x - (SEAM if earlier > number else 0)
        ends = max(edge, x + LEAST / 2) + (SEAM if later > number else 0)
        yield Step(
            x=round(begins, 2),
            width=round(ends - begins, 2),
            y=round(foot - TALL * number / most, 1),
            height=round(TALL * number / most, 1),
        )


def _reach_rows(stays: Sequence[Stay], *, span: Span, top: int) -> list[Drawn]:
    """Views and followers, added up as they were noted."""
    rows: list[Drawn] = []
    told: tuple[tuple[str, list[tuple[datetime, int]]], ...] = (
        ("Views, added up", [(stay.first, stay.views) for stay in stays if stay.views]),
        ("Followers, added up", [(stay.first, stay.followers) for stay in stays if stay.followers]),
    )
    for label, changes in told:
        if changes:
            note = f"{sum(number for _, number in changes):,}"
            rows.append(_stepped(label, note, changes, top=top, span=span))
            top += STEP_ROW
    return rows


def _below(rows: Sequence[Drawn]) -> int:
    """Where the next line begins."""
    if not rows:
        return 0
    last = rows[-1]
    return last.y + 10 if last.steps else last.text_y - 14 + ROW


def _pointers(stays: Sequence[Stay], *, lines: dict[int, int], span: Span) -> Iterator[Pointer]:
    seen: set[tuple[int, int]] = set()
    for stay in stays:
        if stay.reached_from not in lines:
            continue
        ends = (lines[stay.reached_from], lines[stay.number])
        if ends[0] == ends[1] or ends in seen:
            continue
        seen.add(ends)
        yield Pointer(x=span.x(stay.first), top=ends[0], bottom=ends[1])


def ticks(span: Span) -> Iterator[Tick]:
    """A few days, evenly apart, at midnight UTC."""
    days = max((span.end - span.begin).days, 1)
    step = timedelta(days=max(1, -(-days // TICKS)))
    at = (span.begin + ONE_DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    while at < span.end:
        x = span.x(at)
        anchor = "start" if x < 6 else "end" if x > 94 else "middle"
        words = short_day(at) if days < 300 else f"{short_day(at)} {at.year}"
        yield Tick(x=x, text=words, anchor=anchor)
        at += step


def _said(stays: Sequence[Stay], *, end: datetime) -> str:
    platforms = len({stay.platform for stay in stays})
    gone = sum(stay.gone for stay in stays)
    led = sum(stay.reached_from is not None for stay in stays)
    said = (
        f"{capital(count(len(stays), 'place'))} on {count(platforms, 'platform')}, "
        f"{day(stays[0].first)} to {day(end)}; {count(gone, 'place')} gone at the last look."
    )
    return f"{said} {capital(count(led, 'place'))} found through another." if led else said
