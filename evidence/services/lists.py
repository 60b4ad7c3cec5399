"""Lists of places from elsewhere: a table with a header, or links without one.

A list is read in two steps: `cells_of` gives rows of named cells and refuses a header it does not
know; `read_row` makes a place of one row, or says what is wrong with it.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from evidence.intake.workbooks import WorkbookRefused, read_workbook
from evidence.links import Link, LinkRefused, normalise, split_pasted
from evidence.models import Kind
from evidence.services.figures import MOST, counted
from evidence.services.sightings import NOTHING_NOTICED, Noticed
from evidence.services.unlinked import Unlinked

MOST_ROWS: Final = 20_000
MOST_BYTES: Final = 10 * 1024 * 1024
COLUMNS: Final = {
    "url": "link links urls url_link address web_address href adresse lien enlace",
    "seen_at": "seen date datetime date_time date_seen seen_on time timestamp when found found_at",
    "zone": "timezone time_zone tz",
    "uploader": "account user username user_name posted_by poster profile author",
    "views": "view_count plays",
    "followers": "subscribers members",
    "hashtags": "tags hashtag",
    "posted": "posting_time posted_at time_posted",
    "reached_from": "found_through through_place",
    "reached_account": "through_account shared_by",
    "note": "notes comment comments remark remarks description details",
    "kind": "type kind_of_place type_of_place",
    "locator": "place where location how_to_find_it",
    "platform": "service app network site",
    "handle": "nickname nick",
    "group": "channel chat group_name chat_name",
    "message_number": "message message_id message_no post_id",
}
"""Each column with the other names it is known by."""
_NAMES: Final = {
    name: column for column, others in COLUMNS.items() for name in [column, *others.split()]
}
_MOST: Final = {
    "uploader": 200, "note": 4000, "hashtags": 300, "locator": 500, "platform": 80, "handle": 200,
    "group": 200, "message_number": 80, "posted": 80, "reached_account": 200,
}  # fmt: skip
_KINDS: Final = {
    "group chat": Kind.CHAT, "group": Kind.CHAT, "dm": Kind.MESSAGE, "direct message": Kind.MESSAGE,
    "paper": Kind.PRINT, "story": Kind.STREAM, "live": Kind.STREAM,
}  # fmt: skip
_FIRST_YEAR: Final = 1995

Cells = dict[str, str]


class RowRefused(ValueError):
    """A row cannot be taken; the text says why."""


class HeaderRefused(ValueError):
    """The list as a whole cannot be read; the text says what to change."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list, by its number in the file; it has a place or a fault."""

    number: int
    place: Link | Unlinked | None = None
    noticed: Noticed = NOTHING_NOTICED
    fault: str = ""


def cells_of(given: bytes, *, is_workbook: bool) -> list[tuple[int, Cells]]:
    """The rows of a list that say anything, with their numbers. Raises HeaderRefused."""
    try:
        table = read_workbook(given) if is_workbook else _table_of(_text_of(given))
    except (WorkbookRefused, csv.Error) as fault:
        sentence = str(fault) if isinstance(fault, WorkbookRefused) else (
            "This table could not be read. Save it once more as CSV (UTF-8), or as XLSX."
        )  # fmt: skip
        raise HeaderRefused(sentence) from fault
    rows = list(_named(table))
    if len(rows) > MOST_ROWS:
        raise HeaderRefused(f"There are more than {MOST_ROWS:,} rows. Give the list in two parts.")
    return rows


def _text_of(given: bytes) -> str:
    """The text, from UTF-8 or from UTF-16 with its mark. Raises HeaderRefused."""
    coding = "utf-16" if given.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return given.decode(coding)
    except UnicodeDecodeError as fault:
        raise HeaderRefused(
            "The file is not UTF-8 text. Save it as CSV (UTF-8), or as XLSX."
        ) from fault


