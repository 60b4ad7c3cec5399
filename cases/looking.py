"""Whoever opens a case leaves a trace; the app that keeps the traces hands in who writes them.

Apps that let somebody outside in hand in who that is, so that the page of traces can name them
and offer the end of it. They hand in dotted names, because they do so before any model can be
imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, cast

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from uuid import UUID

    from django.contrib.sessions.backends.base import SessionBase

    from accounts.models import Person
    from cases.models import Case

AGAIN = timedelta(hours=1)
"""Pages of one case within this time after the first are one opening."""
KEPT = "opened"


class Noter(Protocol):
    """Writes down that a person opened a case."""

    def __call__(self, case: Case, *, reader: Person, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class LetIn:
    """Somebody outside who was let in, and for what: `item` is what traces of it name.

    While it is `running`, a POST to `end_at`, a route of the case and the item, ends it.
    """

    item: UUID
    name: str
    words: str
    running: bool
    end_at: str


class Teller(Protocol):
    """Tells whom an app let in, the newest first."""

    def __call__(self, case: Case, *, now: datetime) -> Sequence[LetIn]: ...


_noters: list[str] = []
_tellers: list[str] = []


def set_noter(dotted: str) -> None:
    """Called once, at the start, by the app that keeps what was done. Names a Noter."""
    _noters[:] = [dotted]


def add_teller(dotted: str) -> None:
    """Called at the start by each app that lets somebody outside in; names a Teller."""
    if dotted not in _tellers:
        _tellers.append(dotted)


def let_in(case: Case, *, now: datetime) -> list[LetIn]:
    """Everybody outside who was let in, app by app."""
    return [
        each for dotted in _tellers for each in cast(Teller, import_string(dotted))(case, now=now)
    ]


def note(case: Case, *, reader: Person, session: SessionBase, now: datetime) -> None:
    """Have the opening written down, once an hour for each session and case."""
    opened: dict[str, float] = session.get(KEPT, {})
    last = opened.get(str(case.pk))
    if last is not None and 0 <= now.timestamp() - last < AGAIN.total_seconds():
        return
    for dotted in _noters:
        cast(Noter, import_string(dotted))(case, reader=reader, now=now)
    session[KEPT] = {**opened, str(case.pk): now.timestamp()}
