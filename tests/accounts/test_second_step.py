"""Whoever works with the cases of others needs a second step at sign-in."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import Membership, Organisation, Person, Role
from accounts.services.second_step import may_turn_off
from tests.factories import NOON

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]


@pytest.fixture
def in_earnest(team: Organisation) -> Organisation:
    """A team that works on real cases."""
    team.is_training = False
    team.save()
    return team


def step_of(person: Person, kind: Authenticator.Type = Authenticator.Type.TOTP) -> Authenticator:
    return Authenticator.objects.create(user=person, type=kind, data={})


@pytest.mark.parametrize("role", list(Role))
def test_leads_everybody_in_a_team_to_setting_one_up(
    role: Role, in_earnest: Organisation, june: Person, browse: Browse
) -> None:
    Membership.objects.create(organisation=in_earnest, person=june, role=role, joined_at=NOON)

    response = browse(june).get("/today/", follow=True)

    assert response.redirect_chain[0] == ("/in/2fa/", 302)
    assert "Set up a second step, then you can go on." in response.content.decode()


def test_changes_nothing_before_it_is_set_up(
    in_earnest: Organisation, bea: Person, browse: Browse
) -> None:
    response = browse(bea).post("/team/new/", {"act": "start", "team-name": "Quay"})

    assert response["Location"] == "/in/2fa/"
    assert not Organisation.objects.filter(name="Quay").exists()


@pytest.mark.parametrize("path", ["/leave/", "/safe/", "/you/", "/in/2fa/totp/activate/"])
def test_keeps_the_ways_out_and_the_way_in_open(
    path: str, in_earnest: Organisation, bea: Person, browse: Browse
) -> None:
    assert browse(bea).get(path).get("Location", "") != "/in/2fa/"


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_lets_whoever_has_one_go_on(
    kind: Authenticator.Type, in_earnest: Organisation, bea: Person, browse: Browse
) -> None:
    step_of(bea, kind)

    assert browse(bea).get("/today/").status_code == 200


def test_is_not_content_with_recovery_codes(
    in_earnest: Organisation, bea: Person, browse: Browse
) -> None:
    step_of(bea, Authenticator.Type.RECOVERY_CODES)

    assert browse(bea).get("/today/")["Location"] == "/in/2fa/"


def test_asks_nothing_of_a_client_or_of_a_team_for_training(
    wren: Person, bea: Person, browse: Browse
) -> None:
    assert browse(wren).get("/you/").status_code == 200
    assert browse(bea).get("/today/").status_code == 200


def test_keeps_the_last_one_of_staff_and_lets_a_client_turn_theirs_off(
    in_earnest: Organisation, bea: Person, wren: Person
) -> None:
    last, own = step_of(bea), step_of(wren)

    assert not may_turn_off(last)
    assert may_turn_off(own)

    step_of(bea, Authenticator.Type.WEBAUTHN)
    assert may_turn_off(last)


def test_refuses_to_turn_off_the_last_one_on_the_page(
    in_earnest: Organisation, bea: Person, browse: Browse
) -> None:
    step_of(bea)

    browse(bea).post("/in/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=bea).exists()
