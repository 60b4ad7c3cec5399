"""What the picture of the spread is drawn from; page and dossier read it alike."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from cases.models import Case
from evidence.models import Observation, Presence, Sighting
from evidence.rendering.spread import Stay


def stays_of(
    places: Iterable[Sighting], looks: dict[UUID, list[Observation]], *, leads: dict[UUID, int]
) -> list[Stay]:
    """One stay for each place with a known time. `leads` gives places' numbers by their key."""
    stays = (_stay(place, looks.get(place.pk, []), leads=leads) for place in places)
    return [stay for stay in stays if stay is not None]


def _stay(place: Sighting, looks: Sequence[Observation], *, leads: dict[UUID, int]) -> Stay | None:
    first = place.seen_at or (looks[0].observed_at if looks else None)
    if first is None:
        return None
    there = [look.observed_at for look in looks if look.presence != Presence.GONE]
    gone = bool(looks) and looks[-1].presence == Presence.GONE
    last = looks[-1].observed_at if gone else max([first, *there])
    return Stay(
        number=place.number,
        platform=place.shown_place,
        first=first,
        last=max(first, last),
        gone=gone,
        views=place.views,
        followers=place.followers,
        reached_from=leads.get(place.reached_from_id) if place.reached_from_id else None,
    )


def stays(case: Case) -> list[Stay]:
    """The stays of a case, in two queries."""
    looks: dict[UUID, list[Observation]] = defaultdict(list)
    rows = Observation.objects.filter(sighting__case=case)
    for look in rows.order_by("observed_at", "pk"):
        looks[look.sighting_id].append(look)
    places = list(Sighting.objects.filter(case=case).order_by("number"))
    return stays_of(places, looks, leads={place.pk: place.number for place in places})
