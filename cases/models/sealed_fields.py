"""Columns whose text only the case's own key opens.

A row read from the database holds sealed texts; each is opened when it is first asked for, and
one that nobody asked for is written back as it was. What the database cannot answer any more is
refused with a sentence: comparing, searching and `values()`; whether a text is empty it can tell.
"""

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from cases import sealing
from cases.sealing import NotSealable, Sealed, Spot

CASE: Final = "cases.case"

if TYPE_CHECKING:
    ShortText = models.CharField[str, str]
    LongText = models.TextField[Any, Any]
else:
    ShortText, LongText = models.CharField, models.TextField


class KeyNameField(ShortText):
    """The name of the row's key in the key store; the key is made as the row is first written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 80)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001  # Django's own signature
        """The name, and a new key where there is none yet."""
        if add and not getattr(model_instance, self.attname):
            setattr(model_instance, self.attname, sealing.make_key())
        return super().pre_save(model_instance, add)


class _Opening(DeferredAttribute):
    """Opens the text of a row at the first look, and keeps it."""

    field: "SealedTextField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        kept = instance.__dict__
        if self.field.attname not in kept:
            return super().__get__(instance, cls)
        value = kept[self.field.attname]
        if isinstance(value, Sealed):
            text = sealing.opened(value.token, spot=_spot(instance, self.field))
            value = kept[self.field.attname] = self.field.heard(text)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(LongText):
    """A text that is sealed in the database and clear on its row."""

    descriptor_class = _Opening

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators = [*self.validators, MaxLengthValidator(self.max_length)]

    def told(self, value: Any) -> str:
        """The value as a text, to be sealed."""
        return str(value)

    def heard(self, text: str) -> Any:
        """The value again."""
        return text

    def is_empty(self, value: Any) -> bool:
        """Whether there is nothing to seal."""
        return value is None or value == ""

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        """Not opened here: only its row knows where it stands."""
        if value is None or value == "":
            return value
        return Sealed(value) if sealing.is_sealed(value) else self.heard(value)

    def to_python(self, value: Any) -> Any:
        """As it is."""
        return value if isinstance(value, Sealed) else super().to_python(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001  # Django's own signature
        """Sealed for this row, unless it is empty or was never opened."""
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Sealed) or self.is_empty(value):
            return value
        name, spot = _key_name(model_instance), _spot(model_instance, self)
        return Sealed(sealing.seal(self.told(value), name=name, spot=spot))

    def get_prep_value(self, value: Any) -> Any:
        """What may be written or compared: an empty text, or one sealed for its row."""
        if isinstance(value, Sealed):
            return value.token
        if self.is_empty(value):
            return value if value is None else self.told(value)
        raise NotSealable(
            f"{self.model._meta.label}.{self.name} is sealed: change the row and save it; "
            "update() and bulk_update() cannot seal"
        )

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether it is empty can be asked."""
        if lookup_name not in {"exact", "isnull"}:
            raise FieldError(self._refusal(lookup_name))
        found = super().get_lookup(lookup_name)
        return found if lookup_name == "isnull" else _only_empty(found, self._refusal(lookup_name))

    def get_transform(self, lookup_name: str) -> Any:
        """None of a sealed text."""
        raise FieldError(self._refusal(lookup_name))

    def _refusal(self, lookup_name: str) -> str:
        return (
            f"{self.model._meta.label}.{self.name} is sealed, so the database cannot answer "
            f"{lookup_name!r}. Search the rows of one case in Python, or use a blind index."
        )


class SealedJSONField(SealedTextField):
    """A list or a mapping that is sealed in the database; an empty one stays clear."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def told(self, value: Any) -> str:
        """As JSON."""
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)

    def heard(self, text: str) -> Any:
        """From JSON."""
        return json.loads(text)

    def is_empty(self, value: Any) -> bool:
        """Empty or nothing at all."""
        return value is None or (isinstance(value, dict | list) and not value)

    def to_python(self, value: Any) -> Any:
        """As it is."""
        return value


def _only_empty(lookup: Any, refusal: str) -> Any:
    class OnlyEmpty(lookup):  # type: ignore[misc]  # the lookup Django registered
        def get_prep_lookup(self) -> Any:
            if self.rhs != "":
                raise FieldError(refusal)
            return self.rhs

    return OnlyEmpty


def _spot(row: models.Model, field: "models.Field[Any, Any]") -> Spot:
    """A row is told from others by its id where that is random, and by what it belongs to."""
    way = way_to_case(type(row))
    marks = [str(row.pk)] if isinstance(row.pk, UUID) else []
    if not way:
        marks.append(str(row.key_name))  # type: ignore[attr-defined]  # a Case has one
    elif len(way) == 1 or not marks:
        marks.append(str(row.serializable_value(way[0])))
    return Spot(row._meta.db_table, field.column or field.name, "|".join(marks))


def _key_name(row: models.Model) -> str:
    case: Any = row
    for step in way_to_case(type(row)):
        case = getattr(case, step)
    if not case.key_name:
        raise NotSealable(f"{row._meta.label}: its case has no key")
    return str(case.key_name)


@cache
def way_to_case(model: type[models.Model]) -> tuple[str, ...]:
    """The names of the keys that lead from a row to its case, the shortest way, required first."""
    ways: list[tuple[tuple[str, ...], type[models.Model]]] = [((), model)]
    seen = {model}
    while ways:
        way, at = ways.pop(0)
        if at._meta.label_lower == CASE:
            return way
        keys = [each for each in at._meta.concrete_fields if each.is_relation]
        for key in sorted(keys, key=lambda each: (each.null, each.name)):
            target: Any = key.related_model
            if target not in seen:
                seen.add(target)
                ways.append(((*way, key.name), target))
    raise NotSealable(f"{model._meta.label} belongs to no case")


def seal_older(model: type[models.Model]) -> int:
    """Seal what stands clear in rows written before their columns were sealed; how many rows.

    Also for the models of a migration. Done twice, it finds nothing the second time.
    """
    columns = [each for each in model._meta.concrete_fields if isinstance(each, SealedTextField)]
    way, count = "__".join(way_to_case(model)), 0
    rows = model._default_manager.all()
    for row in (rows.select_related(way) if way else rows).iterator(chunk_size=500):
        clear = [each.name for each in columns if _stands_clear(each, row)]
        if clear:
            row.save(update_fields=clear)
            count += 1
    return count


def _stands_clear(field: SealedTextField, row: models.Model) -> bool:
    value = row.__dict__.get(field.attname)
    return not isinstance(value, Sealed) and not field.is_empty(value)
