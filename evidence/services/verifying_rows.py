"""Whether places, looks, captures and boxes over pictures are the ones custody tells of.

Rows from before custody told of them are not bound and are no finding. In a case, every place
with a higher number than the first one bound is bound too; so is every look and capture of a
place or file whose own row in custody told of its first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cases.models import Case
from evidence.models import Capture, Observation, Redaction, Sighting
from evidence.services import binding, traces
from evidence.services.findings import Finding, broken


@dataclass(slots=True)
class RowsTold:
    """What a chain tells of rows: their newest keyed digest by their key.

    `owners` are the places and files that a look or a capture belongs to, `bound` those of which
    every look and capture is told.
    """

    places: dict[UUID, str] = field(default_factory=dict)
    lists: dict[UUID, str] = field(default_factory=dict)
    observations: dict[str, str] = field(default_factory=dict)
    captures: dict[str, str] = field(default_factory=dict)
    redactions: dict[str, str] = field(default_factory=dict)
    owners: dict[str, UUID] = field(default_factory=dict)
    bound: set[UUID] = field(default_factory=set)
    removed: set[UUID] = field(default_factory=set)

    def hear(self, kind: str, item: UUID, payload: dict[str, Any]) -> None:
        """Take in one row of the chain."""
        if kind in ("place.noted", "place.changed"):
            self.places[item] = payload["row"]
        if kind == "place.noted":
            self.lists[item] = payload["list"]
            self.bound.add(item)
        elif kind == "place.removed":
            self.removed.add(item)
        elif kind in ("exhibit.kept", "exhibit.fetched") and "capture_row" in payload:
            self.bound.add(item)
        known = {
            "observation": self.observations,
            "capture": self.captures,
            "redaction": self.redactions,
        }
        for name, rows in known.items():
            if f"{name}_row" in payload:
                rows[payload[name]] = payload[f"{name}_row"]
                self.owners[payload[name]] = item


def compared(
    case: Case, told: RowsTold, *, keyed: traces.Keyed, disposed: bool
) -> Iterator[Finding]:
    """Each place, look and capture that was changed, put there by nobody, or is gone."""
    yield from _places(case, told, keyed=keyed, disposed=disposed)
    looks = Observation.objects.filter(sighting__case=case).iterator()
    captures = Capture.objects.filter(case=case).iterator()
    yield from _rows(
        "observation",
        ((str(row.pk), traces.of_observation(row, keyed=keyed), row.sighting_id) for row in looks),
        told=told.observations, all_told=told, disposed=disposed,
    )  # fmt: skip
    yield from _rows(
        "capture",
        (
            (str(row.pk), traces.of_capture(row, keyed=keyed), row.exhibit_id or row.sighting_id)
            for row in captures
        ),
        told=told.captures, all_told=told, disposed=disposed,
    )  # fmt: skip
    boxes = Redaction.objects.filter(exhibit__case=case).iterator()
    yield from _rows(
        "redaction",
        ((str(row.pk), traces.of_redaction(row, keyed=keyed), row.exhibit_id) for row in boxes),
        told=told.redactions, all_told=told, disposed=disposed,
    )  # fmt: skip


def _places(
    case: Case, told: RowsTold, *, keyed: traces.Keyed, disposed: bool
) -> Iterator[Finding]:
    rows = list(Sighting.objects.filter(case=case).order_by("number"))
    first = min((row.number for row in rows if row.pk in told.bound), default=None)
    for row in rows:
        name = f"place {row.number} ({row.pk})"
        if row.pk in told.removed:
            yield broken(f"{name}: custody tells that it was removed")
        elif row.pk not in told.places:
            if first is not None and row.number > first:
                yield broken(f"{name}: no custody row tells of it")
        elif not _is_as_told(row, told, keyed=keyed, disposed=disposed):
            yield broken(f"{name}: its row was changed")
    if not disposed:
        for item in told.places.keys() - {row.pk for row in rows} - told.removed:
            yield broken(f"place {item}: custody tells of it, and its row is gone")


def _is_as_told(row: Sighting, told: RowsTold, *, keyed: traces.Keyed, disposed: bool) -> bool:
    """Lists go with the key of the case; a place then says no more which one it came in with."""
    named = binding.list_of(row)
    same_list = told.lists.get(row.pk, named) == named or (disposed and not named)
    return same_list and told.places[row.pk] == traces.of_place(row, keyed=keyed)


def _rows(
    noun: str,
    rows: Iterable[tuple[str, str, UUID | None]],
    *,
    told: dict[str, str],
    all_told: RowsTold,
    disposed: bool,
) -> Iterator[Finding]:
    """Compare rows of one table, each with its key, its digest now, and what it belongs to."""
    here: set[str] = set()
    for key, row, owner in rows:
        here.add(key)
        if key not in told:
            if owner in all_told.bound:
                yield broken(f"{noun} {key}: no custody row tells of it")
        elif told[key] != row:
            yield broken(f"{noun} {key}: its row was changed")
    for key in () if disposed else told.keys() - here:
        if all_told.owners[key] not in all_told.removed:
            yield broken(f"{noun} {key}: custody tells of it, and its row is gone")
