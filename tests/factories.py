"""Rows for tests, with as little said as possible. No real names, no real addresses."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from accounts.models import Membership, Organisation, Person, Role
from cases.models import Case, Contact
from evidence import places
from evidence.links import normalise
from evidence.models import Sighting

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
# Longer than any suggested name can be like: names are drawn anew for every test.
PASSWORD = "seven wide ships pass the old stone bridge at dusk"


def person(username: str, **more: Any) -> Person:
    """A person who signs in with PASSWORD."""
    return Person.objects.create_user(username, password=PASSWORD, **more)


def organisation(name: str) -> Organisation:
    """A team for training: nobody in it needs a second step."""
    return Organisation.objects.create(name=name, created_at=NOON, is_training=True)


def member(team: Organisation, username: str, role: Role) -> Person:
    """A person with a role in a team."""
    someone = person(username)
    Membership.objects.create(organisation=team, person=someone, role=role, joined_at=NOON)
    return someone


def case(**more: Any) -> Case:
    """An open case; `client` or `opened_by` should be given."""
    opener = more.pop("opened_by", None) or more.get("client") or person("opener")
    return Case.objects.create(opened_by=opener, opened_at=NOON, **more)


def sighting(case: Case, url: str, **more: Any) -> Sighting:
    """A place with an address, recognised as the app would."""
    link = normalise(url)
    place = places.recognise(link.url)
    number = case.sightings.count() + 1
    Case.objects.filter(pk=case.pk).update(next_sighting=number + 1)
    values: dict[str, Any] = {
        "number": number, "as_seen": link.as_seen, "url": link.url,
        "key": sha256(link.key.encode()).hexdigest(),
        "host": link.host, "platform": place.platform_id or "",
        "platform_name": place.platform_name or "",
        "page_kind": place.page_kind, "identifiers": dict(place.identifiers),
        "seen_at": NOON, "seen_zone": "Europe/Berlin", "logged_at": NOON,
        "logged_by": case.opened_by,
    }  # fmt: skip
    return Sighting.objects.create(case=case, **{**values, **more})


def contact(case: Case, **more: Any) -> Contact:
    """A way to reach the person, made for this alone."""
    values = {"name": "Wren Example", "mail": "answers@mailbox.example", "changed_at": NOON}
    return Contact.objects.create(case=case, **{**values, **more})
