"""Whoever opens a case leaves a trace; the app that keeps the traces hands in who writes them.

It hands in a dotted name, because it does so before any model can be imported.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, cast

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

    from accounts.models import Person
    from cases.models import Case

AGAIN = timedelta(hours=1)
"""Pages of one case within this time after the first are one opening."""
KEPT = "opened"


class Noter(Protocol):
    """Writes down that a person opened a case."""

    def __call__(self, case: Case, *, reader: Person, now: datetime) -> None: ...


_noters: list[str] = []


def set_noter(dotted: str) -> None:
    """Called once, at the start, by the app that keeps what was done. Names a Noter."""
    _noters[:] = [dotted]


def note(case: Case, *, reader: Person, session: SessionBase, now: datetime) -> None:
    """Have the opening written down, once an hour for each session and case."""
    opened: dict[str, float] = session.get(KEPT, {})
    last = opened.get(str(case.pk))
    if last is not None and 0 <= now.timestamp() - last < AGAIN.total_seconds():
        return
    for dotted in _noters:
        cast(Noter, import_string(dotted))(case, reader=reader, now=now)
    session[KEPT] = {**opened, str(case.pk): now.timestamp()}
