"""What is missing and what did not happen: a lawyer asks for these first."""

from dossiers.rendering.content import Missing
from dossiers.rendering.words import capital, count, listed, minute
from dossiers.services.rows import Rows
from evidence.models import Decision, Exhibit, Presence, Reading, Sighting
from takedowns.models import Notice, Outcome

MOST_NAMED = 12


def missing(rows: Rows) -> tuple[Missing, ...]:
    """What is not known or not there, each with the places, exhibits or letters it concerns."""
    places, exhibits = rows.sightings, rows.exhibits
    shown = {exhibit.sighting_id for exhibit in exhibits}
    found = [
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
        _of_letters("No proof of sending", [n.label for n in rows.notices if not _proven(rows, n)]),
        _of_letters("No answer kept", [n.label for n in rows.notices if n.pk not in rows.replies]),
    ]
    return tuple(each for each in found if each is not None)


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


def _of_places(what: str, places: list[Sighting]) -> Missing | None:
    return _of(what, "place", [str(place.number) for place in places], prefix="Place")


def _of_exhibits(what: str, exhibits: list[Exhibit]) -> Missing | None:
    return _of(what, "exhibit", [exhibit.label for exhibit in exhibits])


def _of_letters(what: str, labels: list[str]) -> Missing | None:
    return _of(what, "letter", labels)


def _of(what: str, noun: str, labels: list[str], *, prefix: str = "") -> Missing | None:
    if not labels:
        return None
    named = listed(labels) if len(labels) <= MOST_NAMED else f"{', '.join(labels[:MOST_NAMED])} …"
    plural = f"{prefix}s" if prefix and len(labels) > 1 else prefix
    return Missing(capital(f"{what} for {count(len(labels), noun)}"), f"{plural} {named}".strip())
