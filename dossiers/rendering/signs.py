"""Which characters go on paper: those a bundled font has. Any other is shown as `[U+202E]`."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, Final, TypeVar

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no types

FONTS: Final = (
    "atkinson-latin-normal", "atkinson-latin-ext-normal", "source-serif-latin-normal",
    "source-serif-latin-ext-normal", "source-serif-cyrillic-normal", "source-serif-greek-normal",
)  # fmt: skip
WITHHELD: Final = "[withheld]"
LEAST_NAME: Final = 3
NOT_SHOWN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
JOIN: Final = r"(?:[\s+_.,\-]|%20)*"

T = TypeVar("T")


class FontMissing(RuntimeError):
    """A bundled font is not where the static files are."""


@lru_cache(maxsize=1)
def printable() -> frozenset[str]:
    """Every character that a bundled font can draw and that is not a control."""
    points: set[int] = set()
    for name in FONTS:
        found = finders.find(f"vendor/fonts/{name}.woff2")
        if not isinstance(found, str):
            raise FontMissing(name)
        with TTFont(found, lazy=True) as font:
            points |= set(font.getBestCmap())
    signs = {chr(point) for point in points}
    return frozenset(s for s in signs if unicodedata.category(s) not in NOT_SHOWN)


def cleaned(text: str) -> str:
    """The text with line breaks kept, tabs as spaces, and what cannot be drawn named.

    Characters side by side that cannot be drawn share one pair of brackets.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    known = printable()
    if all(sign in known or sign == "\n" for sign in plain):
        return plain
    parts: list[str] = []
    unknown: list[str] = []
    for sign in plain:
        if sign in known or sign == "\n":
            parts.append(_named(unknown))
            parts.append(sign)
            unknown.clear()
        else:
            unknown.append(f"U+{ord(sign):04X}")
    return "".join([*parts, _named(unknown)])


def _named(unknown: list[str]) -> str:
    return f"[{' '.join(unknown)}]" if unknown else ""


def withholding(names: Iterable[str]) -> Callable[[str], str]:
    """A function that puts `[withheld]` for each of these names, as a whole word, in any case.

    The words of a name may be joined by a space, `+`, `_`, `-`, `.` or `%20`, as links join them.
    Names of fewer than three characters are left alone.
    """
    wanted = sorted({name.strip() for name in names}, key=lambda name: (-len(name), name))
    patterns = [_pattern(name) for name in wanted if len(name) >= LEAST_NAME]
    if not patterns:
        return str
    whole = re.compile("|".join(patterns), re.IGNORECASE)
    return lambda text: whole.sub(WITHHELD, text)


def _pattern(name: str) -> str:
    words = JOIN.join(re.escape(word) for word in re.split(r"[\s,]+", name) if word)
    return rf"(?<![^\W_]){words}(?![^\W_])"


def in_every_text(value: T, change: Callable[[str], str]) -> T:
    """The same frozen value with `change` made in every text of it, however deep."""
    return _changed(value, change)  # type: ignore[no-any-return]  # dataclasses.replace keeps T


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(each, change) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        inner = {f.name: _changed(getattr(value, f.name), change) for f in fields(value)}
        return replace(value, **inner)
    return value
