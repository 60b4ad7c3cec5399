"""Every text of a case is sealed with its key, or stays clear for a reason that is written down."""

from collections.abc import Iterator

from django.db import models

from cases import belongings
from cases.models import SealedTextField
from tests.architecture.plain_columns import PLAIN

APPS = {"cases"}
TEXT = {"CharField", "TextField", "EmailField", "URLField", "SlugField", "JSONField"}


def texts() -> Iterator[tuple[str, "models.Field[object, object]"]]:
    """Columns of all models of a case that could hold words; a closed list holds none."""
    for model in belongings.paths():
        if model._meta.app_label not in APPS:
            continue
        for field in model._meta.concrete_fields:
            if field.get_internal_type() in TEXT and not field.choices:
                yield f"{model._meta.label}.{field.name}", field


def test_seals_every_text_or_says_why_not() -> None:
    clear = {name for name, field in texts() if not isinstance(field, SealedTextField)}

    assert clear - set(PLAIN) == set()


def test_names_no_column_that_is_not_clear() -> None:
    clear = {name for name, field in texts() if not isinstance(field, SealedTextField)}

    assert set(PLAIN) - clear == set()
    assert all(len(reason) > 8 for reason in PLAIN.values())


def test_sorts_no_rows_by_a_sealed_column() -> None:
    sealed = {name for name, field in texts() if isinstance(field, SealedTextField)}

    assert not [
        model
        for model in belongings.paths()
        for name in model._meta.ordering or ()
        if f"{model._meta.label}.{str(name).lstrip('-')}" in sealed
    ]
