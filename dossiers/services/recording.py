"""Exhibits, places and letters as flat rows of text, for the tables of a bundle."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from dossiers.rendering.paper import Printed
from dossiers.services import record, redacting
from dossiers.services.assembling import without_names
from dossiers.services.exhibit_pages import file_name, place_words
from dossiers.services.letter_pages import rule_name
from dossiers.services.rows import Rows
from evidence.models import Exhibit, Sighting

Row = dict[str, str]
EXHIBIT_FIELDS = (
    "label", "first_bates", "last_bates", "pages", "document", "file", "ending", "native", "kind",
    "bytes", "sha256", "md5", "kept_at", "place", "address", "account", "seen_at", "zone",
    "logged_at", "observer", "purpose", "confidentiality", "redacted", "sha512", "normal_address",
    "letters", "log_rows", "log_digest", "kept_as",
)  # fmt: skip
PLACE_FIELDS = (
    "number", "what", "address", "where", "account", "seen_at", "zone", "logged_at", "last_look",
    "then",
)  # fmt: skip
LETTER_FIELDS = ("letter", "recipient", "rule", "sent_at", "place", "address", "outcome")


def exhibit_rows(rows: Rows) -> list[Row]:
    """One row an exhibit, by number; the columns are EXHIBIT_FIELDS. Moments are ISO 8601, UTC.

    `native`, `md5` and `sha512` stay empty until the original is in the bundle, what tells of
    pages until they are laid out (`spanned`).
    """
    places = {place.pk: place for place in rows.sightings}
    told = [
        _exhibit(exhibit, place=_place(exhibit, places), rows=rows) for exhibit in rows.exhibits
    ]
    return _withheld(told, rows=rows)


def spanned(row: Row, number: int, *, papers: Mapping[str, Printed]) -> Row:
    """The row of an exhibit with its pages and their document. `papers` are by the path of each."""
    anchor = f"ex-{number}"
    for document, paper in papers.items():
        if anchor in paper.parts:
            return row | paper.span(anchor) | {"document": document}
    return row


def place_rows(rows: Rows) -> list[Row]:
    """One row a place, by number; the columns are PLACE_FIELDS."""
    return _withheld([_told(place, rows=rows) for place in rows.sightings], rows=rows)


def redaction_rows(rows: Rows, *, pictures: Mapping[int, bytes]) -> list[Row]:
    """One row a covered part; the columns are REDACTION_FIELDS."""
    return _withheld(redacting.log_rows(rows, pictures=pictures), rows=rows)


def letter_rows(rows: Rows) -> list[Row]:
    """One row for each place of each letter; the columns are LETTER_FIELDS."""
    told = [
        (
            notice.label,
            notice.recipient,
            rule_name(notice),
            _moment(notice.sent_at),
            str(item.sighting.number) if item.sighting else "",
            item.sighting.as_seen if item.sighting else "",
            item.outcome,
        )
        for notice in rows.notices
        for item in rows.items.get(notice.pk, [])
    ]
    return _withheld([dict(zip(LETTER_FIELDS, row, strict=True)) for row in told], rows=rows)


def _withheld(told: list[Row], *, rows: Rows) -> list[Row]:
    """The rows, without the person's names where the dossier does not show them."""
    if rows.choice.with_name:
        return told
    change = without_names(rows)
    return [{name: change(text) for name, text in row.items()} for row in told]


def _place(exhibit: Exhibit, places: Mapping[UUID, Sighting]) -> Sighting | None:
    return places.get(exhibit.sighting_id) if exhibit.sighting_id else None


def _exhibit(exhibit: Exhibit, *, place: Sighting | None, rows: Rows) -> Row:
    name = file_name(exhibit)
    known = dict.fromkeys(EXHIBIT_FIELDS, "") | {
        "label": exhibit.label,
        "kept_as": f"EX-{exhibit.number:04d}",
        "file": name,
        "ending": name.rpartition(".")[2] if "." in name else "",
        "kind": exhibit.mime,
        "bytes": str(exhibit.file.bytes),
        "sha256": exhibit.file.sha256,
        "kept_at": _moment(exhibit.kept_at),
        "observer": rows.who(exhibit.kept_by_id),
        "purpose": exhibit.purpose,
        "confidentiality": "private",
        "redacted": "yes" if rows.redactions.get(exhibit.pk) else "no",
        **record.log_of(exhibit, rows=rows),
    }
    if place is None:
        return known
    seen = _told(place, rows=rows)
    taken = ("address", "account", "seen_at", "zone", "logged_at")
    known |= {"normal_address": place.url, "letters": record.letters_about(place, rows=rows)}
    return known | {"place": str(place.number)} | {name: seen[name] for name in taken}


def _told(place: Sighting, *, rows: Rows) -> Row:
    looks = rows.looks.get(place.pk, [])
    told = (
        str(place.number), place_words(place), place.as_seen, place.locator, place.uploader,
        _moment(place.seen_at), place.seen_zone, _moment(place.logged_at),
        _moment(looks[-1].observed_at if looks else None), looks[-1].presence if looks else "",
    )  # fmt: skip
    return dict(zip(PLACE_FIELDS, told, strict=True))


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""
