"""Other places to look at beside a place of a case, and how one that was found is noted."""

from datetime import datetime

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case
from evidence.models import Kind, Observation, Sighting
from evidence.services.sightings import CaseClosed
from takedowns.services import siblings
from tests import factories

pytestmark = pytest.mark.django_db

POST = "https://x.com/invented/status/11"
EMBED = "https://platform.twitter.com/embed/Tweet.html?id=11"


@pytest.fixture
def place(case: Case) -> Sighting:
    return factories.sighting(case, POST)


def addresses(place: Sighting) -> set[str]:
    return {each.address for each in siblings.proposed(place)}


def test_proposes_what_the_case_does_not_hold_yet(place: Sighting, case: Case) -> None:
    before = addresses(place)
    factories.sighting(case, EMBED)

    assert EMBED in before
    assert addresses(place) == before - {EMBED}


def test_notes_the_place_as_seen_now_and_found_through_the_first(
    place: Sighting, wren: Person, now: datetime
) -> None:
    made = siblings.add(place, address=EMBED, actor=wren, now=now)

    assert made is not None
    assert (made.url, made.seen_at, made.reached_from) == (EMBED, now, place)
    assert made.platform == place.platform
    assert Observation.objects.filter(sighting=made, observed_at=now).exists()


def test_notes_nothing_twice(place: Sighting, wren: Person, now: datetime) -> None:
    siblings.add(place, address=EMBED, actor=wren, now=now)

    assert siblings.add(place, address=EMBED, actor=wren, now=now) is None
    assert place.case.sightings.count() == 2


@pytest.mark.parametrize("address", ["https://evil.example/", POST, "", "javascript:alert(1)"])
def test_notes_nothing_that_was_not_proposed(
    address: str, place: Sighting, wren: Person, now: datetime
) -> None:
    with pytest.raises(siblings.NotProposed):
        siblings.add(place, address=address, actor=wren, now=now)

    assert place.case.sightings.count() == 1


def test_notes_nothing_for_a_stranger(place: Sighting, dan: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        siblings.add(place, address=EMBED, actor=dan, now=now)


def test_notes_nothing_in_a_closed_case(place: Sighting, wren: Person, now: datetime) -> None:
    Case.objects.filter(pk=place.case_id).update(state="CLOSED")

    with pytest.raises(CaseClosed):
        siblings.add(place, address=EMBED, actor=wren, now=now)


def test_proposes_nothing_for_a_place_without_an_address(case: Case, place: Sighting) -> None:
    place.kind, place.url, place.locator = Kind.CHAT, "", "A group"

    assert siblings.proposed(place) == ()
