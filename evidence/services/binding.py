"""What custody is told of places, looks and captures, in the transaction that writes them.

One row for each place holds its first capture and its first look as well, so that a list of ten
thousand places is ten thousand rows.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import Person
from cases.models import Case
from evidence.models import Capture, Import, Observation, Sighting
from evidence.services import custody, signing, traces


def noted(
    case: Case,
    places: Iterable[Sighting],
    *,
    given: Iterable[Capture],
    looks: Iterable[Observation],
    actor: Person,
    now: datetime,
) -> None:
    """Tell of new places, each with the capture and the look that came with it."""
    keyed = signing.keyed_writer()
    with_place: dict[UUID, dict[str, str | int]] = {
        row.pk: {"row": traces.of_place(row, keyed=keyed), "list": list_of(row)} for row in places
    }
    for capture in given:
        if capture.sighting_id is not None:
            with_place[capture.sighting_id] |= traces.payload_of_capture(capture, keyed=keyed)
    for look in looks:
        with_place[look.sighting_id] |= traces.payload_of_observation(look, keyed=keyed)
    acts = [
        custody.Act("place.noted", item, actor, payload) for item, payload in with_place.items()
    ]
    custody.record_many(case, acts, now=now)


def changed(
    case: Case, place: Sighting, *, looks: Iterable[Observation], actor: Person, now: datetime
) -> None:
    """Tell how a place is noted from now on."""
    told: dict[str, str | int] = {"row": traces.of_place(place)}
    for look in looks:
        told |= traces.payload_of_observation(look)
    custody.record(case, "place.changed", item=place.pk, actor=actor, now=now, **told)


def observed(case: Case, look: Observation, *, actor: Person, now: datetime) -> None:
    """Tell what a place showed."""
    told = traces.payload_of_observation(look)
    custody.record(case, "place.observed", item=look.sighting_id, actor=actor, now=now, **told)


def fetched(case: Case, look: Observation, *, actor: Person, now: datetime) -> None:
    """Tell what a place showed to the server, which looked because `actor` had asked."""
    told = traces.payload_of_observation(look)
    custody.record(case, "place.fetched", item=look.sighting_id, actor=actor, now=now, **told)


def removed(
    case: Case, places: Iterable[UUID], *, whole: Import, actor: Person, now: datetime
) -> None:
    """Tell which places went, with their looks and captures, as a list was undone."""
    told: dict[str, str | int] = {"list": str(whole.pk)}
    acts = [custody.Act("place.removed", place, actor, told) for place in places]
    custody.record_many(case, acts, now=now)


def list_of(place: Sighting) -> str:
    """The list a place came in with, or nothing."""
    return str(place.whole_id or "")
