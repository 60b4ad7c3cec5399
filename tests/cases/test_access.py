"""Roles, permissions and who sees what."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Membership, Organisation, Person, Role
from cases import access
from cases.access import Part, Permission
from cases.errors import NotPermitted
from cases.models import Case, Mandate, Scope, State, Way

PARTS = {
    "wren": Part.CLIENT,
    "bea": Part.ADVOCATE,
    "ada": Part.SUPERVISOR,
    "ida": Part.COLLEAGUE,
    "cy": None,
    "otto": None,
    "dan": None,
    "june": None,
}


@pytest.fixture(params=PARTS, ids=str)
def somebody(request: pytest.FixtureRequest) -> tuple[Person, Part | None]:
    return request.getfixturevalue(request.param), PARTS[request.param]


def test_knows_the_part_of_everyone(case: Case, somebody: tuple[Person, Part | None]) -> None:
    person, part = somebody

    assert access.part_in(case, person) == part


def test_lists_a_case_to_those_with_a_part(
    case: Case, somebody: tuple[Person, Part | None]
) -> None:
    person, part = somebody

    assert access.visible_to(person).filter(pk=case.pk).exists() == (part is not None)


def test_allows_what_the_table_says_and_nothing_else(
    case: Case, somebody: tuple[Person, Part | None]
) -> None:
    person, part = somebody

    assert access.allowed(person, case) == (access.TABLE[part] if part else frozenset())


def test_lets_those_work_who_may_open_it(case: Case, somebody: tuple[Person, Part | None]) -> None:
    person, _ = somebody

    workable = access.workable_by(person).filter(pk=case.pk).exists()

    assert workable == access.can(person, Permission.SEE, case)


def test_lets_a_colleague_take_only_what_nobody_has(case: Case, ida: Person) -> None:
    before = access.can(ida, Permission.TAKE, case)
    case.advocate = None

    assert (before, access.can(ida, Permission.TAKE, case)) == (False, True)


def test_forgets_an_advocate_who_left_the_team(case: Case, bea: Person) -> None:
    Membership.objects.filter(person=bea).delete()

    assert not access.allowed(bea, case)
    assert not access.workable_by(bea).exists()


def test_forgets_a_person_whose_account_is_off(case: Case, wren: Person) -> None:
    wren.is_active = False

    assert not access.allowed(wren, case)
    assert not access.visible_to(wren).exists()


def test_ends_every_part_in_a_disposed_case(case: Case, wren: Person) -> None:
    case.state = State.DISPOSED
    case.save()

    assert not access.allowed(wren, case)
    assert not access.visible_to(wren).exists()


def test_refuses_by_name_what_is_not_allowed(case: Case, dan: Person) -> None:
    with pytest.raises(NotPermitted):
        access.require(dan, Permission.SEE, case)


def test_names_the_people_to_whom_a_case_may_go(
    team: Organisation, bea: Person, ada: Person, ida: Person, cy: Person, otto: Person
) -> None:
    assert list(access.staff_of(team)) == [ada, bea, ida]


def test_knows_the_supervisor_of_a_team(team: Organisation, ada: Person, bea: Person) -> None:
    assert access.leads(ada, team)
    assert not access.leads(bea, team)


def test_leaves_teams_out_in_which_a_person_only_reads(team: Organisation, cy: Person) -> None:
    assert Membership.objects.filter(person=cy, role=Role.COUNSEL).exists()
    assert not access.teams_of(cy).exists()


def _mandate(case: Case, holder: Person, now: datetime, **more: object) -> Mandate:
    return Mandate.objects.create(
        case=case, holder=holder, scope=[Scope.NOTICES], words="yes", way=Way.ONLINE,
        recorded_by=holder, **{"given_at": now, **more},
    )  # fmt: skip


def test_honours_a_mandate_for_its_scope_alone(case: Case, bea: Person, now: datetime) -> None:
    _mandate(case, bea, now)

    assert access.has_mandate(bea, Scope.NOTICES, case, now=now)
    assert not access.has_mandate(bea, Scope.DOSSIER, case, now=now)


def test_honours_no_mandate_of_somebody_else(
    case: Case, bea: Person, ada: Person, now: datetime
) -> None:
    _mandate(case, bea, now)

    assert not access.has_mandate(ada, Scope.NOTICES, case, now=now)


@pytest.mark.parametrize(
    ("days", "holds"), [(0, True), (1, False)], ids=["its last day", "the day after"]
)
def test_ends_a_mandate_with_its_last_day(
    *, days: int, holds: bool, case: Case, bea: Person, now: datetime
) -> None:
    _mandate(case, bea, now, until_date=now.date())

    later = now + timedelta(days=days)

    assert access.has_mandate(bea, Scope.NOTICES, case, now=later) is holds


def test_ends_a_mandate_when_it_is_taken_back(case: Case, bea: Person, now: datetime) -> None:
    _mandate(case, bea, now, revoked_at=now)

    assert not access.has_mandate(bea, Scope.NOTICES, case, now=now)
