"""Our style sheets with every variable put in: WeasyPrint would look each up for every element."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

NAMED: Final = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
USED: Final = re.compile(r"var\((--[\w-]+)\)")
DEPTH: Final = 8


class UnknownVariable(ValueError):
    """A style sheet uses a variable that none of them names."""


def values_in(sheets: Iterable[str]) -> dict[str, str]:
    """What each variable stands for; of two that name one, the later counts."""
    return {name: value.strip() for css in sheets for name, value in NAMED.findall(css)}


def resolved(css: str, values: Mapping[str, str]) -> str:
    """The same style sheet without `var()`. Raises UnknownVariable."""

    def put(match: "re.Match[str]") -> str:
        if match[1] not in values:
            raise UnknownVariable(match[1])
        return values[match[1]]

    for _ in range(DEPTH):
        if "var(" not in css:
            return css
        css = USED.sub(put, css)
    raise UnknownVariable("a variable that stands for itself")
