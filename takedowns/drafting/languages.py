"""How a letter writes days, moments and spans in its own language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

from takedowns.deadlines import NaiveMoment
from takedowns.deadlines.spans import Span
from takedowns.drafting.engine import LETTERS, NoLetter

ENGLISH: Final = "en"


@dataclass(frozen=True, kw_only=True)
class Language:
    """`checked`: somebody who grew up with the language has read its letters.

    `day` and `moment` are patterns; `counted` holds the words for one and for many of each unit.
    """

    code: str
    name: str
    checked: bool
    day: str
    moment: str
    months: tuple[str, ...]
    counted: Mapping[str, tuple[str, str]]

    def say_day(self, day: date) -> str:
        """22 November 2026, in this language."""
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def say_moment(self, moment: datetime) -> str:
        """A moment in UTC with the zone named: 22 November 2026, 14:05 UTC."""
        if moment.tzinfo is None:
            raise NaiveMoment(f"{moment.isoformat()} has no zone.")
        utc = moment.astimezone(UTC)
        return self.moment.format(day=self.say_day(utc.date()), time=f"{utc:%H:%M}")

    def say_span(self, span: Span) -> str:
        """48 hours, in this language; empty for no time at all."""
        for name, number in (("hours", span.hours), ("days", span.days), ("months", span.months)):
            if number:
                one, many = self.counted[name]
                return f"{number} {one if number == 1 else many}"
        return ""


@lru_cache(maxsize=16)
def language(code: str) -> Language:
    """The language by its code. Raises NoLetter where no letter is written in it."""
    path = LETTERS / "words" / f"{code}.toml"
    if not code.isalpha() or not path.is_file():
        raise NoLetter(f"No letter is written in {code!r}.")
    table = tomllib.loads(path.read_text("utf-8"))
    return Language(
        code=code,
        name=table["name"],
        checked=table["read_by_a_native_speaker"],
        day=table["day"],
        moment=table["moment"],
        months=tuple(table["months"]),
        counted={
            "hours": tuple(table["hours"]),
            "days": tuple(table["days"]),
            "months": tuple(table["months_long"]),
        },
    )


def languages_of(letter: str) -> tuple[Language, ...]:
    """The languages a letter is written in, English first."""
    codes = {path.stem for path in (LETTERS / letter).glob("*.txt")} if letter else set()
    return tuple(language(code) for code in sorted(codes, key=lambda code: (code != ENGLISH, code)))
