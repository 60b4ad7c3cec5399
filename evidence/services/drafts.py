"""What a list would do in its case, row by row, and the sealed parts that remember it."""

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from cases.models import Case
from evidence.links import Link
from evidence.models import Import, ImportPart
from evidence.services import vault
from evidence.services.lists import Cells, Row, read_row
from evidence.services.sightings import key_of, known_among, numbers_in
from evidence.services.unlinked import unlinked_in

PART: Final = 100
Kind = ImportPart.Kind


@dataclass(frozen=True, slots=True)
class Seen:
    """What one row is in this case: new, known (as place `twin` or row `same_as`), or faulty."""

    row: Row
    cells: Cells
    twin: int | None = None
    same_as: int | None = None

    @property
    def kind(self) -> ImportPart.Kind:
        """Which part of the draft it belongs to."""
        if self.row.place is None:
            return Kind.FAULTY
        return Kind.NEW if self.twin is None and self.same_as is None else Kind.KNOWN

    def as_json(self) -> dict[str, Any]:
        """The row as it is sealed."""
        place = self.row.place
        shown = place.url if isinstance(place, Link) else self.cells.get("locator", "")
        return {
            "row": self.row.number,
            "shown": shown or self.cells.get("url", ""),
            "fault": self.row.fault,
            "twin": self.twin,
            "same_as": self.same_as,
            "cells": self.cells if self.kind == Kind.NEW else {},
        }


def looked_over(
    case: Case, cells: Iterable[tuple[int, Cells]], *, zone: str, now: datetime
) -> Iterator[Seen]:
    """What taking each row would do, in order; nothing is written."""
    first: dict[object, int] = {}
    unlinked = unlinked_in(case)
    numbers = numbers_in(case)
    for some in in_parts(cells):
        rows = [
            (_leading(read_row(number, named, own_zone=zone, now=now), numbers=numbers), named)
            for number, named in some
        ]
        links = [row.place for row, _ in rows if isinstance(row.place, Link)]
        known = {key: twin.number for key, twin in known_among(case, links=links).items()}
        for row, named in rows:
            yield _compared(row, named, known=known, unlinked=unlinked, first=first)


def _leading(row: Row, *, numbers: set[int]) -> Row:
    """The row, or its fault where it was found through a place that is not there."""
    through = row.noticed.reached_from
    if through is None or through in numbers:
        return row
    return Row(number=row.number, fault=f"There is no place {through} in this case.")


def _compared(
    row: Row,
    cells: Cells,
    *,
    known: dict[str, int],
    unlinked: dict[object, int],
    first: dict[object, int],
) -> Seen:
    if row.place is None:
        return Seen(row, cells)
    if isinstance(row.place, Link):
        same: object = key_of(row.place)
        twin = known.get(str(same))
    else:
        same = row.place.sameness
        twin = unlinked.get(same)
    if twin is not None:
        return Seen(row, cells, twin=twin)
    began = first.setdefault(same, row.number)
    return Seen(row, cells, same_as=began if began != row.number else None)


def in_parts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows, as many at a time as one part holds."""
    part: list[Any] = []
    for row in rows:
        part.append(row)
        if len(part) == PART:
            yield part
            part = []
    if part:
        yield part


@dataclass
class Draft:
    """Rows on their way into sealed parts; never more than a part of each kind at once."""

    whole: Import
    now: datetime
    waiting: dict[ImportPart.Kind, list[dict[str, Any]]] = field(default_factory=dict)
    counts: dict[ImportPart.Kind, int] = field(default_factory=dict)

    def put(self, seen: Seen) -> None:
        """Take one row."""
        waiting = self.waiting.setdefault(seen.kind, [])
        waiting.append(seen.as_json())
        self.counts[seen.kind] = self.counts.get(seen.kind, 0) + 1
        if len(waiting) == PART:
            self._seal(seen.kind)

    def close(self) -> dict[ImportPart.Kind, int]:
        """Seal what is left; how many rows there are of each kind."""
        for kind in list(self.waiting):
            self._seal(kind)
        return {kind: self.counts.get(kind, 0) for kind in Kind}

    def _seal(self, kind: ImportPart.Kind) -> None:
        rows = self.waiting.pop(kind, [])
        if rows:
            position = (self.counts[kind] - 1) // PART
            keep_part(self.whole, kind, position, rows, now=self.now)


def part(whole: Import, kind: ImportPart.Kind, position: int) -> list[dict[str, Any]]:
    """The rows of one part in the clear; empty where there is none."""
    found = whole.parts.filter(kind=kind, position=position).first()
    if found is None:
        return []
    opened = unseal(whole, found.sealed, name=f"{kind}.{position}")
    rows: list[dict[str, Any]] = json.loads(zlib.decompress(opened))
    return rows


def every(whole: Import, kind: ImportPart.Kind) -> Iterator[dict[str, Any]]:
    """All rows of a kind, part by part."""
    position = 0
    while rows := part(whole, kind, position):
        yield from rows
        position += 1


def keep_part(
    whole: Import, kind: ImportPart.Kind, position: int, rows: list[Any], *, now: datetime
) -> None:
    """Seal some rows as one part of a list."""
    packed = zlib.compress(json.dumps(rows).encode())
    sealed = seal(whole, packed, name=f"{kind}.{position}", now=now)
    ImportPart.objects.create(whole=whole, kind=kind, position=position, sealed=sealed)


def seal(whole: Import, clear: bytes, *, name: str, now: datetime) -> bytes:
    """Something of a list, sealed with the key of its case."""
    return vault.seal_value(whole.case, clear, purpose=f"import.{whole.pk}.{name}", now=now)


def unseal(whole: Import, sealed: bytes | memoryview | None, *, name: str) -> bytes:
    """Something of a list in the clear again."""
    return vault.open_value(whole.case, bytes(sealed or b""), purpose=f"import.{whole.pk}.{name}")
