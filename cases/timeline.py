"""The one story of a case: rows written by acting, sentences made when read.

Owns the table. Each app registers its kinds with `cases.events` in `AppConfig.ready()`.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Person
from cases import events
from cases.errors import DomainError
from cases.models import Case, TimelineEvent


class UnknownEventKind(DomainError):
    """A kind was recorded that no app has registered."""


def record(
    case: Case, kind: str, *, actor: Person | None, now: datetime, **payload: str | int
) -> TimelineEvent:
    """Write one row. `payload` fills the sentence's blanks; a missing blank is refused here.

    `actor` None means that Redress did it by itself. Payloads hold numbers, names of things
    and states, never a link, a file name or a text that the person wrote.
    """
    known = events.registered().get(kind)
    if known is None:
        raise UnknownEventKind(f"no app has registered {kind!r}")
    known.sentence.format(who="", **payload)
    return TimelineEvent.objects.create(case=case, kind=kind, actor=actor, at=now, payload=payload)


@dataclass(frozen=True, slots=True)
class Line:
    """One event as a reader sees it."""

    at: datetime
    sentence: str
    kind: str


def lines(case: Case, *, reader: Person) -> list[Line]:
    """The whole story, oldest first, in sentences for this reader.

    The client does not see kinds that are for staff only; "You" is the reader.
    """
    return [_line(event, reader=reader) for event in _readable(case, reader=reader)]


def last_lines(case: Case, *, reader: Person, count: int) -> list[Line]:
    """The newest `count` events as `lines` tells them, oldest of them first."""
    newest = _readable(case, reader=reader).order_by("-at", "-pk")[:count]
    return [_line(event, reader=reader) for event in reversed(newest)]


def _readable(case: Case, *, reader: Person) -> QuerySet[TimelineEvent]:
    rows = case.timeline.select_related("actor").order_by("at", "pk")
    if case.client_id == reader.pk:
        hidden = [kind.code for kind in events.registered().values() if kind.staff_only]
        rows = rows.exclude(kind__in=hidden)
    return rows


def _line(event: TimelineEvent, *, reader: Person) -> Line:
    kind = events.registered()[event.kind]
    words = kind.sentence.format(who=_who(event, reader=reader), **event.payload)
    # A name may end in a dot of its own ("X Corp.").
    return Line(at=event.at, sentence=words.replace("..", "."), kind=event.kind)


def _who(event: TimelineEvent, *, reader: Person) -> str:
    if event.actor is None:
        return "Redress"
    return "You" if event.actor_id == reader.pk else event.actor.shown_name
