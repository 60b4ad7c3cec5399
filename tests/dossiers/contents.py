"""A dossier's content with chosen words in every text of it, whatever parts content has."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count, cycle
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from PIL import Image

from dossiers.rendering.content import Content, Listed, Picture, Volume
from dossiers.rendering.declared import Draft
from dossiers.rendering.letter_times import LetterTimes, Sent, letter_times
from evidence.rendering.signs import cleaned
from evidence.rendering.spread import Spread, Stay, spread_of

DRAFTS: Final = ("bsa_63", "cpr_pd32", "fre_902_13", "fre_902_14", "plain")
START: Final = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)


def filled(words: Iterator[str], *, parts: int = 2) -> Content:
    """A content with the next of `words` in each text, and `parts` of whatever there are many."""
    made: Content = _Filling(words, parts).of(Content)
    return made


def value_of(kind: Any, words: Iterator[str], *, parts: int = 2) -> Any:
    """A value of another dataclass of texts, such as a small paper, filled alike."""
    return _Filling(words, parts).of(kind)


def texts_in(*, parts: int = 1) -> int:
    """How many texts such a content takes."""
    counted = count()
    filled((str(next(counted)) for _ in count()), parts=parts)
    return next(counted)


def pictures_of(content: Content) -> dict[int, bytes]:
    """A small picture for each that the content names."""
    out = BytesIO()
    Image.new("RGB", (40, 30), "#566264").save(out, "JPEG")
    named = [page.picture.number for page in content.exhibits if page.picture]
    return dict.fromkeys(named, out.getvalue())


class _Filling:
    def __init__(self, words: Iterator[str], parts: int) -> None:
        self.words, self.parts = words, parts
        self.kinds = cycle(["", "address", "digest", "lines"])
        self.drafts = cycle(DRAFTS)
        self.numbers = count(1)

    def of(self, kind: Any) -> Any:
        """A value of this type."""
        if kind is str:
            return next(self.words)
        if kind in (int, bool):
            return kind(self.parts)
        if kind is Spread:
            return self._spread()
        if kind is LetterTimes:
            return self._times()
        if get_origin(kind) in (Union, UnionType):
            return self.of(next(each for each in get_args(kind) if each is not NoneType))
        if get_origin(kind) is tuple:
            return tuple(self.of(get_args(kind)[0]) for _ in range(self.parts))
        return self._made(kind)

    def _made(self, kind: Any) -> Any:
        hints = get_type_hints(kind)
        values: dict[str, Any] = {}
        for each in fields(kind):
            ours = self._ours(kind, each.name)
            values[each.name] = self.of(hints[each.name]) if ours is None else ours
        return kind(**values)

    def _ours(self, kind: Any, name: str) -> Any:
        """What this program writes itself and no person types: languages, targets, kinds."""
        if name == "lang":
            return "en"
        if name == "anchor":
            opens = kind is Draft or kind.__name__.endswith("Page")
            return f"part-{next(self.numbers)}" if opens else "summary"
        if (kind is Volume and name in ("number", "of")) or (kind is Listed and name == "volume"):
            return "2"
        if kind is Draft and name == "kind":
            return next(self.drafts)
        if kind is Picture and name in ("number", "kind"):
            return next(self.numbers) if name == "number" else "full"
        return next(self.kinds) if name == "kind" else None

    def _spread(self) -> Spread | None:
        stays = [
            Stay(number, next(self.words), START, START + timedelta(number), gone=number % 2 == 0)
            for number in range(1, self.parts + 1)
        ]
        return spread_of(stays, until=START + timedelta(days=30), shown=cleaned)

    def _times(self) -> LetterTimes:
        letters = [
            Sent(f"N-{number}", next(self.words), START, START, (START,), None)
            for number in range(1, self.parts + 1)
        ]
        drawn = letter_times(letters, until=START + timedelta(days=30), shown=cleaned)[0]
        return replace(drawn, number=next(self.numbers))
