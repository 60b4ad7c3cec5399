"""Writing into rows whose texts are sealed: `update()` cannot do it."""

from typing import Any

from django.db.models import Model, QuerySet


def write(rows: QuerySet[Any], **fields: object) -> None:
    """Set these fields on each row and save them, as a form would."""
    for row in rows:
        _set(row, fields)


def _set(row: Model, fields: dict[str, object]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
