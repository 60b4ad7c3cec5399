"""Where else to look, on the page of a place: what the link says, links to look, one tap to add."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Person
from cases.models import Case
from evidence.models import Sighting
from tests import factories

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]
EMBED = "https://mega.nz/embed/inVented#Key_1-a"


@pytest.fixture
def place(case: Case) -> Sighting:
    return factories.sighting(case, "https://mega.nz/file/inVented#Key_1-a")


def path_of(place: Sighting, rest: str = "") -> str:
    return f"/b/{place.case.ref}/places/{place.pk}/{rest}"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_has_a_frame_with_a_link_on_the_page_of_the_place(
    place: Sighting, wren: Person, browse: Browse
) -> None:
    shown = text(browse(wren), path_of(place))

    assert f'hx-get="{path_of(place, "beside/")}?panel=1"' in shown
    assert f'href="{path_of(place, "beside/")}"' in shown


def test_says_what_the_link_says(place: Sighting, wren: Person, browse: Browse) -> None:
    shown = text(browse(wren), path_of(place, "beside/"))

    assert "MEGA" in shown
    assert "<dd>File</dd>" in shown
    assert "Key in the link, without which nobody can open it" in shown


def test_opens_each_address_without_a_trace(place: Sighting, wren: Person, browse: Browse) -> None:
    shown = text(browse(wren), path_of(place, "beside/") + "?panel=1")

    links = re.findall(r'<a class="button small plain" href="https://[^>]*>', shown)
    assert len(links) > 4
    assert all('rel="noreferrer noopener" target="_blank"' in link for link in links)


def test_adds_with_one_tap_and_proposes_it_no_more(
    place: Sighting, wren: Person, browse: Browse
) -> None:
    client = browse(wren)

    answer = client.post(path_of(place, "beside/add/"), {"address": EMBED}, follow=True)

    assert "Place 2 is noted." in answer.content.decode()
    assert Sighting.objects.get(number=2).url == EMBED
    assert EMBED not in text(client, path_of(place, "beside/"))


def test_answers_kindly_to_an_address_nobody_proposed(
    place: Sighting, wren: Person, browse: Browse
) -> None:
    answer = browse(wren).post(
        path_of(place, "beside/add/"), {"address": "https://evil.example/"}, follow=True
    )

    assert "Add it by hand" in answer.content.decode()
    assert place.case.sightings.count() == 1


def test_lets_nobody_add_in_a_closed_case(place: Sighting, wren: Person, browse: Browse) -> None:
    Case.objects.filter(pk=place.case_id).update(state="CLOSED")
    client = browse(wren)

    client.post(path_of(place, "beside/add/"), {"address": EMBED})

    assert place.case.sightings.count() == 1
    assert "I found it there" not in text(client, path_of(place, "beside/"))


def test_knows_no_place_of_another_case(
    place: Sighting, junes_case: Case, june: Person, dan: Person, browse: Browse
) -> None:
    crossed = f"/b/{junes_case.ref}/places/{place.pk}/beside/"

    assert browse(june).get(crossed).status_code == 404
    assert browse(june).post(f"{crossed}add/", {"address": EMBED}).status_code == 404
    assert browse(dan).get(path_of(place, "beside/")).status_code == 404
