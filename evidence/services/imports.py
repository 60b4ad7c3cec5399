"""Lists of links from elsewhere: a table with a header, or one link a line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction

from accounts.models import Person
from cases.models import Case
from evidence.links import Link, LinkRefused, normalise
from evidence.services.sightings import NOTHING_NOTICED, Noticed, key_of, known_among, log_links

COLUMNS = ("url", "seen_at", "zone", "uploader", "note")
_MOST = {"uploader": 200, "note": 4000}


class RowRefused(ValueError):
    """A row cannot be taken; the text says why."""


class HeaderRefused(ValueError):
    """The first line names a column that is not known."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, by its number in the file; it has a link or a fault."""

    number: int
    link: Link | None = None
    noticed: Noticed = NOTHING_NOTICED
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows became places, were in the case or the list already, or could not be read."""

    new: int
    known: int
    faulty: int


def read_rows(text: str, *, own_zone: str, now: datetime) -> list[Row]:
    """Every row of the list with its link or its fault. Raises HeaderRefused.

    With a header that has `url`, it is a table with COLUMNS; without, each line is one link.
    """
    lines = text.splitlines()
    header = [cell.strip().lower() for cell in next(csv.reader(lines[:1]), [])]
    if "url" not in header:
        bare = ((number, {"url": line}) for number, line in enumerate(lines, start=1))
        return [_row(n, cells, own_zone=own_zone, now=now) for n, cells in bare if _says(cells)]
    if unknown := [name for name in header if name not in COLUMNS]:
        raise HeaderRefused(
            f"The column {unknown[0]!r} is not known. Known are: {', '.join(COLUMNS)}."
        )
    return [_row(n, cells, own_zone=own_zone, now=now) for n, cells in _table(lines, header)]


def _says(cells: dict[str, str]) -> bool:
    return bool(cells["url"].strip()) and not cells["url"].lstrip().startswith("#")


def _table(lines: list[str], header: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(lines)
    next(reader)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            padded = [*cells, *[""] * len(header)]
            yield reader.line_num, dict(zip(header, padded, strict=False))


def _row(number: int, cells: dict[str, str], *, own_zone: str, now: datetime) -> Row:
    try:
        link = normalise(cells["url"])
        noticed = _noticed(cells, own_zone=own_zone, now=now)
    except (LinkRefused, RowRefused) as fault:
        return Row(number=number, fault=str(fault))
    return Row(number=number, link=link, noticed=noticed)


def _noticed(cells: dict[str, str], *, own_zone: str, now: datetime) -> Noticed:
    for name, most in _MOST.items():
        if len(cells.get(name, "")) > most:
            raise RowRefused(f"The column {name} holds at most {most} characters.")
    zone = cells.get("zone", "").strip() or own_zone
    if zone not in available_timezones():
        raise RowRefused("The time zone is not known; write it like Europe/Berlin.")
    seen_at = _moment(cells.get("seen_at", "").strip(), zone=zone, now=now)
    return Noticed(
        seen_at=seen_at,
        seen_zone=zone if seen_at else "",
        uploader=cells.get("uploader", "").strip(),
        note=cells.get("note", "").strip(),
    )


def _moment(text: str, *, zone: str, now: datetime) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or len(text) <= len("2026-11-03"):
        raise RowRefused("Write seen_at with day and time, like 2026-11-03T21:30.")
    seen_at = (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    if seen_at > now:
        raise RowRefused("The moment in seen_at has not come yet.")
    return seen_at


def counted(case: Case, *, rows: list[Row]) -> Counts:
    """What taking the rows would do; nothing is written."""
    links = [row.link for row in rows if row.link]
    new = {key_of(link) for link in links} - set(known_among(case, links=links))
    return Counts(new=len(new), known=len(links) - len(new), faulty=len(rows) - len(links))


@transaction.atomic
def take(case: Case, *, rows: list[Row], actor: Person, now: datetime) -> Counts:
    """Write down every row that has a link, in one transaction."""
    counts = counted(case, rows=rows)
    good = [row for row in rows if row.link]
    for noticed, alike in groupby(good, key=lambda row: row.noticed):
        links = [row.link for row in alike if row.link]
        log_links(case, links=links, noticed=noticed, actor=actor, now=now)
    return counts
