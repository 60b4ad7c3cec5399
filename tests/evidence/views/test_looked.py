"""The page that says who looked."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import Person
from cases.models import Case
from evidence.models import CustodyEvent, LookReason
from evidence.services import exhibits
from tests.custody_triggers import lifted
from tests.evidence import makers
from tests.evidence.views.conftest import Door

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]


def openings(case: Case) -> int:
    return CustodyEvent.objects.filter(case=case, kind="case.opened").count()


def test_writes_an_opening_down_once_an_hour(
    case: Case, wrens: Client, door: Door, now: datetime
) -> None:
    for minutes in (0, 20, 59):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            wrens.get(door("sightings"))

    assert openings(case) == 1


def test_writes_it_down_again_after_an_hour_and_for_another_sign_in(
    case: Case, wren: Person, door: Door, now: datetime
) -> None:
    first, second = Client(), Client()
    first.force_login(wren)
    second.force_login(wren)
    for client, minutes in ((first, 0), (first, 25), (first, 50), (first, 75), (second, 76)):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            client.get(door("sightings"))

    assert openings(case) == 3


def test_names_staff_to_the_client_with_what_they_looked_at(
    case: Case, wren: Person, bea: Person, browse: Browse, door: Door, now: datetime
) -> None:
    exhibit = makers.read_exhibit(case, actor=wren)
    browse(bea).get(door("sightings"))
    exhibits.reveal(exhibit, actor=bea, now=now, reason=LookReason.COMPARE)

    page = browse(wren).get(door("looked")).content.decode()

    assert f"{bea.shown_name} opened the notebook." in page
    assert f"{bea.shown_name} looked at the picture." in page
    assert exhibit.label in page
    assert "to compare it" in page
    assert "looked at a picture 1 time" in page
    assert "You opened the notebook." in page


def test_leaves_no_trace_of_somebody_it_turned_away(
    case: Case, dan: Person, browse: Browse, door: Door
) -> None:
    response = browse(dan).get(door("looked"))

    assert response.status_code == 404
    assert openings(case) == 0


def test_says_when_a_line_was_changed(case: Case, wrens: Client, door: Door) -> None:
    wrens.get(door("sightings"))
    with lifted():
        CustodyEvent.objects.filter(case=case, seq=1).update(kind="exhibit.read")

    page = wrens.get(door("looked")).content.decode()

    assert "was changed after it was written" in page


def test_asks_the_database_as_often_for_many_rows_as_for_few(
    case: Case,
    wren: Person,
    wrens: Client,
    door: Door,
    now: datetime,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    exhibit = makers.read_exhibit(case, actor=wren)
    wrens.get(door("looked"))
    for _ in range(30):
        exhibits.reveal(exhibit, actor=wren, now=now)

    with django_assert_max_num_queries(22):  # type: ignore[attr-defined]  # a context manager
        wrens.get(door("looked"))
