"""Letters on one axis of time: from sent to due to outcome. Across in percent, down in pixels."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from evidence.rendering.spread import LEAST, LEFT, WIDE, Span, Tick, ticks
from evidence.rendering.tongues import SHAPED
from evidence.rendering.words import capital, count, day, short_day

MOST_ROWS: Final = 20
"""On one page; more letters are drawn as more pictures with the same axis."""
ROW: Final = 40
BAR: Final = 24
FOOT: Final = 24
SIGNS: Final = 40


@dataclass(frozen=True, slots=True)
class Sent:
    """One letter. `ended`: when the last of its places got an outcome, None while one is open."""

    label: str
    recipient: str
    sent: datetime
    due: datetime | None
    answers: tuple[datetime, ...]
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One letter as drawn: a bar from `x` for `width`, thin where nothing came of it yet."""

    label: str
    note: str
    text_y: int
    y: int
    x: float
    width: float
    ended: bool
    due: float | None
    answers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LetterTimes:
    """One picture, and the sentence that says what is seen."""

    number: int
    title: str
    desc: str
    height: int
    foot: int
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]


def letter_times(
    letters: Sequence[Sent], *, until: datetime, shown: Callable[[str], str] = str
) -> tuple[LetterTimes, ...]:
    """As many pictures as it takes, in order of sending; none where no letter was sent.

    `until` is when it is drawn, `shown` makes a name fit for the medium.
    """
    if not letters:
        return ()
    ordered = sorted(letters, key=lambda letter: (letter.sent, letter.label))
    ends = [moment for letter in ordered for moment in (letter.due, letter.ended) if moment]
    span = Span.of(ordered[0].sent, max([until, *ends]))
    pages = [ordered[at : at + MOST_ROWS] for at in range(0, len(ordered), MOST_ROWS)]
    return tuple(
        _picture(number, page, span=span, until=until, shown=shown)
        for number, page in enumerate(pages, 1)
    )


def _picture(
    number: int,
    letters: Sequence[Sent],
    *,
    span: Span,
    until: datetime,
    shown: Callable[[str], str],
) -> LetterTimes:
    foot = len(letters) * ROW + 4
    return LetterTimes(
        number=number,
        title=_named(letters),
        desc=_said(letters, until=until),
        height=foot + FOOT - 4,
        foot=foot,
        lines=tuple(_lines(letters, span=span, until=until, shown=shown)),
        ticks=tuple(ticks(span)),
    )


def _lines(
    letters: Sequence[Sent], *, span: Span, until: datetime, shown: Callable[[str], str]
) -> Iterator[Line]:
    for at, letter in enumerate(letters):
        x = min(span.x(letter.sent), LEFT + WIDE - LEAST)
        end = span.x(letter.ended or max(until, letter.sent))
        recipient = shown(letter.recipient)
        yield Line(
            label=letter.label,
            note=f"{_short(recipient)}{short_day(letter.sent)}",
            text_y=at * ROW + 14,
            y=at * ROW + BAR,
            x=x,
            width=max(round(end - x, 2), LEAST),
            ended=letter.ended is not None,
            due=span.x(letter.due) if letter.due else None,
            answers=tuple(span.x(moment) for moment in letter.answers),
        )


def _short(name: str) -> str:
    """The name and a comma; nothing where a picture cannot write it, the table has it."""
    if SHAPED.search(name):
        return ""
    return f"{name if len(name) <= SIGNS else name[: SIGNS - 1] + '…'}, "


def _named(letters: Sequence[Sent]) -> str:
    first, last = letters[0].label, letters[-1].label
    return f"Letter {first} over time" if first == last else f"Letters {first} to {last} over time"


def _said(letters: Sequence[Sent], *, until: datetime) -> str:
    ended = [letter for letter in letters if letter.ended]
    late = [letter for letter in letters if letter.due and (letter.ended or until) > letter.due]
    said = f"{capital(count(len(letters), 'letter'))}, the first sent on {day(letters[0].sent)}. "
    said += f"An outcome is noted for every place of {count(len(ended), 'letter')}."
    if late:
        said += f" The due moment passed before that for {count(len(late), 'letter')}."
    return said