def _table_of(text: str) -> list[tuple[int, list[str]]]:
    """Rows of cells with the line each begins in; without a header one cell a line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    for mark in ",;\t":
        if mark in first and _columns(next(csv.reader([first], delimiter=mark))):
            return list(_cut(text, mark=mark))
    return [(number, [line]) for number, line in enumerate(text.splitlines(), start=1)]


def _cut(text: str, *, mark: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    begins = 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1


def _columns(cells: Iterable[str]) -> list[str]:
    """The columns that these words name."""
    return [_NAMES[word] for cell in cells if (word := _word(cell)) in _NAMES]


def _word(cell: str) -> str:
    return re.sub(r"[^\w]+", "_", cell.strip().lower()).strip("_")


def _named(table: list[tuple[int, list[str]]]) -> Iterator[tuple[int, Cells]]:
    filled = [(number, cells) for number, cells in table if any(cell.strip() for cell in cells)]
    if not filled:
        return
    header = [_word(cell) for cell in filled[0][1]]
    if {"url", "locator"} & set(_columns(filled[0][1])):
        columns = _header(header)
        for number, cells in filled[1:]:
            named = zip(columns, cells, strict=False)
            yield number, {name: cell.strip() for name, cell in named if name and cell.strip()}
        return
    _check_not_a_header(filled)
    for number, cells in filled:
        yield from ((number, {"url": link}) for link in _links(cells))


def _header(header: list[str]) -> list[str]:
    """The column each cell of the header stands for. Raises HeaderRefused."""
    columns = [_NAMES.get(word, "") for word in header]
    for word, column in zip(header, columns, strict=True):
        if word and not column:
            near = get_close_matches(word, _NAMES, n=1)
            meant = f" Perhaps it is {_NAMES[near[0]]!r}." if near else ""
            raise HeaderRefused(
                f"The column {word!r} is not known.{meant} Known are: {', '.join(COLUMNS)}. "
                "Rename it or take it out, and give the list again."
            )
        if column and columns.count(column) > 1:
            raise HeaderRefused(f"Two columns stand for {column!r}. Keep one of them.")
    return columns


def _check_not_a_header(filled: list[tuple[int, list[str]]]) -> None:
    """Raise HeaderRefused where the first row names columns but none of links."""
    first = filled[0][1]
    named = len(first) > 1 or _columns(first)
    if named and _columns(first) and not any(split_pasted(cell) for cell in first):
        raise HeaderRefused(
            "The first row names columns, but none is called url (for links) or locator (for "
            "places without a link). Call the column with the links url, and give the list again."
        )


def _links(cells: list[str]) -> list[str]:
    """The links of a row without a header; what is no link is kept, so that it can be told."""
    text = " ".join(cell for cell in cells if cell.strip()).strip()
    return [] if text.startswith("#") else split_pasted(text) or [text]


def as_table(links: Iterable[str], *, place: Unlinked | None, noticed: Noticed) -> bytes:
    """Links, and a place without one, each with the same that was noticed, as a list to be read."""
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, fieldnames=list(COLUMNS), extrasaction="raise")
    table.writeheader()
    said: dict[str, object] = {
        "seen_at": noticed.seen_at.isoformat() if noticed.seen_at else "",
        "zone": noticed.seen_zone,
        "uploader": noticed.uploader,
        "views": noticed.views,
        "followers": noticed.followers,
        "hashtags": noticed.hashtags,
        "note": noticed.note,
        "reached_from": noticed.reached_from,
        "reached_account": noticed.reached_account,
        "posted": noticed.posted_text,
    }
    table.writerows(said | {"url": link} for link in links)
    if place is not None:
        named = {"locator": place.locator, "kind": place.kind.value, "platform": place.platform}
        table.writerow(said | named | place.identifiers)
    return out.getvalue().encode()


def read_row(number: int, cells: Cells, *, own_zone: str, now: datetime) -> Row:
    """The place of a row with what was noticed, or its fault."""
    try:
        place = _place(cells)
        noticed = _noticed(cells, own_zone=own_zone, now=now)
    except (LinkRefused, RowRefused) as fault:
        return Row(number=number, fault=str(fault))
    return Row(number=number, place=place, noticed=noticed)


def _place(cells: Cells) -> Link | Unlinked:
    for name, most in _MOST.items():
        if len(cells.get(name, "")) > most:
            raise RowRefused(f"The column {name} holds at most {most} characters.")
    if cells.get("url"):
        return normalise(cells["url"])
    if not cells.get("locator"):
        raise RowRefused("There is no link and no locator in this row.")
    return Unlinked(
        kind=_kind(cells.get("kind", "")),
        locator=cells["locator"],
        platform=cells.get("platform", ""),
        handle=cells.get("handle", ""),
        group=cells.get("group", ""),
        message=cells.get("message_number", ""),
    )


def _kind(text: str) -> Kind:
    known = {kind.value.lower(): kind for kind in Kind if kind != Kind.LINK} | _KINDS
    if not text:
        return Kind.OTHER
    if text.lower() not in known:
        words = ", ".join(kind.value.lower() for kind in Kind if kind != Kind.LINK)
        raise RowRefused(f"This kind of place is not known. Known are: {words}.")
    return known[text.lower()]


@cache
def _zones() -> frozenset[str]:
    """The zones there are; asking the system anew for each row would take most of the time."""
    return frozenset(available_timezones())


def _noticed(cells: Cells, *, own_zone: str, now: datetime) -> Noticed:
    zone = cells.get("zone", "") or own_zone
    if zone not in _zones():
        raise RowRefused("The time zone is not known; write it like Europe/Berlin.")
    seen_at = _moment(cells.get("seen_at", ""), zone=zone, now=now)
    return Noticed(
        seen_at=seen_at,
        seen_zone=zone if seen_at else "",
        uploader=cells.get("uploader", ""),
        views=_figure(cells, "views"),
        followers=_figure(cells, "followers"),
        posted_text=cells.get("posted", ""),
        reached_from=_number(cells.get("reached_from", "")),
        reached_account=cells.get("reached_account", ""),
        hashtags=cells.get("hashtags", ""),
        note=cells.get("note", ""),
    )


def _number(text: str) -> int | None:
    if text and not (text.isdecimal() and len(text) < 7 and int(text) > 0):
        raise RowRefused("Write the number of a place of this case in reached_from, like 3.")
    return int(text) if text else None


def _figure(cells: Cells, name: str) -> int | None:
    text = cells.get(name, "").lower()
    number = counted(text) if text else None
    if text and (number is None or number >= MOST):
        raise RowRefused(f"Write {name} in digits, like 1200 or 12.5k.")
    return number


def _moment(text: str, *, zone: str, now: datetime) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or len(text) <= len("2026-11-03"):
        raise RowRefused("Write seen_at with day and time, like 2026-11-03T21:30.")
    if moment.year < _FIRST_YEAR:
        raise RowRefused("The day in seen_at is very long ago. Look at the year again.")
    if moment.year > now.year + 1:
        raise RowRefused("The moment in seen_at has not come yet.")
    seen_at = (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    if seen_at > now:
        raise RowRefused("The moment in seen_at has not come yet.")
    return seen_at
