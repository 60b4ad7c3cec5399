"""What kind of place an address names; the app that knows the platforms hands in how to tell."""

from collections.abc import Callable, Mapping
from typing import Protocol


class Place(Protocol):
    """What a recogniser says of an address."""

    @property
    def platform_id(self) -> str | None: ...
    @property
    def platform_name(self) -> str | None: ...
    @property
    def page_kind(self) -> str: ...
    @property
    def identifiers(self) -> Mapping[str, str]: ...


Recogniser = Callable[[str], Place]

_recogniser: list[Recogniser] = []


class NoRecogniser(RuntimeError):
    """No app has said how to recognise a place."""


def set_recogniser(recogniser: Recogniser) -> None:
    """Called once, at the start, by the app that knows the platforms."""
    _recogniser[:] = [recogniser]


def recognise(url: str) -> Place:
    """The place a normalised address names."""
    if not _recogniser:
        raise NoRecogniser("no app has registered a recogniser of places")
    return _recogniser[0](url)
