"""Who may open what: every door of this app with every person."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Membership, Organisation, Person, Role
from tests import factories

Browse = Callable[[Person], Client]
EVERYBODY = ["ada", "bea", "ida", "cy", "otto", "wren", "june", "dan"]
INSIDE = {"ada": 200, "bea": 403, "ida": 403, "cy": 403, "otto": 403}
OUTSIDE = {"wren": 404, "june": 404, "dan": 404}
OUGHT = {**INSIDE, **OUTSIDE}


def member_of(team: Organisation) -> Membership:
    """Somebody in the team whom nobody in these tests is."""
    return Membership.objects.get(person=factories.member(team, "gil", Role.ADVOCATE))


@pytest.mark.parametrize("path", ["/you/", "/team/", "/team/new/", "/safe/"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_opens_what_is_everybodys_own(
    request: pytest.FixtureRequest, browse: Browse, who: str, path: str
) -> None:
    browser = browse(request.getfixturevalue(who))

    assert browser.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/you/", "/team/", "/team/new/"])
def test_asks_a_signed_out_reader_to_sign_in(client: Client, db: None, path: str) -> None:
    assert client.get(path)["Location"] == f"/in/login/?next={path}"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_lets_only_the_supervisor_make_codes(
    request: pytest.FixtureRequest, browse: Browse, team: Organisation, who: str, method: str
) -> None:
    browser = browse(request.getfixturevalue(who))

    response = getattr(browser, method)(f"/team/{team.pk}/code/")

    assert response.status_code == OUGHT[who]


@pytest.mark.parametrize("act", ["role", "remove"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_lets_only_the_supervisor_change_members(
    request: pytest.FixtureRequest, browse: Browse, team: Organisation, who: str, act: str
) -> None:
    browser = browse(request.getfixturevalue(who))

    response = browser.get(f"/team/members/{member_of(team).pk}/{act}/")

    assert response.status_code == OUGHT[who]


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != "ada"])
def test_changes_nothing_for_anybody_else(
    request: pytest.FixtureRequest, browse: Browse, team: Organisation, who: str
) -> None:
    held = member_of(team)
    browser = browse(request.getfixturevalue(who))

    browser.post(f"/team/members/{held.pk}/role/", {"role": Role.SUPERVISOR})
    browser.post(f"/team/members/{held.pk}/remove/")

    held.refresh_from_db()
    assert held.role == Role.ADVOCATE


def test_shows_only_ones_own_team(browse: Browse, bea: Person, dan: Person) -> None:
    page = browse(bea).get("/team/").content.decode()

    assert "Harbour Advice" in page
    assert "Lantern Line" not in page


def test_shows_the_code_once(browse: Browse, ada: Person, team: Organisation) -> None:
    browser = browse(ada)
    shown = browser.post(f"/team/{team.pk}/code/", {"role": Role.COUNSEL, "username": ""})

    code = shown.context["code"]

    assert code in shown.content.decode()
    assert code not in browser.get(f"/team/{team.pk}/code/").content.decode()


def test_joins_by_the_page(browse: Browse, ada: Person, june: Person, team: Organisation) -> None:
    shown = browse(ada).post(f"/team/{team.pk}/code/", {"role": Role.COUNSEL})
    told = {"act": "join", "join-code": shown.context["code"]}

    response = browse(june).post("/team/new/", told)

    assert response["Location"] == "/team/"
    assert june.memberships.get().role == Role.COUNSEL


def test_keeps_a_wrong_code_on_the_page(browse: Browse, june: Person) -> None:
    page = browse(june).post("/team/new/", {"act": "join", "join-code": "typo"}).content.decode()

    assert 'value="typo"' in page
    assert "This code does not work." in page


def test_starts_a_team_by_the_page(browse: Browse, june: Person) -> None:
    browse(june).post("/team/new/", {"act": "start", "team-name": "Quay"})

    assert june.memberships.get().role == Role.SUPERVISOR


def test_tells_the_last_supervisor_why_not(browse: Browse, ada: Person) -> None:
    held = ada.memberships.get()

    page = browse(ada).post(f"/team/members/{held.pk}/remove/").content.decode()

    assert "A team needs a supervisor." in page


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        ("wren", ["My notebook", "You"]),
        ("bea", ["Today", "Cases", "Platforms", "Team", "You"]),
        ("cy", ["My notebook", "Team", "You"]),
    ],
)
def test_offers_the_pages_of_the_role(
    request: pytest.FixtureRequest, browse: Browse, who: str, labels: list[str]
) -> None:
    nav = browse(request.getfixturevalue(who)).get("/you/").context["nav"]

    offered = [item.label for item in nav]

    assert [label for label in labels if label in offered] == offered
    assert {"You"} == {item.label for item in nav if item.current}
