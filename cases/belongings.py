"""Which tables hold what belongs to a case, found by following their keys: none can be forgotten.

The app that keeps files hands in what ends them, as it hands in who writes down an opening.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.apps import apps
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from cases.models import Case

KEPT = frozenset({"Case", "CustodyEvent", "ChainHead", "CaseKey", "Retention"})
"""What outlives a case: its empty row, custody with ids and digests only, and that it ended."""


class Ender(Protocol):
    """Makes the files of a case unreadable for ever; doing it twice is doing it once."""

    def __call__(self, case: Case, *, now: datetime) -> None: ...


_enders: list[str] = []


def set_ender(dotted: str) -> None:
    """Called once, at the start, by the app that keeps files. Names an Ender."""
    _enders[:] = [dotted]


def end_files(case: Case, *, now: datetime) -> None:
    """Have the files of a case made unreadable."""
    for dotted in _enders:
        cast(Ender, import_string(dotted))(case, now=now)


def paths() -> dict[type[Model], str]:
    """Each model whose rows belong to a case, and the look-up that leads there, nearest first."""
    case = apps.get_model("cases", "Case")
    found: dict[type[Model], str] = {case: "pk"}
    models = list(apps.get_models())
    grew = True
    while grew:
        grew = False
        for model in models:
            path = None if model in found else _path(model, found)
            if path:
                found[model] = path
                grew = True
    return found


def rows_of(case: Case) -> dict[type[Model], QuerySet[Any]]:
    """The rows of a case, table by table."""
    return {
        model: model._default_manager.filter(**{path: case.pk}) for model, path in paths().items()
    }


def _path(model: type[Model], found: dict[type[Model], str]) -> str | None:
    """The shortest way from a model to the case through one of its own keys."""
    ways = [
        field.name
        if found[field.related_model] == "pk"
        else f"{field.name}__{found[field.related_model]}"
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in found and field.related_model is not model
    ]
    return min(ways, key=lambda way: (way.count("__"), way), default=None)
