"""Pages about who is responsible for a site."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Age, Case
from evidence.models import Sighting
from takedowns import tasks
from takedowns.models import LookupState, ResponsibleLookup, Via
from tests import factories
from tests.evidence.views.conftest import Answer
from tests.factories import NOON
from tests.takedowns.lookups.samples import GTLD, REGISTRANT

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]
VISIT = "one visit to its front page from this server, not from you"


@pytest.fixture(autouse=True)
def nudges(
    monkeypatch: pytest.MonkeyPatch, time_machine_at: Callable[[datetime], None]
) -> list[str]:
    time_machine_at(NOON)
    told: list[str] = []
    monkeypatch.setattr(
        tasks.look_up_responsible, "delay_on_commit", lambda *, lookup_id: told.append(lookup_id)
    )
    return told


@pytest.fixture
def place(case: Case) -> Sighting:
    return factories.sighting(case, "https://leaksite-for-tests.com/view/18580")


def door(place: Sighting, step: str = "") -> str:
    return reverse(f"takedowns:responsible{step}", args=[place.case.ref, place.pk])


def text(page: Answer) -> str:
    return page.content.decode()


def test_asks_only_when_told_to_and_says_beforehand_who_sees_it(
    browse: Browse, place: Sighting, wren: Person, nudges: list[str]
) -> None:
    shown = text(browse(wren).get(door(place)))
    before = ResponsibleLookup.objects.count()
    after = text(browse(wren).post(door(place, "-ask"), follow=True))

    assert VISIT in shown and before == 0 and "being asked" in after
    assert nudges == [str(ResponsibleLookup.objects.get().pk)]


def test_promises_no_visit_where_there_will_be_none(
    browse: Browse, place: Sighting, wren: Person
) -> None:
    Case.objects.update(age=Age.MINOR)

    shown = text(browse(wren).get(door(place)))

    assert "Ask them now" in shown and VISIT not in shown


def test_shows_what_a_pasted_answer_names_and_nothing_of_the_owner(
    browse: Browse, place: Sighting, wren: Person
) -> None:
    shown = text(browse(wren).post(door(place, "-paste"), {"answer": GTLD}, follow=True))

    assert "NameCheap, Inc." in shown and "abuse@namecheap.example" in shown
    assert "From a pasted answer" in shown and "22 Nov 2026" in shown
    assert REGISTRANT not in shown


def test_loses_nothing_of_what_was_pasted_where_nobody_is_named(
    browse: Browse, place: Sighting, wren: Person
) -> None:
    page = browse(wren).post(door(place, "-paste"), {"answer": "No match for this one"})

    assert page.status_code == 422
    assert "No match for this one" in text(page) and "Paste the whole answer" in text(page)


def test_takes_an_address_that_was_typed(browse: Browse, place: Sighting, wren: Person) -> None:
    refused = browse(wren).post(door(place, "-hand"), {"role": "host", "name": "A B", "mail": "a"})
    taken = browse(wren).post(
        door(place, "-hand"), {"role": "host", "name": "A Host", "mail": "abuse@host.example"},
        follow=True,
    )  # fmt: skip

    assert refused.status_code == 422 and "not a mail address" in text(refused)
    assert "A B" in text(refused)
    assert "A Host" in text(taken) and "Typed in" in text(taken)


def test_fills_the_part_of_the_places_page(browse: Browse, place: Sighting, wren: Person) -> None:
    browse(wren).post(door(place, "-paste"), {"answer": GTLD})

    whole = text(browse(wren).get(reverse("evidence:sighting", args=[place.case.ref, place.pk])))
    part = text(browse(wren).get(door(place), headers={"hx-request": "true"}))

    assert f'hx-get="{door(place)}"' in whole and f'href="{door(place)}"' in whole
    assert "NameCheap, Inc." in part and "<html" not in part


def test_says_what_could_not_be_found_out(browse: Browse, place: Sighting, wren: Person) -> None:
    ResponsibleLookup.objects.create(
        sighting=place, host=place.host, via=Via.RDAP, state=LookupState.DONE, asked_at=NOON,
        asked_by=wren, done_at=NOON, trouble=["The registry did not answer."],
    )  # fmt: skip

    shown = text(browse(wren).get(door(place)))

    assert "The registry did not answer." in shown and "Nobody to write to was found." in shown


def test_is_not_there_for_a_place_without_a_site(browse: Browse, case: Case, wren: Person) -> None:
    place = factories.sighting(case, "https://a-site.com/1", host="", locator="a chat")

    assert browse(wren).get(door(place)).status_code == 404
