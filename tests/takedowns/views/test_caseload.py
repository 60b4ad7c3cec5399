"""All cases in one table: what each person reads of them, and giving several on at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, Organisation, Person, Role
from cases.models import Case, State, TimelineEvent
from tests import factories
from tests.takedowns.views.waiting import letter

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]
LIST = "/list/"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon_today(now: datetime, time_machine_at: Callable[[datetime], None]) -> None:
    """Pages read the clock; it stands at the tests' own noon."""
    time_machine_at(now)


@pytest.fixture
def robins(team: Organisation, ada: Person) -> Case:
    """A case of the same team in Ada's hands, with a place on Reddit."""
    found = factories.case(
        client=factories.person("robin"), client_name="Robin", organisation=team, advocate=ada
    )
    factories.sighting(found, "https://www.reddit.com/r/quiet_place/comments/q1/nothing/")
    return found


@pytest.fixture
def theirs(dan: Person, other_team: Organisation) -> Case:
    """A case of another organisation, with a name that must appear nowhere else."""
    return factories.case(
        client=factories.person("canary"), client_name="Canary Nightingale",
        organisation=other_team, advocate=dan,
    )  # fmt: skip


def page(client: Client, **query: str) -> str:
    answer = found(client, query)
    assert answer.status_code == 200
    return str(answer.text)


def refs(client: Client, **query: str) -> list[str]:
    return [row.case.ref for row in found(client, query).context["rows"]]


def found(client: Client, query: dict[str, str]) -> Any:
    """By address; what was typed goes by form and must not show in the address it leads to."""
    if "words" not in query:
        return client.get(LIST, query)
    answer = client.post(LIST, {"find": "yes", **query}, follow=True)
    assert query["words"] not in answer.redirect_chain[-1][0]
    return answer


def give(client: Client, cases: list[Case], to: Person | None) -> int:
    given = {"cases": [case.ref for case in cases], "to": to.pk if to else ""}
    return client.post(LIST, given).status_code


