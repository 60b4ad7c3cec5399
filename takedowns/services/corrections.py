"""What an organisation found out about entries of the registry; no other organisation sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Organisation, Person
from cases import access
from cases.errors import DomainError, NotPermitted
from takedowns.models import Correction, Says
from takedowns.registry.entries import (
    Entry,
    covers,
    fields_of,
    is_from_memory,
    kind_of,
    label_of,
    stands,
)


class NoSuchField(DomainError):
    """The entry has no such field."""


class NothingToCheck(DomainError):
    """The field does not stand there from memory."""


class WithdrawnBefore(DomainError):
    """Somebody withdrew it already."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was read, and where. `text` is what is right; it may be empty for a confirmation."""

    field: str
    source: str
    read_date: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A row with its field in words. `outdated`: the entry has changed since it was written."""

    row: Correction
    label: str
    outdated: bool


@dataclass(frozen=True, slots=True)
class Notes:
    """All that stands about one entry, the newest first."""

    entry: Entry
    all: tuple[Note, ...] = ()

    @property
    def wrong(self) -> tuple[Note, ...]:
        """What somebody called wrong."""
        return tuple(note for note in self.all if note.row.says == Says.WRONG)

    @property
    def checked(self) -> tuple[Note, ...]:
        """What somebody compared with a source and found right."""
        return tuple(note for note in self.all if note.row.says == Says.CONFIRMED)

    def wrong_at(self, *paths: str) -> tuple[Note, ...]:
        """What is wrong with exactly these fields; an empty path is the entry as a whole."""
        return tuple(note for note in self.wrong if note.row.field in paths)

    def checked_at(self, path: str) -> Note | None:
        """The newest check that still holds for a field."""
        holding = (note for note in self.checked if not note.outdated)
        return next((note for note in holding if covers((note.row.field,), path)), None)


@dataclass(frozen=True, slots=True)
class Book:
    """Everything an organisation found out, read at once."""

    rows: tuple[Correction, ...] = ()

    def of(self, entry: Entry) -> Notes:
        """What stands about this entry."""
        mine = (row for row in self.rows if (row.entry_kind, row.entry) == _key(entry))
        return Notes(entry, tuple(_note(row, entry) for row in mine))


def _key(entry: Entry) -> tuple[str, str]:
    return kind_of(entry), entry.id


def _note(row: Correction, entry: Entry) -> Note:
    return Note(row, label_of(entry, row.field), outdated=row.stood != stands(entry, row.field))


def visible_to(person: Person) -> QuerySet[Correction]:
    """Rows of the teams in which this person works; every other does not exist for them."""
    return Correction.objects.filter(organisation__in=access.teams_of(person))


def book_of(organisations: Iterable[Organisation]) -> Book:
    """What these organisations found out and nobody withdrew, in one question."""
    rows = Correction.objects.standing().filter(organisation__in=list(organisations))
    return Book(tuple(rows.select_related("by").order_by("-at", "pk")))


@transaction.atomic
def keep(
    entry: Entry,
    *,
    organisation: Organisation,
    says: Says,
    found: Found,
    actor: Person,
    now: datetime,
) -> Correction:
    """Write down that a field is wrong, or that a field from memory was compared with a source."""
    _require(actor, organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if found.field not in {field.path for field in fields_of(entry)}:
        raise NoSuchField("This entry has no such field. Please choose one from the list.")
    if says == Says.CONFIRMED and not is_checkable(entry, found.field):
        raise NothingToCheck("That stands here from a source already.")

    return Correction.objects.create(
        organisation=organisation,
        entry_kind=kind_of(entry),
        entry=entry.id,
        field=found.field,
        says=says,
        stood=stands(entry, found.field),
        text=found.text,
        source=found.source,
        read_date=found.read_date,
        by=actor,
        at=now,
    )


def is_checkable(entry: Entry, path: str) -> bool:
    """Whether anything there stands from memory."""
    if path:
        return is_from_memory(entry, path)
    return any(field.memory for field in fields_of(entry))


@transaction.atomic
def withdraw(correction: Correction, *, actor: Person, now: datetime) -> Correction:
    """Take a row back. It stays in the database, and nobody is shown it any more."""
    _require(actor, correction.organisation)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if correction.withdrawn_at is not None:
        raise WithdrawnBefore("This was withdrawn already.")

    correction.withdrawn_at, correction.withdrawn_by = now, actor
    correction.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return correction


def _require(actor: Person, organisation: Organisation) -> None:
    if not access.teams_of(actor).filter(pk=organisation.pk).exists():
        raise NotPermitted("Only somebody who works in this team can do that.")
