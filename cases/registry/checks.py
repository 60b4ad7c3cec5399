"""What a text in a registry file must look like, and checks that every registry shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, Protocol

from cases.registry.toml_files import Check, Spot

Confidence = Literal["source-verified", "from memory"]

_DURATION = r"P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?"
_WINDOW = rf"{_DURATION}/P\d+D( \(business days\))?"
_HOST = r"\*|([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*"


def fits(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern, text) is not None


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_term(text: str) -> bool:
    return fits(_DURATION, text) or fits(_WINDOW, text) or _is_date(text)


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


Slug = Annotated[
    str,
    Check(lambda text: fits(r"[a-z0-9]+(-[a-z0-9]+)*", text), "small letters, digits and hyphens"),
]
Filled = Annotated[str, Check(lambda text: bool(text.strip()), "a text that is not empty")]
Duration = Annotated[
    str,
    Check(lambda text: fits(_DURATION, text), "an ISO 8601 duration such as PT48H, P30D or P1M"),
]
Term = Annotated[
    str, Check(_is_term, "an ISO 8601 duration, a window such as P10D/P14D, or a date")
]
Pattern = Annotated[str, Check(_is_pattern, "a regular expression that compiles")]
Host = Annotated[
    str, Check(lambda text: fits(_HOST, text), "a host in small letters, without scheme or path")
]
Address = Annotated[
    str,
    Check(lambda text: fits(r"https?://[^\s/]+\S*", text), "an address that begins with https://"),
]
Country = Annotated[
    str,
    Check(
        lambda text: fits(r"[A-Z]{2}(-[A-Z0-9]{1,3})?|GLOBAL|LATAM", text),
        "a country code such as GB or CA-BC, EU or GLOBAL",
    ),
]


class Sourced(Protocol):
    """An entry that says where it comes from and which of its fields nobody has checked."""

    @property
    def sources(self) -> Sequence[object]: ...
    @property
    def confidence(self) -> Confidence: ...
    @property
    def memory_fields(self) -> tuple[str, ...]: ...


def check_sourced(entry: Sourced, *, spot: Spot) -> None:
    """Complains of an entry that claims a source and names none, and of memory fields not there."""
    if not entry.sources and entry.confidence != "from memory":
        spot.key("sources").complain(
            "there is no source", write='name one, or write confidence = "from memory"'
        )
    for at, path in enumerate(entry.memory_fields):
        if not reaches(entry, path):
            spot.key("memory_fields").item(at).complain(
                f"{path!r} is not a field of this file", write="write it as in channels[1].value"
            )


def reaches(entry: object, path: str) -> bool:
    """True if the path, such as `escalation[1].url`, leads to a field that is there."""
    for step in re.findall(r"[^.\[\]]+", path):
        if isinstance(entry, tuple):
            if not step.isdecimal() or int(step) >= len(entry):
                return False
            entry = entry[int(step)]
        elif hasattr(entry, step):
            entry = getattr(entry, step)
        else:
            return False
    return True


def under_memory(path: str, *, memory_fields: tuple[str, ...]) -> bool:
    """True if `path`, or a field it lies in, is listed: `deadline` covers `deadline.iso8601`."""
    return any(
        path == known or path.startswith((f"{known}.", f"{known}[")) for known in memory_fields
    )
