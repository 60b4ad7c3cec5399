"""Who gets in at each door of Wren's evidence."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Case
from evidence.models import Kind, Match
from evidence.services import helping, uploads
from evidence.urls import urlpatterns
from tests.evidence import makers
from tests.evidence.views.conftest import Answer
from tests.factories import NOON

pytestmark = pytest.mark.django_db

POSTS = {
    *("observation-add", "exhibit-preview", "match-decide", "upload-begin"),
    *("helper-end", "contribution-decide"),
}


@pytest.fixture
def doors(case: Case, wren: Person) -> dict[str, str]:
    """Every address of a case in this app, with things of Wren's case behind it."""
    exhibit = makers.read_exhibit(case, actor=wren, seed=3)
    invited = helping.invite(case, label="a friend", days=30, actor=wren, now=NOON)
    gift = helping.Gift(kind=Kind.CHAT, locator="a group")
    given = helping.give(invited.link, gift=gift, file=None, file_name="", now=NOON)
    reference = makers.reference(case, actor=wren, seed=3)
    makers.compared()
    named = {
        "ref": case.ref,
        "sighting_id": makers.sighting(case, actor=wren).pk,
        "exhibit_id": exhibit.pk,
        "reference_id": reference.pk,
        "match_id": Match.objects.get().pk,
        "upload_id": uploads.begin(case, name="a", size=9, mark="", actor=wren, now=NOON).pk,
        "helper_id": invited.link.pk,
        "contribution_id": given.pk,
    }
    return {
        str(route.name): reverse(
            f"evidence:{route.name}", kwargs={key: named[key] for key in route.pattern.converters}
        )
        for route in urlpatterns
        if "ref" in route.pattern.converters
    }


def knock(client: Client, name: str, address: str) -> Answer:
    return client.post(address) if name in POSTS else client.get(address)


def answers(client: Client, doors: dict[str, str]) -> dict[str, int]:
    return {name: knock(client, name, address).status_code for name, address in doors.items()}


@pytest.mark.parametrize("who", ["wren", "bea", "ada"])
def test_lets_in_who_is_on_the_case(
    request: pytest.FixtureRequest,
    browse: Callable[[Person], Client],
    doors: dict[str, str],
    who: str,
) -> None:
    found = answers(browse(request.getfixturevalue(who)), doors)

    assert {name: code for name, code in found.items() if code not in (200, 302, 422)} == {}


@pytest.mark.parametrize("who", ["dan", "june", "cy", "otto"])
def test_does_not_exist_for_the_stranger(
    request: pytest.FixtureRequest,
    browse: Callable[[Person], Client],
    doors: dict[str, str],
    who: str,
) -> None:
    found = answers(browse(request.getfixturevalue(who)), doors)

    assert set(found.values()) == {404}


def test_stays_shut_for_a_colleague_without_the_case(
    browse: Callable[[Person], Client], doors: dict[str, str], ida: Person
) -> None:
    assert set(answers(browse(ida), doors).values()) == {403}


def test_sends_the_signed_out_to_sign_in(client: Client, doors: dict[str, str]) -> None:
    assert set(answers(client, doors).values()) == {302}


def test_finds_nothing_of_another_case_under_ones_own(
    browse: Callable[[Person], Client],
    june: Person,
    junes_case: Case,
    case: Case,
    wren: Person,
    doors: dict[str, str],
) -> None:
    client = browse(june)
    stolen = {
        name: address.replace(case.ref, junes_case.ref)
        for name, address in doors.items()
        if "-" in address.split("/b/")[1][10:]
    }

    assert stolen and set(answers(client, stolen).values()) == {404}
