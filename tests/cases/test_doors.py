"""Not yours is 404; yours, but not allowed, is 403. Every door, every person."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern

from accounts.models import Person
from cases.models import Case, State
from cases.urls import urlpatterns
from tests.cases.doors import DOORS, NO_CASE, Door
from tests.cases.pages import Browse

TOKEN = re.compile(rb"[A-Za-z0-9]{64}")
each_door = pytest.mark.parametrize("door", DOORS, ids=str)


def test_lists_every_door_of_the_app() -> None:
    names = {door.name for door in DOORS} | NO_CASE

    assert names == {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}


@each_door
@pytest.mark.parametrize("who", ["dan", "june", "cy", "otto"])
def test_hides_the_case_from_whoever_has_no_part(
    door: Door, who: str, case: Case, browse: Browse, request: pytest.FixtureRequest
) -> None:
    outsider = request.getfixturevalue(who)

    answer = browse(outsider).get(door.at(case))

    assert answer.status_code == 404


@each_door
def test_hides_the_case_from_the_stranger_who_posts(
    door: Door, case: Case, dan: Person, browse: Browse
) -> None:
    answer = browse(dan).post(door.at(case), {"take": "1", "end": "1", "text": "x"})

    assert answer.status_code == 404


@each_door
def test_sends_whoever_is_not_signed_in_to_the_sign_in_page(
    door: Door, case: Case, client: Client
) -> None:
    answer = client.get(door.at(case))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/in/login/")


@each_door
def test_looks_the_same_to_a_stranger_as_a_case_that_is_not_there(
    door: Door, case: Case, dan: Person, browse: Browse
) -> None:
    there = browse(dan).get(door.at(case))
    nowhere = browse(dan).get(door.at(Case(ref="Z9-ZZZ9")))

    assert TOKEN.sub(b"", there.content) == TOKEN.sub(b"", nowhere.content)


@each_door
def test_opens_to_the_client_what_is_theirs(
    door: Door, case: Case, wren: Person, browse: Browse
) -> None:
    assert browse(wren).get(door.at(case)).status_code == door.client


@each_door
@pytest.mark.parametrize("who", ["bea", "ada"])
def test_opens_to_the_advocate_and_the_supervisor_what_is_their_work(
    door: Door, who: str, case: Case, browse: Browse, request: pytest.FixtureRequest
) -> None:
    worker = request.getfixturevalue(who)

    assert browse(worker).get(door.at(case)).status_code == door.staff


@each_door
def test_tells_a_colleague_that_it_is_not_theirs_to_open(
    door: Door, case: Case, ida: Person, browse: Browse
) -> None:
    assert browse(ida).get(door.at(case)).status_code == door.colleague


@each_door
def test_shuts_every_door_of_a_disposed_case(
    door: Door, case: Case, wren: Person, browse: Browse
) -> None:
    Case.objects.filter(pk=case.pk).update(state=State.DISPOSED)

    assert browse(wren).get(door.at(case)).status_code == 404
