"""Lines that make the record of an exhibit whole: what a court may ask for beside the rest."""

from typing import Any, Final

from cases.models import Age
from dossiers.rendering.content import Field
from dossiers.rendering.words import capital, count, exact, grouped, listed, short, size
from dossiers.services.letter_pages import outcomes_in_words
from dossiers.services.rows import Rows
from evidence.models import Exhibit, LookedBy, Observation, Sighting

SENSITIVITY: Final = {
    Age.ADULT: "Private. The person said that they were 18 or older in all of it",
    Age.MINOR: "Private. Something in this case was made before the age of 18; no picture is taken",
    Age.UNSURE: "Private. It is not clear that all of it was made at 18 or older; no picture is "
    "taken",
    Age.UNANSWERED: "Private. Nothing is said of the age at which it was made; no picture is taken",
}


def of_place(place: Sighting, *, rows: Rows) -> list[Field]:
    """Its address in one form, what the server got, letters about it, later corrections."""
    letters = letters_about(place, rows=rows)
    got = [_got(look) for look in rows.looks.get(place.pk, []) if look.way == LookedBy.SERVER]
    corrected = rows.changes.get(place.pk, [])
    fields = [
        Field("Address in one form", place.url, "address")
        if place.url and place.url != place.as_seen
        else None,
        Field("What the server got", "\n".join(got), "lines") if got else None,
        Field("Letters about it", letters) if letters else None,
        Field(
            "Changed after it was logged",
            "\n".join(f"{exact(event.at)}, {rows.who(event.actor)}" for event in corrected),
            "lines",
        )
        if corrected
        else None,
    ]
    return [field for field in fields if field is not None]


def of_exhibit(exhibit: Exhibit, *, rows: Rows) -> list[Field]:
    """How sensitive it is, what its file says of itself, and where it stands in the log."""
    return [
        Field("Sensitivity", SENSITIVITY[Age(rows.case.age)]),
        Field("Data inside the file", _inside(exhibit, rows=rows)),
        Field("In the log", _log(exhibit, rows=rows)),
        *_last_row(exhibit, rows=rows),
    ]


def log_of(exhibit: Exhibit, *, rows: Rows) -> dict[str, str]:
    """`4-9`, or the number of a single row, in the case's chain, and the digest of the last."""
    events = rows.custody.get(exhibit.pk, [])
    numbers = dict.fromkeys(str(event.seq) for event in (*events[:1], *events[-1:]))
    return {"log_rows": "-".join(numbers), "log_digest": events[-1].digest if events else ""}


def letters_about(place: Sighting, *, rows: Rows) -> str:
    """`N-1 (removed), N-4 (no answer yet)`."""
    said = []
    for notice in rows.notices:
        own = [item for item in rows.items.get(notice.pk, []) if item.sighting_id == place.pk]
        if own:
            words = outcomes_in_words(own).removeprefix(f"{len(own)} ")
            said.append(f"{notice.label} ({words})")
    return ", ".join(said)


def _got(look: Observation) -> str:
    """What the server's own look brought: status, kind, size, digest, and from where."""
    told: dict[str, Any] = look.figures
    parts = [f"status {told['status']}"] if told.get("status") else []
    parts += [str(told["kind"])] if told.get("kind") else []
    parts += [size(int(told["bytes"]))] if told.get("bytes") else []
    parts += [f"SHA-256 {told['sha256']}"] if told.get("sha256") else []
    parts += [f"from {told['address']}"] if told.get("address") else []
    parts += [f"redirects: {told['steps']}"] if told.get("steps") is not None else []
    parts += [f"last address: {told['final']}"] if told.get("final") else []
    return f"{short(look.observed_at)} UTC: {listed(parts) or look.reason or 'nothing'}"


def _inside(exhibit: Exhibit, *, rows: Rows) -> str:
    """What the file carries is kept apart and never printed: it may name a home."""
    if exhibit.pk not in rows.imprinted:
        return "Not read"
    place = "It names a place. " if exhibit.has_location else "It names no place. "
    return f"{place}What it says of itself is kept apart and not printed here"


def _log(exhibit: Exhibit, *, rows: Rows) -> str:
    events = rows.custody.get(exhibit.pk, [])
    if not events:
        return "No row"
    first, last = events[0], events[-1]
    numbers = str(first.seq) if first == last else f"in {first.seq} to {last.seq}"
    return f"{capital(count(len(events), 'row'))} of the case’s chain: {numbers}"


def _last_row(exhibit: Exhibit, *, rows: Rows) -> list[Field]:
    events = rows.custody.get(exhibit.pk, [])
    return [Field("Digest of the last row", grouped(events[-1].digest), "digest")] if events else []
