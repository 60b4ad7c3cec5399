"""Other places to look at beside a place of a case, and the way to add one that was found."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.errors import DomainError
from evidence.links import Link, LinkRefused, normalise
from evidence.models import Kind, Sighting
from evidence.services import sightings
from evidence.services.sightings import Noticed
from takedowns.registry.loader import registry
from takedowns.registry.siblings import Proposed
from takedowns.registry.siblings import siblings as proposed_for


class NotProposed(DomainError):
    """The address is none that was proposed for this place."""


def proposed(sighting: Sighting) -> tuple[Proposed, ...]:
    """Where else to look, without what the case holds already. Nothing is fetched."""
    if sighting.kind != Kind.LINK or not sighting.url:
        return ()
    linked = [(each, _link(each.address)) for each in proposed_for(sighting.url, registry())]
    links = [link for _, link in linked if link is not None]
    taken = set(sightings.known_among(sighting.case, links=links))
    found: list[Proposed] = []
    for each, link in linked:
        key = sightings.key_of(link) if link else ""
        if key and key not in taken:
            taken.add(key)
            found.append(each)
    return tuple(found)


def _link(address: str) -> Link | None:
    try:
        return normalise(address)
    except LinkRefused:
        return None


@transaction.atomic
def add(sighting: Sighting, *, address: str, actor: Person, now: datetime) -> Sighting | None:
    """Write down that it was found at a proposed address, just now, through this place.

    None where the case holds it already.
    """
    access.require(actor, Permission.LOG, sighting.case)
    offered = {each.address for each in proposed_for(sighting.url, registry())}
    link = _link(address) if address in offered else None
    if link is None:
        raise NotProposed("This address is not among the proposals any more. Add it by hand.")
    noticed = Noticed(seen_at=now, seen_zone=actor.zone, reached_from=sighting.number)
    made = sightings.log_links(sighting.case, links=[link], noticed=noticed, actor=actor, now=now)
    return made[0] if made else None
