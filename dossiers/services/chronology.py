"""One line for each thing that happened, in order, each with what it rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from dossiers.rendering.content import Pointer, Step
from dossiers.rendering.words import listed, short
from dossiers.services.exhibit_pages import place_words
from dossiers.services.letter_pages import pointer_to, rule_name
from dossiers.services.rows import Rows
from evidence.models import Exhibit, Sighting
from takedowns.deadlines import ClockBasis
from takedowns.models import Notice, Outcome
from takedowns.services import clocks

MOST_IN_A_LINE = 6
BY_THE_RULE = "by the rule"


@dataclass(frozen=True, slots=True)
class Line:
    """A step before it is printed. Lines alike but for their places become one.

    `what` may hold `{places}`, and `{each}` where many share what is said of one.
    """

    at: datetime
    order: int
    seen: str
    logged: str
    what: str
    places: tuple[int, ...] = ()
    pointers: tuple[Pointer, ...] = ()


def chronology(rows: Rows) -> tuple[Step, ...]:
    """Sorted by the moment seen; where that is not known, by the moment logged."""
    lines = [
        *(line for place in rows.sightings for line in _of_place(place, rows=rows)),
        *(_given(exhibit) for exhibit in rows.exhibits if exhibit.sighting_id is None),
        *(line for notice in rows.notices for line in _of_letter(notice, rows=rows)),
    ]
    ordered = sorted(lines, key=lambda line: (line.at, line.order, line.places))
    return tuple(_step(line) for line in _joined(ordered))


def place_pointers(place: Sighting, *, rows: Rows) -> tuple[Pointer, ...]:
    """The exhibits of a place, else the place's own page."""
    exhibits = rows.exhibits_of(place)
    if not exhibits:
        return (Pointer(f"place-{place.number}", f"Place {place.number}"),)
    return tuple(Pointer(f"ex-{exhibit.number}", exhibit.label) for exhibit in exhibits)


def _joined(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines that differ in their places only, as one; at most six places a line."""
    held: Line | None = None
    for line in lines:
        if held is not None and _alike(held, line):
            pointers = dict.fromkeys((*held.pointers, *line.pointers))
            held = replace(held, places=(*held.places, *line.places), pointers=tuple(pointers))
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _alike(held: Line, line: Line) -> bool:
    same = (held.seen, held.logged, held.what) == (line.seen, line.logged, line.what)
    return same and bool(line.places) and len(held.places) < MOST_IN_A_LINE


def _step(line: Line) -> Step:
    numbers = listed([str(number) for number in line.places])
    noun = "Place" if len(line.places) == 1 else "Places"
    what = line.what
    if line.places:
        each = "" if len(line.places) == 1 else " each"
        what = what.replace("{places}", f"{noun} {numbers}", 1).replace("{each}", each, 1)
    return Step(line.seen, line.logged, what, line.pointers)


def _of_place(place: Sighting, *, rows: Rows) -> Iterator[Line]:
    pointers, number = place_pointers(place, rows=rows), (place.number,)
    looks = rows.looks.get(place.pk, [])
    at_once = [look for look in looks if look.observed_at == place.seen_at]
    state = f"; {at_once[0].get_presence_display().lower()}" if at_once else ""
    yield Line(
        at=place.seen_at or place.logged_at,
        order=0,
        seen=short(place.seen_at),
        logged=short(place.logged_at),
        what=_seen_words(place) + state,
        places=number,
        pointers=pointers,
    )
    for look in looks:
        if look not in at_once:
            what = "{places} looked at again: " + look.get_presence_display().lower()
            at = look.observed_at
            yield Line(at, 1, short(at), short(None), what, number, pointers)


def _seen_words(place: Sighting) -> str:
    words = place_words(place)
    if words == place.shown_place:
        return f"{{places}} seen on {words}"
    return f"{{places}} seen:{{each}} {words}"


def _given(exhibit: Exhibit) -> Line:
    words = {
        "PROOF": "A file was kept that shows that a letter was sent",
        "REPLY": "A file was kept with an answer",
    }
    what = words.get(exhibit.purpose, "A file was given that names no place")
    pointer = Pointer(f"ex-{exhibit.number}", exhibit.label)
    at = exhibit.kept_at
    return Line(at, 2, short(None), short(at), what, pointers=(pointer,))


def _of_letter(notice: Notice, *, rows: Rows) -> Iterator[Line]:
    own = Pointer(f"letter-{notice.number}", notice.label)
    for sent in rows.deliveries.get(notice.pk, []):
        what = f"Letter {notice.label} sent to {notice.recipient}. {rule_name(notice)}"
        pointers = _with(own, pointer_to(sent.proof, rows=rows))
        at, logged = sent.sent_at, short(sent.noted_at)
        yield Line(at, 3, short(at), logged, what, pointers=pointers)
    for clock in clocks.thaw(notice):
        if clock.due_at and clock.basis != ClockBasis.OURS:
            what = f"The time of {clock.rule.name} ends for {notice.label}"
            yield Line(clock.due_at, 4, short(clock.due_at), BY_THE_RULE, what, pointers=(own,))
    for reply in rows.replies.get(notice.pk, []):
        what = f"Answer from {notice.recipient} to {notice.label}"
        pointers = _with(own, pointer_to(reply.original, rows=rows))
        at, logged = reply.received_at, short(reply.added_at)
        yield Line(at, 5, short(at), logged, what, pointers=pointers)
    for item in rows.items.get(notice.pk, []):
        if item.outcome != Outcome.PENDING and item.outcome_at:
            what = "{places} noted as: " + item.get_outcome_display().lower()
            at, place = item.outcome_at, (item.sighting.number,)
            yield Line(at, 6, short(None), short(at), what, place, (own,))


def _with(own: Pointer, other: Pointer | None) -> tuple[Pointer, ...]:
    return (own, other) if other else (own,)
