"""The advocate's day: who finds what there, and what one press changes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation, Person
from cases.models import Case, State, TimelineEvent
from takedowns.models import (
    FollowUp,
    FollowUpKind,
    FollowUpState,
    Notice,
    NoticeState,
    Outcome,
    Reply,
)
from tests import factories
from tests.takedowns.views.waiting import letter

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]
TODAY = "/today/"
OUTCOME = "/today/outcome/"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon_today(now: datetime, time_machine_at: Callable[[datetime], None]) -> None:
    """Pages read the clock; it stands at the tests' own noon."""
    time_machine_at(now)


@pytest.fixture
def theirs(dan: Person, other_team: Organisation) -> Case:
    """A case of another organisation, with a name that must appear nowhere else."""
    return factories.case(
        client=factories.person("canary"), client_name="Canary Nightingale",
        organisation=other_team, advocate=dan,
    )  # fmt: skip


@pytest.fixture
def nobodys(team: Organisation) -> Case:
    """A case of Bea's team that nobody has."""
    return factories.case(client=factories.person("robin"), client_name="Robin", organisation=team)


def page(client: Client, **query: str) -> str:
    answer = client.get(TODAY, query)
    assert answer.status_code == 200
    return answer.content.decode()


def counted(client: Client, **query: str) -> dict[str, int]:
    answer = client.get(TODAY, query)
    return {each["label"]: each["value"] for each in answer.context["counts"]}


def shown(client: Client, **query: str) -> list[Notice]:
    return [row.notice for row in client.get(TODAY, query).context["rows"]]


def note(client: Client, letters: list[Notice], outcome: str = "REMOVED") -> HttpResponse:
    given = {"notices": [str(each.pk) for each in letters], "outcome": outcome}
    return client.post(OUTCOME, given)  # type: ignore[return-value]  # the stubs name a subclass


