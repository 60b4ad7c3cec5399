"""What a mandate can be narrowed to, and what stops when one ends; higher apps hand both in.

They hand in dotted names, because they do so before any model can be imported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, cast

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from accounts.models import Person
    from cases.models import Case, Mandate

Named = tuple[str, str]
"""An id and its words."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Services, kinds of services and rules that a mandate of one case can be narrowed to."""

    platforms: tuple[Named, ...] = ()
    kinds: tuple[Named, ...] = ()
    rules: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """Ids a mandate is narrowed to. Empty: to nothing less than everything."""

    platforms: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


UNLIMITED = Limits()


class Stopper(Protocol):
    """Stops what waits under these mandates; called inside the transaction that ends them."""

    def __call__(self, ended: Sequence[Mandate], *, actor: Person, now: datetime) -> None: ...


_choosers: list[str] = []
_stoppers: list[str] = []


def set_chooser(dotted: str) -> None:
    """Called once, at the start, by the app that knows the services and the rules.

    Names a function from a case to Choices.
    """
    _choosers[:] = [dotted]


def add_stopper(dotted: str) -> None:
    """Called at the start by each app that lets things out under a mandate; names a Stopper."""
    if dotted not in _stoppers:
        _stoppers.append(dotted)


def choices(case: Case) -> Choices:
    """What a mandate of this case can be narrowed to."""
    if not _choosers:
        return Choices()
    return cast(Callable[["Case"], Choices], import_string(_choosers[0]))(case)


def stop(ended: Sequence[Mandate], *, actor: Person, now: datetime) -> None:
    """Stop what was approved under these mandates and has not gone out, or is still open."""
    for dotted in _stoppers:
        cast(Stopper, import_string(dotted))(ended, actor=actor, now=now)


def said(case: Case, limits: Limits) -> list[str]:
    """The limits in words, one sentence each; empty where there are none."""
    known = choices(case)
    places = _names(known.platforms, limits.platforms) + _names(known.kinds, limits.kinds)
    rules = _names(known.rules, limits.rules)
    lines = [f"Only for letters to: {', '.join(places)}."] if places else []
    return lines + ([f"Only under: {', '.join(rules)}."] if rules else [])


def _names(known: Sequence[Named], ids: Sequence[str]) -> list[str]:
    words = dict(known)
    return [words.get(each, each) for each in ids]
