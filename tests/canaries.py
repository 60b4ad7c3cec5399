"""A word put into every text of a case, by which what is kept of it can be looked through."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Model

from cases import belongings
from cases.models import Case, SealedTextField

GUARDED = {"SealedFile", "Capture", "CoSignature"}
"""Rows the database lets nobody change, and the names of files."""


def put_everywhere(case: Case, word: str) -> None:
    """The word into every text anything may be typed into."""
    for model, rows in belongings.rows_of(case).items():
        if model.__name__ in belongings.KEPT | GUARDED:
            continue
        for row in rows.all():
            texts = list(_texts(model))
            for name in texts:
                setattr(row, name, word)
            if texts:
                row.save(update_fields=texts)
    own = Case.objects.get(pk=case.pk)
    own.client_name = own.facts = own.police_reference = word
    own.save()


def _texts(model: type[Model]) -> Iterator[str]:
    """Long, not unique, and no closed list."""
    for field in model._meta.concrete_fields:
        is_text = field.get_internal_type() in {"CharField", "TextField"}
        free = is_text and not field.choices and not field.unique
        if free and ((field.max_length or 99) >= 80 or isinstance(field, SealedTextField)):
            yield field.name


def raw_rows() -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """Every row of every table, as a dump of the database has it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # the database's own names
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield table, list(zip(names, row, strict=True))


def where_clear(word: str) -> set[tuple[str, str]]:
    """Tables and columns in whose raw values the word stands."""
    found = set()
    for table, row in raw_rows():
        for name, value in row:
            raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            if word.encode() in raw:
                found.add((table, name))
    return found