def test_counts_what_is_overdue_and_what_falls_due_within_a_day(
    case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    for due_in in (-3 * HOUR, 23 * HOUR, 25 * HOUR):
        letter(case, now=now, due_in=due_in)

    found = counted(browse(bea))

    assert (found["overdue"], found["due in 24 hours"]) == (1, 1)


def test_never_calls_a_day_of_ours_overdue(
    case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    letter(case, now=now, due_in=-300 * HOUR, basis="eu-dsa-16")

    client = browse(bea)

    assert counted(client)["overdue"] == 0
    assert "No time given" in page(client)
    assert "Ask again" in page(client)


def test_sorts_letters_by_the_moment_they_are_due(
    case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    late, soon, over = (letter(case, now=now, due_in=h * HOUR) for h in (40, 5, -5))

    assert shown(browse(bea)) == [over, soon, late]


def test_narrows_the_table_to_what_a_count_counted(
    case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    over, soon = letter(case, now=now, due_in=-HOUR), letter(case, now=now, due_in=HOUR)

    client = browse(bea)

    assert shown(client, show="over") == [over]
    assert shown(client, show="day") == [soon]
    assert shown(client, show="<b>") == [over, soon]


def test_shows_the_case_the_recipient_the_rule_and_the_clock(
    case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    letter(case, now=now, due_in=6 * HOUR, places=2)

    text = page(browse(bea))

    for word in (case.ref, "Wren", "X Corp.", "TAKE IT DOWN Act s.3", "6 hours left", "bea"):
        assert word in text


def test_shows_nothing_of_another_organisation(
    case: Case, theirs: Case, ada: Person, browse: Browse, now: datetime
) -> None:
    secret = letter(theirs, now=now, due_in=-HOUR)
    Reply.objects.create(
        notice=secret, text="x", received_at=now, added_at=now, added_by=theirs.opened_by
    )
    theirs.advocate = None
    theirs.save()

    text = page(browse(ada))

    assert "Canary" not in text
    assert theirs.ref not in text


def test_shows_a_colleague_no_letter_of_a_case_that_is_not_theirs(
    case: Case, ida: Person, browse: Browse, now: datetime
) -> None:
    letter(case, now=now, due_in=-HOUR)

    text = page(browse(ida))

    assert "Wren" not in text
    assert case.ref not in text


def test_leaves_out_the_case_in_which_the_advocate_is_the_client(
    bea: Person, team: Organisation, browse: Browse, now: datetime
) -> None:
    own = factories.case(client=bea, client_name="Private", organisation=team)
    letter(own, now=now, due_in=-HOUR)

    text = page(browse(bea))

    assert "Private" not in text
    assert own.ref not in text


def test_leaves_out_closed_cases(case: Case, bea: Person, browse: Browse, now: datetime) -> None:
    letter(case, now=now, due_in=-HOUR)
    Case.objects.update(state=State.CLOSED, closed_at=now)

    assert shown(browse(bea)) == []


def test_lets_a_supervisor_choose_between_all_and_their_own(
    case: Case, ada: Person, browse: Browse, now: datetime
) -> None:
    waiting = letter(case, now=now)

    client = browse(ada)

    assert shown(client) == [waiting]
    assert shown(client, whose="mine") == []
    assert "?whose=mine" in page(client)


def test_offers_an_advocate_no_such_choice(case: Case, bea: Person, browse: Browse) -> None:
    assert "?whose=mine" not in page(browse(bea))


def test_lists_an_answer_until_it_is_read(
    case: Case, wren: Person, bea: Person, browse: Browse, now: datetime
) -> None:
    waiting = letter(case, now=now)
    Reply.objects.create(notice=waiting, text="x", received_at=now, added_at=now, added_by=wren)
    client = browse(bea)

    assert counted(client)["answers to read"] == 1
    assert "Read their answer" in page(client)

    Reply.objects.update(read_at=now)
    assert counted(client)["answers to read"] == 0


def test_counts_places_the_client_logged_this_week_that_no_letter_names(
    case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    letter(case, now=now)
    factories.sighting(case, "https://board.example/t/1", logged_at=now - 6 * 24 * HOUR)
    factories.sighting(case, "https://board.example/t/2", logged_at=now - 8 * 24 * HOUR)
    factories.sighting(case, "https://board.example/t/3", logged_by=bea)

    assert counted(browse(bea))["new places"] == 1


def test_counts_a_place_of_a_withdrawn_letter_as_new_again(
    case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    letter(case, now=now)
    Notice.objects.update(state=NoticeState.WITHDRAWN)

    assert counted(browse(bea))["new places"] == 1


def test_shows_a_colleague_only_that_a_case_waits_for_somebody(
    nobodys: Case, ida: Person, browse: Browse
) -> None:
    text = page(browse(ida))

    assert nobodys.ref in text
    assert "Robin" not in text
    assert "Take it" in text


def test_lets_a_case_be_taken_from_the_page(nobodys: Case, ida: Person, browse: Browse) -> None:
    client = browse(ida)

    client.post(reverse("cases:case-assign", args=[nobodys.ref]), {"take": "1"})

    nobodys.refresh_from_db()
    assert nobodys.advocate == ida
    assert counted(client)["without an advocate"] == 0


def test_lists_open_reminders_with_a_way_to_finish_them(
    case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    reminder = FollowUp.objects.create(
        notice=letter(case, now=now), kind=FollowUpKind.AT_DUE, due_at=now,
        state=FollowUpState.SHOWN,
    )  # fmt: skip
    client = browse(bea)
    door = reverse("takedowns:follow-up-done", args=[case.ref, reminder.pk])
    assert door in page(client)

    client.post(door)

    assert door not in page(client)


def test_notes_one_outcome_for_several_letters(
    case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    letters = [letter(case, now=now, places=2), letter(case, now=now)]

    answer = note(browse(bea), letters)

    assert answer.status_code == 302
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.DECIDED}
    told = TimelineEvent.objects.filter(case=case, kind="notice.outcome", actor=bea)
    assert told.count() == 3


def test_leaves_places_that_have_an_outcome_as_they_are(
    case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    waiting = letter(case, now=now, places=2)
    first = waiting.items.order_by("position")[0]
    waiting.items.filter(pk=first.pk).update(outcome=Outcome.REFUSED)

    note(browse(bea), [waiting])

    outcomes = waiting.items.order_by("position").values_list("outcome", flat=True)
    assert list(outcomes) == [Outcome.REFUSED, Outcome.REMOVED]


@pytest.mark.parametrize("who", ["ida", "dan", "cy", "otto", "june"])
def test_touches_no_letter_of_a_case_that_is_not_the_persons_work(
    who: str, case: Case, browse: Browse, now: datetime, request: pytest.FixtureRequest
) -> None:
    waiting = letter(case, now=now)

    note(browse(request.getfixturevalue(who)), [waiting])

    assert waiting.items.get().outcome == Outcome.PENDING


def test_changes_nothing_when_one_of_the_letters_is_not_theirs(
    case: Case, theirs: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    mine, secret = letter(case, now=now), letter(theirs, now=now)

    answer = note(browse(bea), [mine, secret])

    assert answer.status_code == 422
    assert mine.items.get().outcome == secret.items.get().outcome == Outcome.PENDING


def test_keeps_what_was_chosen_when_no_outcome_was_given(
    case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    waiting = letter(case, now=now)

    answer = note(browse(bea), [waiting], outcome="")

    assert answer.status_code == 422
    assert "Choose what happened." in answer.content.decode()
    assert f'value="{waiting.pk}" data-one checked' in answer.content.decode()


def test_draws_how_platforms_answered_only_from_five_places_on(
    case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    letter(case, now=now, places=4, outcome=Outcome.REMOVED)
    client = browse(bea)
    assert client.get(TODAY).context["answers"] == []

    letter(case, now=now, outcome=Outcome.REFUSED)

    (group,) = client.get(TODAY).context["answers"]
    assert (group.label, group.places, group.removed, group.refused) == (
        "X (Twitter), law", 5, 4, 1,
    )  # fmt: skip
    assert group.mean_words == "28 h"


def test_counts_no_answer_of_another_organisation(
    theirs: Case, case: Case, bea: Person, browse: Browse, now: datetime
) -> None:
    letter(theirs, now=now, places=6, outcome=Outcome.REMOVED)

    assert browse(bea).get(TODAY).context["answers"] == []


def test_asks_the_database_as_often_for_twenty_letters_as_for_two(
    case: Case, ada: Person, browse: Browse, now: datetime
) -> None:
    client = browse(ada)

    asked = []
    for letters in (2, 18):
        for number in range(letters):
            letter(case, now=now, due_in=number * HOUR)
        client.get(TODAY)
        with CaptureQueriesContext(connection) as queries:
            client.get(TODAY)
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_sends_a_client_to_their_notebook(wren: Person, case: Case, browse: Browse) -> None:
    answer = browse(wren).get(TODAY)

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


def test_tells_a_counsel_that_nothing_was_released(cy: Person, case: Case, browse: Browse) -> None:
    text = page(browse(cy))

    assert "Nothing has been released to you yet" in text
    assert case.ref not in text


def test_tells_an_operator_that_there_is_no_case_work_here(otto: Person, browse: Browse) -> None:
    assert "no case work here for you" in page(browse(otto))


def test_sends_whoever_is_not_signed_in_to_the_sign_in_page(client: Client, db: None) -> None:
    for answer in (client.get(TODAY), client.post(OUTCOME)):
        assert answer.headers["Location"].startswith("/in/login/")


def test_teaches_what_will_stand_here_while_nothing_waits(bea: Person, browse: Browse) -> None:
    text = page(browse(bea))

    assert "No letter is waiting for an answer" in text
    assert "Not enough answers yet" in text