def test_shows_a_case_with_its_numbers_and_its_next_due_moment(
    case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    letter(case, now=now, due_in=30 * HOUR)
    letter(case, now=now, due_in=6 * HOUR, places=2)

    client = browse(bea)

    (row,) = client.get(LIST).context["rows"]
    assert (row.places, row.letters) == (3, 2)
    assert "6 hours left" in page(client)
    assert "Wren" in page(client)


def test_sorts_by_the_next_due_moment(
    case: Case, robins: Case, ada: Person, browse: Browse, now: datetime
) -> None:
    letter(case, now=now, due_in=30 * HOUR)
    letter(robins, now=now, due_in=6 * HOUR)

    assert refs(browse(ada)) == [robins.ref, case.ref]


def test_shows_of_a_colleagues_case_only_that_it_is_there(
    case: Case, ida: Person, browse: Browse, now: datetime
) -> None:
    letter(case, now=now, due_in=-HOUR)

    text = page(browse(ida))

    assert case.ref in text
    assert "bea" in text
    assert f"/b/{case.ref}/" not in text
    for hidden in ("Wren", "1 hour over", "22 Nov 2026"):
        assert hidden not in text


def test_offers_a_colleague_a_case_that_nobody_has(case: Case, ida: Person, browse: Browse) -> None:
    Case.objects.update(advocate=None)

    text = page(browse(ida))

    assert f"/b/{case.ref}/assign/" in text
    assert "Wren" not in text


@pytest.mark.parametrize("query", [{"words": "Wren"}, {"due": "over"}, {"due": "none"}])
def test_lets_a_colleague_guess_nothing_by_a_filter(
    query: dict[str, str], case: Case, robins: Case, ida: Person, browse: Browse, now: datetime
) -> None:
    letter(case, now=now, due_in=-HOUR)

    assert refs(browse(ida), **query) == []


def test_offers_a_colleague_no_platform_of_a_case_that_is_not_theirs(
    robins: Case, ida: Person, browse: Browse
) -> None:
    text = page(browse(ida))

    assert robins.ref in text
    assert "Reddit" not in text


def test_shows_nothing_of_another_organisation(
    case: Case, theirs: Case, ada: Person, browse: Browse
) -> None:
    text = page(browse(ada), state="ANY")

    assert theirs.ref not in text
    assert "Canary" not in text
    assert "dan" not in text


def test_leaves_out_the_case_in_which_the_advocate_is_the_client(
    bea: Person, team: Organisation, browse: Browse
) -> None:
    factories.case(client=bea, client_name="Private", organisation=team)

    assert refs(browse(bea)) == []


@pytest.mark.parametrize(("state", "found"), [("", 1), ("CLOSED", 1), ("ANY", 2)])
def test_filters_by_state(
    state: str, found: int, case: Case, robins: Case, ada: Person, browse: Browse, now: datetime
) -> None:
    Case.objects.filter(pk=robins.pk).update(state=State.CLOSED, closed_at=now)

    assert len(refs(browse(ada), state=state)) == found


def test_never_lists_a_disposed_case(case: Case, ada: Person, browse: Browse) -> None:
    Case.objects.update(state=State.DISPOSED)

    assert refs(browse(ada), state="ANY") == []


def test_filters_by_platform(case: Case, robins: Case, ada: Person, browse: Browse) -> None:
    assert refs(browse(ada), platform="reddit") == [robins.ref]


def test_filters_by_advocate_and_by_nobody(
    case: Case, robins: Case, bea: Person, ada: Person, browse: Browse
) -> None:
    client = browse(ada)
    assert refs(client, advocate=str(bea.pk)) == [case.ref]

    Case.objects.filter(pk=case.pk).update(advocate=None)

    assert refs(client, advocate="none") == [case.ref]


@pytest.mark.parametrize(("hours", "due"), [(-1, "over"), (20, "day"), (20, "week"), (40, "week")])
def test_filters_by_what_is_due(
    hours: int, due: str, case: Case, robins: Case, ada: Person, browse: Browse, now: datetime
) -> None:
    letter(case, now=now, due_in=hours * HOUR)

    client = browse(ada)

    assert refs(client, due=due) == [case.ref]
    assert refs(client, due="none") == [robins.ref]


@pytest.mark.parametrize("words", ["wre", "WREN"])
def test_finds_a_case_by_the_name_of_the_person(
    words: str, case: Case, robins: Case, ada: Person, browse: Browse
) -> None:
    assert refs(browse(ada), words=words) == [case.ref]


def test_finds_a_case_by_its_reference(
    case: Case, robins: Case, ada: Person, browse: Browse
) -> None:
    assert refs(browse(ada), words=case.ref.lower()) == [case.ref]


@pytest.mark.parametrize(
    "query",
    [{"state": "x"}, {"platform": "nowhere"}, {"advocate": "x"}, {"due": "x"}, {"page": "x"}],
)
def test_leaves_out_a_filter_it_does_not_know(
    query: dict[str, str], case: Case, ada: Person, browse: Browse
) -> None:
    assert refs(browse(ada), **query) == [case.ref]


def test_says_what_to_do_when_no_case_fits(case: Case, ada: Person, browse: Browse) -> None:
    assert "No case fits" in page(browse(ada), words="zzzz")


def test_lets_a_supervisor_give_several_cases_on(
    case: Case, robins: Case, ada: Person, ida: Person, browse: Browse
) -> None:
    give(browse(ada), [case, robins], ida)

    assert set(Case.objects.values_list("advocate", flat=True)) == {ida.pk}
    assert TimelineEvent.objects.filter(kind="case.assigned", actor=ada).count() == 2


def test_gives_no_case_of_another_organisation(
    case: Case, theirs: Case, ada: Person, ida: Person, dan: Person, browse: Browse
) -> None:
    give(browse(ada), [case, theirs], ida)

    theirs.refresh_from_db()
    assert theirs.advocate == dan


def test_gives_no_case_to_a_stranger(
    case: Case, ada: Person, bea: Person, dan: Person, browse: Browse
) -> None:
    assert give(browse(ada), [case], dan) == 422

    case.refresh_from_db()
    assert case.advocate == bea


def test_names_the_case_that_could_not_be_given(
    case: Case, ada: Person, bea: Person, other_team: Organisation, browse: Browse, now: datetime
) -> None:
    Membership.objects.create(
        organisation=other_team, person=ada, role=Role.SUPERVISOR, joined_at=now
    )
    away = factories.case(client=factories.person("lu"), organisation=other_team)
    client = browse(ada)

    give(client, [case, away], bea)

    assert f"{away.ref}: This person does not work on the cases of this team." in page(client)


@pytest.mark.parametrize("who", ["bea", "ida"])
def test_lets_only_a_supervisor_give_several_at_once(
    who: str, case: Case, ida: Person, bea: Person, browse: Browse, request: pytest.FixtureRequest
) -> None:
    assert give(browse(request.getfixturevalue(who)), [case], ida) == 403

    case.refresh_from_db()
    assert case.advocate == bea


def test_asks_for_a_case_and_a_person(case: Case, ada: Person, browse: Browse) -> None:
    answer = browse(ada).post(LIST, {"to": ""})

    assert answer.status_code == 422
    assert "Choose at least one case." in answer.content.decode()
    assert "Choose a person." in answer.content.decode()


@pytest.mark.parametrize("who", ["wren", "june", "cy", "otto"])
def test_is_no_page_for_whoever_works_on_no_case(
    who: str, case: Case, browse: Browse, request: pytest.FixtureRequest
) -> None:
    answer = browse(request.getfixturevalue(who)).get(LIST)

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/today/"


def test_asks_the_database_as_often_for_twenty_cases_as_for_two(
    team: Organisation, ada: Person, bea: Person, browse: Browse, now: datetime
) -> None:
    client, asked = browse(ada), []

    for number in range(20):
        letter(factories.case(opened_by=bea, organisation=team, advocate=bea), now=now)
        if number in {1, 19}:
            client.get(LIST)
            with CaptureQueriesContext(connection) as queries:
                client.get(LIST)
            asked.append(len(queries))

    assert asked[0] == asked[1]
