"""Rows for tests, with as little said as possible. No real names, no real addresses."""

from datetime import UTC, datetime
from typing import Any

from accounts.models import Membership, Organisation, Person, Role
from cases.models import Case

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PASSWORD = "wide-quiet-harbour-41"


def person(username: str, **more: Any) -> Person:
    """A person who signs in with PASSWORD."""
    return Person.objects.create_user(username, password=PASSWORD, **more)


def organisation(name: str) -> Organisation:
    """A team."""
    return Organisation.objects.create(name=name, created_at=NOON)


def member(team: Organisation, username: str, role: Role) -> Person:
    """A person with a role in a team."""
    someone = person(username)
    Membership.objects.create(organisation=team, person=someone, role=role, joined_at=NOON)
    return someone


def case(**more: Any) -> Case:
    """An open case; `client` or `opened_by` should be given."""
    opener = more.pop("opened_by", None) or more.get("client") or person("opener")
    return Case.objects.create(opened_by=opener, opened_at=NOON, **more)
