"""What the ranking is told of a case: senders, open questions, the team's own record."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, Person
from cases.intake.steps import Step
from cases.models import Age, Case, Mandate, Taker
from cases.services import deciding as answering
from evidence.models import Sighting
from takedowns.models import Notice, NoticeItem, NoticeState, Outcome, SenderRole
from takedowns.registry.loader import registry
from takedowns.routing import Question, Sender, Tally
from takedowns.services import notices, routes
from takedowns.services.proposals import proposals
from takedowns.services.senders import Reader, Written, senders_of
from takedowns.services.track_record import by_way
from tests import factories

pytestmark = pytest.mark.django_db
X = registry().platforms["x"]
WAY = ("x", 1, "us-tida")
Asked = Callable[..., Notice]


@pytest.fixture
def asked(case: Case, wren: Person, now: datetime) -> Asked:
    """A letter sent by one way, with one place for each outcome, noted some hours later."""

    def ask(*outcomes: Outcome, hours: int = 10) -> Notice:
        number = case.notices.count() + 1
        letter = Notice.objects.create(
            case=case, number=number, state=NoticeState.SENT, platform="x", channel=1,
            basis="us-tida", sender_role=SenderRole.DEPICTED_PERSON, recipient="X",
            drafted_at=now, drafted_by=wren, approved_at=now, sent_at=now,
        )  # fmt: skip
        for at, outcome in enumerate(outcomes):
            place = factories.sighting(case, f"https://x.com/invented/status/{number}00{at}")
            NoticeItem.objects.create(
                notice=letter, sighting=place, position=at, address=place.url, outcome=outcome,
                outcome_at=now + timedelta(hours=hours + at),
            )  # fmt: skip
        return letter

    return ask


def test_counts_by_platform_channel_and_rule(asked: Asked, team: Organisation) -> None:
    asked(*[Outcome.REMOVED] * 5, Outcome.DUPLICATE, Outcome.NOT_FOUND)

    assert by_way(team.pk, platforms=["x"]) == {
        WAY: Tally(7, removed=5, duplicate=1, not_found=1, hours=12.0)
    }


def test_tells_no_median_of_fewer_than_five_removals(asked: Asked, team: Organisation) -> None:
    asked(*[Outcome.REMOVED] * 4, Outcome.REFUSED)

    assert by_way(team.pk, platforms=["x"])[WAY].hours is None


def test_knows_nothing_of_what_another_team_asked(
    asked: Asked, team: Organisation, other_team: Organisation, case: Case, wren: Person
) -> None:
    asked(*[Outcome.REMOVED] * 6)
    lone = factories.case(client=wren)
    theirs = factories.case(client=wren, organisation=other_team)

    tallies = [
        {route.tally for route in routes.desk_of(each, platforms=[X.id]).ways(X)}
        for each in (case, lone, theirs)
    ]

    assert tallies[0] != {None}
    assert tallies[1:] == [{None}, {None}]


def test_lets_the_person_write_and_an_advocate_with_a_mandate(
    case: Case, wren: Person, bea: Person, mandate: Mandate, now: datetime
) -> None:
    found = senders_of(case, reader=Reader(wren, now))

    assert (found.may, found.agent, found.mandate) == (
        (Sender.PERSON, Sender.AGENT), bea, True,
    )  # fmt: skip


def test_lets_only_the_person_write_once_the_mandate_ended(
    case: Case, wren: Person, mandate: Mandate, now: datetime
) -> None:
    Mandate.objects.update(revoked_at=now)

    assert senders_of(case, reader=Reader(wren, now)).may == (Sender.PERSON,)


def test_lets_an_advocate_draft_before_there_is_a_mandate(
    case: Case, bea: Person, now: datetime
) -> None:
    found = senders_of(case, reader=Reader(bea, now))

    assert (found.agent, found.mandate) == (bea, False)


def test_writes_in_the_name_of_the_advocate_the_person_chose(
    told: Case, places: list[Sighting], wren: Person, bea: Person, mandate: Mandate, now: datetime
) -> None:
    found = proposals(told, reader=Reader(wren, now))
    group = next(each for each in found.groups if each.platform.id == "x")
    route = next(each for each in group.routes if each.sender is Sender.AGENT)

    letter = notices.draft_all(
        told, group=group, route=route, sightings=group.sightings, actor=wren, now=now,
        written=Written.by(route.sender, agent=found.desk.agent),
    )[0]  # fmt: skip

    assert (letter.sender_role, letter.agent) == (SenderRole.AUTHORISED_AGENT, bea)


def test_asks_who_took_it_until_it_is_answered(
    told: Case, places: list[Sighting], wren: Person, now: datetime
) -> None:
    Case.objects.filter(pk=told.pk).update(taker="")
    told.refresh_from_db()
    before = [question for question, _ in proposals(told).questions()]

    told = answering.settle(
        told, step=Step.TAKER, answers={"taker": Taker.UNKNOWN}, actor=wren, now=now
    )

    assert (before, proposals(told).questions()) == ([Question.TAKER], ())


def test_does_not_ask_again_what_was_passed_by(
    told: Case, places: list[Sighting], wren: Person
) -> None:
    Case.objects.filter(pk=told.pk).update(sells="")

    told = answering.pass_by(told, step=Step.SELLS, actor=wren)

    assert proposals(told).questions() == ()


def test_asks_nobody_who_may_be_under_age_about_selling(told: Case, places: list[Sighting]) -> None:
    told.sells, told.age = "", Age.UNSURE

    assert proposals(told).questions() == ()


@pytest.mark.parametrize("many", [10, 1000])
def test_asks_the_database_as_often_for_many_places_as_for_few(
    many: int,
    told: Case,
    mandate: Mandate,
    wren: Person,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    hosts = [each.named_hosts[0] for each in registry().platforms.values() if each.named_hosts]
    Sighting.objects.bulk_create(
        Sighting(
            case=told, number=at, as_seen="", url=f"https://{hosts[at % len(hosts)]}/{at}",
            key=f"{at:064}", host=hosts[at % len(hosts)],
            platform=registry().hosts[hosts[at % len(hosts)]], seen_at=now, logged_at=now,
            logged_by=wren,
        )
        for at in range(many)
    )  # fmt: skip

    with django_assert_num_queries(5):
        found = proposals(told, reader=Reader(wren, now))
        found.questions()

    assert sum(len(group.sightings) for group in found.groups) == many
