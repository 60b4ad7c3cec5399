"""One line for each thing that happened, in order, each with what it rests on."""

from collections.abc import Iterator
from datetime import datetime

from dossiers.rendering.content import Pointer, Step
from dossiers.rendering.words import short
from dossiers.services.exhibit_pages import place_words
from dossiers.services.letter_pages import pointer_to, rule_name
from dossiers.services.rows import Rows
from evidence.models import Exhibit, Sighting
from takedowns.deadlines import ClockBasis
from takedowns.models import Notice, Outcome
from takedowns.services import clocks

Dated = tuple[datetime, int, Step]


def chronology(rows: Rows) -> tuple[Step, ...]:
    """Sorted by the moment seen; where that is not known, by the moment logged."""
    dated = [
        *(line for place in rows.sightings for line in _of_place(place, rows=rows)),
        *(_given(exhibit) for exhibit in rows.exhibits if exhibit.sighting_id is None),
        *(line for notice in rows.notices for line in _of_letter(notice, rows=rows)),
    ]
    return tuple(step for _, _, step in sorted(dated, key=lambda line: line[:2]))


def place_pointers(place: Sighting, *, rows: Rows) -> tuple[Pointer, ...]:
    """The exhibits of a place, else the place's own page."""
    exhibits = rows.exhibits_of(place)
    if not exhibits:
        return (Pointer(f"place-{place.number}", f"Place {place.number}"),)
    return tuple(Pointer(f"ex-{exhibit.number}", exhibit.label) for exhibit in exhibits)


def _of_place(place: Sighting, *, rows: Rows) -> Iterator[Dated]:
    pointers = place_pointers(place, rows=rows)
    what = f"Place {place.number} seen. {place_words(place)}"
    yield _line(0, place.seen_at, place.logged_at, what, pointers)
    for look in rows.looks.get(place.pk, []):
        what = f"Place {place.number} looked at again: {look.get_presence_display().lower()}"
        yield _line(1, look.observed_at, None, what, pointers)


def _given(exhibit: Exhibit) -> Dated:
    words = {
        "PROOF": "A file was kept that shows that a letter was sent",
        "REPLY": "A file was kept with an answer",
    }
    what = words.get(exhibit.purpose, "A file was given that names no place")
    return _line(2, None, exhibit.kept_at, what, (Pointer(f"ex-{exhibit.number}", exhibit.label),))


def _of_letter(notice: Notice, *, rows: Rows) -> Iterator[Dated]:
    own = Pointer(f"letter-{notice.number}", notice.label)
    for sent in rows.deliveries.get(notice.pk, []):
        proof = pointer_to(sent.proof, rows=rows)
        what = f"Letter {notice.label} sent to {notice.recipient}. {rule_name(notice)}"
        yield _line(3, sent.sent_at, sent.noted_at, what, (own, proof) if proof else (own,))
    for clock in clocks.thaw(notice):
        if clock.due_at and clock.basis != ClockBasis.OURS:
            end = Step(
                short(clock.due_at), "by the rule", f"The time of {clock.rule.name} ends", (own,)
            )
            yield clock.due_at, 4, end
    for reply in rows.replies.get(notice.pk, []):
        file = pointer_to(reply.original, rows=rows)
        what = f"Answer from {notice.recipient} to {notice.label}"
        yield _line(5, reply.received_at, reply.added_at, what, (own, file) if file else (own,))
    for item in rows.items.get(notice.pk, []):
        if item.outcome != Outcome.PENDING and item.outcome_at:
            word = item.get_outcome_display().lower()
            what = f"Noted for place {item.sighting.number}: {word}"
            yield _line(6, None, item.outcome_at, what, (own,))


def _line(
    order: int,
    seen: datetime | None,
    logged: datetime | None,
    what: str,
    pointers: tuple[Pointer, ...],
) -> Dated:
    at = seen or logged
    assert at is not None, "a line has at least one moment"
    return at, order, Step(short(seen), short(logged), what, pointers)
