"""Changes every text of a dossier, and takes a person's names out of it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

WITHHELD: Final = "[withheld]"
LEAST_NAME: Final = 3
JOIN: Final = r"(?:[\s+_.,\-]|%20)*"

T = TypeVar("T")


def withholding(names: Iterable[str], *, instead: str = WITHHELD) -> Callable[[str], str]:
    """A function that puts `instead` for each of these names, as a whole word, in any case.

    The words of a name may be joined by a space, `+`, `_`, `-`, `.` or `%20`, as links join them.
    Names of fewer than three characters are left alone.
    """
    wanted = sorted({name.strip() for name in names}, key=lambda name: (-len(name), name))
    patterns = [_pattern(name) for name in wanted if len(name) >= LEAST_NAME]
    if not patterns:
        return str
    whole = re.compile("|".join(patterns), re.IGNORECASE)
    return lambda text: whole.sub(lambda _: instead, text)


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
