"""A mandate that the client confirms through a personal link and a code."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Person
from cases import access, personal_links, timeline
from cases.errors import NotPermitted
from cases.models import Answer, Case, Mandate, MandateAsk, Scope, Way
from cases.services import asking, mandates
from cases.services.closure import close_case

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]


def ask(case: Case, *, holder: Person, now: datetime, scope: Scope = Scope.NOTICES) -> asking.Asked:
    return asking.ask_for_mandate(
        case, holder=holder, scope=[scope], until=None, actor=holder, now=now
    )


def answered(asked: asking.Asked, answer: Answer, *, now: datetime) -> MandateAsk:
    return asking.give_answer(asked.ask, token=asked.token, code=asked.code, answer=answer, now=now)


def at(asked: asking.Asked) -> str:
    return reverse("cases:mandate-answer", args=[asked.token])


@pytest.fixture
def asked(case: Case, bea: Person, now: datetime) -> asking.Asked:
    """Bea asks Wren, and the clock stands still."""
    return ask(case, holder=bea, now=now)


@pytest.fixture
def still(time_machine_at: Callable[[datetime], None], now: datetime) -> None:
    time_machine_at(now)


def test_makes_the_mandate_with_the_words_that_were_read(
    asked: asking.Asked, case: Case, bea: Person, now: datetime
) -> None:
    done = answered(asked, Answer.YES, now=now)

    assert done.mandate is not None
    assert (done.mandate.words, done.mandate.way) == (asked.ask.words, Way.LINK)
    assert access.has_mandate(bea, Scope.NOTICES, case, now=now)


def test_makes_nothing_of_a_no_and_tells_both(
    asked: asking.Asked, case: Case, wren: Person, now: datetime
) -> None:
    answered(asked, Answer.NO, now=now)

    assert not Mandate.objects.exists()
    assert "did not allow bea" in timeline.lines(case, reader=wren)[-1].sentence


def test_counts_one_answer_only(asked: asking.Asked, now: datetime) -> None:
    answered(asked, Answer.NO, now=now)

    with pytest.raises(asking.AnsweredAlready):
        answered(asked, Answer.YES, now=now)


def test_keeps_neither_link_nor_code(asked: asking.Asked) -> None:
    kept = MandateAsk.objects.get().__dict__ | {"words": MandateAsk.objects.get().words}

    assert not {asked.token, asked.code} & {str(value) for value in kept.values()}


def test_ends_after_ten_wrong_codes(asked: asking.Asked, now: datetime) -> None:
    wrong = f"{(int(asked.code) + 1) % 10**6:06d}"

    for _ in range(personal_links.MOST_TRIES):
        with pytest.raises(asking.CodeWrong):
            asking.try_code(asked.ask, token=asked.token, code=wrong, now=now)

    assert asking.find(asked.token, now=now) is None
    with pytest.raises(asking.AnsweredAlready):
        answered(asked, Answer.YES, now=now)


def test_refuses_when_the_holder_has_left_the_team_meanwhile(
    asked: asking.Asked, bea: Person, now: datetime
) -> None:
    Membership.objects.filter(person=bea).delete()

    with pytest.raises(mandates.MandateRefused):
        answered(asked, Answer.YES, now=now)
    assert MandateAsk.objects.get().answer == Answer.OPEN


def test_lets_only_staff_of_the_case_ask(
    case: Case, wren: Person, ida: Person, dan: Person, now: datetime
) -> None:
    for person in (wren, ida, dan):
        with pytest.raises(NotPermitted):
            ask(case, holder=person, now=now)


def test_lets_five_wait_at_a_time(case: Case, bea: Person, now: datetime) -> None:
    for _ in range(asking.MOST_OPEN):
        ask(case, holder=bea, now=now)

    with pytest.raises(asking.TooManyAsked):
        ask(case, holder=bea, now=now)


@pytest.mark.usefixtures("still")
def test_shows_nothing_of_it_before_the_code(asked: asking.Asked, client: Client) -> None:
    page = client.get(at(asked)).content.decode()

    assert "bea" not in page
    assert "Harbour Advice" not in page
    assert asked.ask.case.ref not in page


@pytest.mark.usefixtures("still")
def test_leads_from_the_code_through_the_text_to_yes(
    asked: asking.Asked, client: Client, case: Case, bea: Person, now: datetime
) -> None:
    read = client.post(at(asked), {"code": f" {asked.code[:3]} {asked.code[3:]} "})
    said = client.post(at(asked), {"code": asked.code, "answer": "yes"})

    assert "I allow bea of Harbour Advice" in read.content.decode()
    assert "You said yes" in said.content.decode()
    assert access.has_mandate(bea, Scope.NOTICES, case, now=now)


@pytest.mark.usefixtures("still")
def test_says_kindly_that_a_code_is_wrong(asked: asking.Asked, client: Client) -> None:
    wrong = f"{(int(asked.code) + 1) % 10**6:06d}"

    response = client.post(at(asked), {"code": wrong, "answer": "yes"})

    assert response.status_code == 422
    assert "This is not the code for this page." in response.content.decode()
    assert not Mandate.objects.exists()


def _late(asked: asking.Asked, now: datetime) -> datetime:
    return now + asking.LASTS


def _withdrawn(asked: asking.Asked, now: datetime) -> datetime:
    asking.withdraw(asked.ask, actor=asked.ask.asked_by, now=now)
    return now


def _answered(asked: asking.Asked, now: datetime) -> datetime:
    answered(asked, Answer.NO, now=now)
    return now


def _closed(asked: asking.Asked, now: datetime) -> datetime:
    close_case(asked.ask.case, actor=asked.ask.asked_by, now=now)
    return now


@pytest.mark.parametrize("over", [_late, _withdrawn, _answered, _closed])
def test_looks_like_one_that_never_was_once_it_is_over(
    over: Callable[[asking.Asked, datetime], datetime],
    asked: asking.Asked,
    client: Client,
    now: datetime,
) -> None:
    with time_machine.travel(over(asked, now) + timedelta(seconds=1), tick=False):
        gone, never = client.get(at(asked)), client.get("/y/neverwas/")

    assert gone.status_code == never.status_code == 404
    assert len(gone.content) == len(never.content)


def test_shows_link_and_code_once(case: Case, bea: Person, browse: Browse, client: Client) -> None:
    told = {"holder": bea.pk, "scope": [Scope.NOTICES]}

    page = browse(bea).post(reverse("cases:mandate-ask", args=[case.ref]), told)
    later = client.get(reverse("cases:mandate", args=[case.ref])).content.decode()

    assert "/y/" in page.content.decode()
    assert "/y/" not in later
    assert "Waits for an answer" in later


def test_ends_at_once_when_the_person_says_so(
    asked: asking.Asked, case: Case, bea: Person, now: datetime
) -> None:
    held = answered(asked, Answer.YES, now=now).mandate
    assert held is not None

    mandates.revoke_mandate(held, actor=bea, now=now)

    assert not access.has_mandate(bea, Scope.NOTICES, case, now=now)
