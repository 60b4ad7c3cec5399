"""The page of how it spread, and what it asks for when a place is noted."""

import pytest
from django.test import Client

from accounts.models import Person
from cases.models import Case
from evidence.models import Sighting
from evidence.services.sightings import Noticed
from tests.evidence import makers
from tests.evidence.views.conftest import Door
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def test_teaches_where_no_place_is_noted(wrens: Client, door: Door) -> None:
    page = wrens.get(door("spread")).content.decode()

    assert "No place is noted yet" in page and '<svg class="drawn' not in page


def test_draws_what_has_a_time_and_lists_the_rest(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    seen = Noticed(seen_at=NOON, views=1200)
    makers.sighting(case, actor=wren, noticed=seen)
    makers.sighting(case, actor=wren, link=makers.OTHER_LINK, noticed=Noticed(reached_from=1))

    page = wrens.get(door("spread")).content.decode()

    assert page.count('<svg class="drawn') == 1
    assert "1 place without a known time is only in the list." in page
    assert "through place 1" in page and "1,200 views" in page
    assert makers.OTHER_LINK not in page


def test_asks_in_as_many_queries_for_many_places_as_for_one(
    wrens: Client, door: Door, case: Case, wren: Person, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        noticed = Noticed(seen_at=NOON, reached_from=number or None)
        link = f"https://leak.example/{number}"
        makers.sighting(case, actor=wren, link=link, noticed=noticed)

    with django_assert_max_num_queries(16):  # type: ignore[operator]  # pytest-django's own
        wrens.get(door("spread"))


def test_keeps_what_is_said_of_a_chat(wrens: Client, door: Door) -> None:
    body = {
        "kind": "CHAT", "locator": "the football group", "platform": "Chatter", "handle": "+00 1",
        "group": "Saturday", "message_number": "118", "when": "unknown", "followers": "1.2k",
        "reached_account": "someone at school",
    }  # fmt: skip

    wrens.post(door("sighting-add"), body)
    made = Sighting.objects.get()
    page = wrens.get(door("sighting", made.pk)).content.decode()

    assert (made.followers, made.platform_name) == (1200, "Chatter")
    assert all(word in page for word in ("Saturday", "118", "someone at school", "Chatter"))


def test_says_that_a_place_is_not_there(wrens: Client, door: Door) -> None:
    body = {"links": makers.LINK, "when": "unknown", "reached_from": "7"}

    answer = wrens.post(door("sighting-add"), body)

    assert answer.status_code == 422
    assert "There is no place 7 in this case." in answer.content.decode()
    assert not Sighting.objects.exists()


def test_changes_what_is_said_of_a_chat(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    wrens.post(door("sighting-add"), {"kind": "CHAT", "locator": "a group", "when": "unknown"})
    made = Sighting.objects.get()

    wrens.post(
        door("sighting-edit", made.pk),
        {"locator": "another group", "group": "Sunday", "when": "unknown"},
    )

    made.refresh_from_db()
    assert (made.locator, made.identifiers) == ("another group", {"group": "Sunday"})
