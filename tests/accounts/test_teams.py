"""Teams: who may join, with which code, and who may change what."""

from datetime import datetime, timedelta

import pytest
from django.core import signing

from accounts.access import NotPermitted
from accounts.models import Membership, Organisation, Person, Role
from accounts.services import teams

SOON = timedelta(days=1)


def membership(person: Person) -> Membership:
    """The only one the person has."""
    return Membership.objects.get(person=person)


def code_for(team: Organisation, ada: Person, now: datetime, *, username: str = "") -> str:
    """A code for an advocate, made by the supervisor."""
    return teams.make_join_code(team, actor=ada, role=Role.ADVOCATE, username=username, now=now)


def test_makes_the_one_who_starts_it_supervisor(wren: Person, now: datetime) -> None:
    started = teams.start_team(wren, name="Quay", now=now)

    assert started.role == Role.SUPERVISOR
    assert started.organisation.name == "Quay"


@pytest.mark.parametrize("name", ["Harbour Advice", "harbour advice"])
def test_refuses_a_name_that_another_team_has(
    team: Organisation, wren: Person, now: datetime, name: str
) -> None:
    with pytest.raises(teams.NameNotFree):
        teams.start_team(wren, name=name, now=now)


@pytest.mark.parametrize("role", list(Role))
def test_gives_the_role_the_code_was_made_for(
    team: Organisation, ada: Person, june: Person, now: datetime, role: Role
) -> None:
    code = teams.make_join_code(team, actor=ada, role=role, now=now)

    joined = teams.join_team(code, person=june, now=now + SOON)

    assert (joined.organisation, joined.role) == (team, role)


def test_reads_a_code_broken_over_lines(
    team: Organisation, ada: Person, june: Person, now: datetime
) -> None:
    code = code_for(team, ada, now)

    joined = teams.join_team(f" {code[:20]}\n{code[20:]} ", person=june, now=now)

    assert joined.person == june


def test_refuses_a_code_after_seven_days(
    team: Organisation, ada: Person, june: Person, now: datetime
) -> None:
    code = code_for(team, ada, now)
    late = now + teams.CODE_LASTS + timedelta(seconds=1)

    with pytest.raises(teams.CodeNotUsable):
        teams.join_team(code, person=june, now=late)


@pytest.mark.parametrize("place", [0, 20, -1])
def test_refuses_a_code_that_was_changed(
    team: Organisation, ada: Person, june: Person, now: datetime, place: int
) -> None:
    letters = list(code_for(team, ada, now))
    letters[place] = "A" if letters[place] != "A" else "B"

    with pytest.raises(teams.CodeNotUsable):
        teams.join_team("".join(letters), person=june, now=now)


@pytest.mark.parametrize("code", ["", "x", "a:b:c", "\x00", "é" * 50, "."])
def test_refuses_what_is_no_code(db: None, june: Person, now: datetime, code: str) -> None:
    with pytest.raises(teams.CodeNotUsable):
        teams.join_team(code, person=june, now=now)


def test_refuses_what_was_signed_for_something_else(db: None, june: Person, now: datetime) -> None:
    with pytest.raises(teams.CodeNotUsable):
        teams.join_team(signing.dumps(["x"]), person=june, now=now)


def test_lets_a_code_in_once(
    team: Organisation, ada: Person, june: Person, dan: Person, now: datetime
) -> None:
    code = code_for(team, ada, now)
    teams.join_team(code, person=june, now=now)

    with pytest.raises(teams.CodeNotUsable):
        teams.join_team(code, person=dan, now=now)


def test_refuses_a_stranger_a_code_made_for_somebody(
    team: Organisation, ada: Person, june: Person, dan: Person, now: datetime
) -> None:
    code = code_for(team, ada, now, username="JUNE")

    with pytest.raises(teams.CodeNotUsable):
        teams.join_team(code, person=dan, now=now)

    assert teams.join_team(code, person=june, now=now).person == june


def test_refuses_the_code_of_somebody_taken_out(
    team: Organisation, ada: Person, june: Person, now: datetime
) -> None:
    code = code_for(team, ada, now)
    joined = teams.join_team(code, person=june, now=now)
    teams.end_membership(joined, actor=ada)

    with pytest.raises(teams.CodeNotUsable):
        teams.join_team(code, person=june, now=now)


def test_refuses_a_code_whose_maker_is_no_supervisor_any_more(
    team: Organisation, ada: Person, bea: Person, june: Person, now: datetime
) -> None:
    code = code_for(team, ada, now)
    teams.change_role(membership(bea), actor=ada, role=Role.SUPERVISOR)
    teams.change_role(membership(ada), actor=bea, role=Role.ADVOCATE)

    with pytest.raises(teams.CodeNotUsable):
        teams.join_team(code, person=june, now=now)


def test_says_so_to_a_member_who_joins_again(
    team: Organisation, ada: Person, bea: Person, now: datetime
) -> None:
    with pytest.raises(teams.AlreadyMember):
        teams.join_team(code_for(team, ada, now), person=bea, now=now)


def test_lets_a_supervisor_change_a_role(ada: Person, bea: Person) -> None:
    teams.change_role(membership(bea), actor=ada, role=Role.COUNSEL)

    assert membership(bea).role == Role.COUNSEL


def test_keeps_the_last_supervisor_in_the_role(ada: Person) -> None:
    with pytest.raises(teams.LastSupervisor):
        teams.change_role(membership(ada), actor=ada, role=Role.ADVOCATE)

    assert membership(ada).role == Role.SUPERVISOR


def test_keeps_the_last_supervisor_in_the_team(ada: Person) -> None:
    with pytest.raises(teams.LastSupervisor):
        teams.end_membership(membership(ada), actor=ada)

    assert membership(ada)


def test_lets_a_supervisor_go_when_there_is_another(ada: Person, bea: Person) -> None:
    teams.change_role(membership(bea), actor=ada, role=Role.SUPERVISOR)

    teams.end_membership(membership(ada), actor=ada)

    assert not Membership.objects.filter(person=ada).exists()


def test_lets_a_member_leave(bea: Person) -> None:
    teams.end_membership(membership(bea), actor=bea)

    assert not Membership.objects.filter(person=bea).exists()


@pytest.mark.parametrize("who", ["bea", "cy", "otto", "dan", "june"])
def test_lets_nobody_but_a_supervisor_act(
    request: pytest.FixtureRequest, team: Organisation, ada: Person, now: datetime, who: str
) -> None:
    other = request.getfixturevalue(who)

    with pytest.raises(NotPermitted):
        teams.make_join_code(team, actor=other, role=Role.ADVOCATE, now=now)
    with pytest.raises(NotPermitted):
        teams.change_role(membership(ada), actor=other, role=Role.ADVOCATE)
    with pytest.raises(NotPermitted):
        teams.end_membership(membership(ada), actor=other)
