"""What is missing and what did not happen: a lawyer asks for these first."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from dossiers.rendering.content import Missing
from dossiers.rendering.words import capital, count, listed, minute
from dossiers.services.rows import Rows
from evidence.models import Decision, Exhibit, Presence, Reading, Sighting
from takedowns.models import Notice, Outcome

MOST_NAMED = 12


class Kind(StrEnum):
    """What a gap is a gap of."""

    PLACE = "place"
    EXHIBIT = "exhibit"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Spot:
    """One place, exhibit or letter: its key, its name alone and its name in a row of such."""

    key: UUID
    label: str
    in_row: str


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is not known, and the spots it concerns, of which there is one at least."""

    kind: Kind
    what: str
    spots: tuple[Spot, ...]

    @property
    def named(self) -> tuple[Spot, ...]:
        """The first twelve."""
        return self.spots[:MOST_NAMED]

    @property
    def more(self) -> int:
        """How many are not among the first twelve."""
        return len(self.spots) - len(self.named)


def missing(rows: Rows) -> tuple[Missing, ...]:
    """What is not known or not there, each with the places, exhibits or letters it concerns."""
    return tuple(_in_words(gap) for gap in found(rows))


def found(rows: Rows) -> tuple[Gap, ...]:
    """The same, with the key of each place, exhibit and letter."""
    places, exhibits = rows.sightings, rows.exhibits
    shown = {exhibit.sighting_id for exhibit in exhibits}
    asked = [
        _of_places("No time seen", [p for p in places if p.seen_at is None]),
        _of_places("No exhibit", [p for p in places if p.pk not in shown]),
        _of_places("Nobody has looked again", [p for p in places if p.pk not in rows.looks]),
        _of_places("No account noted", [p for p in places if not p.uploader]),
        _of_exhibits("No place named", [e for e in exhibits if _lost(e)]),
        _of_exhibits(
            "Not checked yet",
            [e for e in exhibits if e.reading in {Reading.DUE, Reading.WORKING}],
        ),
        _of_exhibits("A likeness nobody has decided", [e for e in exhibits if _open(rows, e)]),
        _of_letters("No proof of sending", [n for n in rows.notices if not _proven(rows, n)]),
        _of_letters("No answer kept", [n for n in rows.notices if n.pk not in rows.replies]),
    ]
    return tuple(each for each in asked if each is not None)


def negative(rows: Rows) -> tuple[Missing, ...]:
    """What was looked for and not found, or asked for and not answered."""
    facts = []
    for place in rows.sightings:
        last = rows.looks.get(place.pk, [])[-1:]
        if last and last[0].presence == Presence.GONE:
            words = f"Not there any more when looked at on {minute(last[0].observed_at)}"
            facts.append(Missing(words, f"Place {place.number}"))
    for notice in rows.notices:
        numbers = [
            f"place {item.sighting.number}"
            for item in rows.items.get(notice.pk, [])
            if item.outcome == Outcome.NO_RESPONSE
        ]
        if numbers:
            facts.append(Missing(f"No answer in time for {listed(numbers)}", notice.label))
    return tuple(facts)


def _lost(exhibit: Exhibit) -> bool:
    return exhibit.sighting_id is None and exhibit.purpose == "SIGHTING"


def _open(rows: Rows, exhibit: Exhibit) -> bool:
    return any(each.decision == Decision.OPEN for each in rows.matches.get(exhibit.pk, []))


def _proven(rows: Rows, notice: Notice) -> bool:
    return any(sent.proof_id for sent in rows.deliveries.get(notice.pk, []))


def _of_places(what: str, places: list[Sighting]) -> Gap | None:
    spots = [Spot(p.pk, label=f"Place {p.number}", in_row=str(p.number)) for p in places]
    return _of(Kind.PLACE, what, spots)


def _of_exhibits(what: str, exhibits: list[Exhibit]) -> Gap | None:
    return _of(Kind.EXHIBIT, what, [Spot(e.pk, e.label, in_row=e.label) for e in exhibits])


def _of_letters(what: str, notices: list[Notice]) -> Gap | None:
    return _of(Kind.LETTER, what, [Spot(n.pk, n.label, in_row=n.label) for n in notices])


def _of(kind: Kind, what: str, spots: list[Spot]) -> Gap | None:
    if not spots:
        return None
    return Gap(kind, capital(f"{what} for {count(len(spots), kind)}"), tuple(spots))


def _in_words(gap: Gap) -> Missing:
    labels = [spot.in_row for spot in gap.named]
    named = f"{', '.join(labels)} …" if gap.more else listed(labels)
    if gap.kind == Kind.PLACE:
        named = f"{'Places' if len(labels) > 1 else 'Place'} {named}"
    return Missing(gap.what, named)
