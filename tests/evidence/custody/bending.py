"""How to bend a row past the triggers, and what is found then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction

from cases.models import Case
from tests.custody_triggers import lifted
from tests.factories import NOON

Bend = tuple[models.Model, str, Any]
"""A row, a column of it, and what is to stand there."""


class Undone(Exception):
    """Ends a savepoint."""


@contextmanager
def past_the_triggers() -> Iterator[None]:
    """The triggers are away, and foreign keys are checked at once."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with lifted():
        yield


def findings_after(
    change: Callable[[], object], findings: Callable[[], list[str]]
) -> list[str] | None:
    """The findings after a change that is taken back; None where the database refuses it."""
    found: list[str] | None = None
    try:
        with transaction.atomic():
            change()
            found = findings()
            raise Undone
    except IntegrityError:
        return None
    except Undone:
        return found


def bends_of(row: models.Model, *, without: frozenset[str]) -> Iterator[Bend]:
    """Each column with a bit flipped at its beginning, in its middle and at its end."""
    for column in columns_of(type(row), without=without):
        told = getattr(row, column)
        if told is None:
            yield row, column, filled(type(row), column)
        elif told != "":
            yield from ((row, column, flipped(told, place)) for place in range(3))


def filled(model: type[models.Model], column: str) -> Any:
    """Something where nothing stood."""
    field = model._meta.get_field(column)
    if isinstance(field, models.DateTimeField):
        return NOON
    if isinstance(field, models.IntegerField):
        return 1
    target = field.related_model._meta.pk if isinstance(field, models.ForeignKey) else field
    return UUID(int=1) if isinstance(target, models.UUIDField) else Case.objects.get().pk


def flipped(value: Any, place: int) -> Any:
    """The value with one bit flipped, at its beginning (0), its middle (1) or its end (2)."""
    if value is None:
        return None
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value ^ (1, 2, 4)[place]
    if isinstance(value, datetime):
        return value + timedelta(microseconds=(1, 1 << 20, 1 << 40)[place])
    if isinstance(value, UUID):
        return UUID(int=value.int ^ (1 << (0, 64, 127)[place]))
    if isinstance(value, dict):
        return {**value, "bent": str(place)}
    if isinstance(value, str):
        at = (0, len(value) // 2, len(value) - 1)[place]
        return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
    raw = bytearray(bytes(value))
    raw[(0, len(raw) // 2, len(raw) - 1)[place]] ^= 1
    return bytes(raw)


def columns_of(model: type[models.Model], *, without: frozenset[str]) -> list[str]:
    """The columns a bit is flipped in."""
    return [f.attname for f in model._meta.concrete_fields if f.attname not in without]
