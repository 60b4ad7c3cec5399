"""The pages of the ladder, as a person uses them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from evidence.models import Presence, Sighting
from takedowns.models import Notice, NoticeRung, NoticeState, Outcome
from takedowns.services import climbing, outcomes
from tests.takedowns.climbers import DAY, carried, saw, time_is_over, took_in

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def later(now: datetime, time_machine_at: Callable[[datetime], None]) -> datetime:
    """Pages read the clock; it stands a day after the time of the letter is over."""
    time_machine_at(now + 4 * DAY)
    return now + 4 * DAY


def at(name: str, notice: Notice) -> str:
    return reverse(f"takedowns:{name}", args=[notice.case.ref, notice.pk])


def read(client: Client, name: str, notice: Notice) -> str:
    return client.get(at(name, notice)).content.decode()


def step(page: str, rung: str) -> str:
    """The part of a page about one step."""
    found = re.search(rf'<li id="step-{rung}">.*?(?=<li id="step-|</ol>)', page, re.DOTALL)
    assert found is not None
    return found.group()


def test_shows_what_is_climbed_what_is_drafted_and_what_is_possible(
    sent: Notice, wren: Person, browse: Browse, later: datetime
) -> None:
    time_is_over(sent, now=later)

    page = read(browse(wren), "notice-ladder", sent)

    assert ">Now<" in step(page, "first")
    assert ">Drafted<" in step(page, "firmer")
    assert ">Nobody known<" in step(page, "host")
    assert ">Possible<" in step(page, "police")
    assert "1 of " in page


def test_leads_to_the_page_that_finds_out_who_carries_the_site(
    sent: Notice, places: list[Sighting], wren: Person, browse: Browse
) -> None:
    page = read(browse(wren), "notice-ladder", sent)

    look_up = reverse("takedowns:responsible", args=[sent.case.ref, places[0].pk])
    assert look_up in step(page, "host")


def test_offers_who_was_looked_up(
    sent: Notice, places: list[Sighting], wren: Person, browse: Browse, later: datetime
) -> None:
    carried(places[0], role="host", name="Example Hosting", mail="abuse@hosting.example",
            actor=wren, now=later)  # fmt: skip

    assert "Example Hosting" in step(read(browse(wren), "notice-ladder", sent), "host")


def test_drafts_a_letter_to_whom_somebody_chose(sent: Notice, wren: Person, browse: Browse) -> None:
    page = step(read(browse(wren), "notice-ladder", sent), "police")
    key = re.search(r'name="to" value="([^"]+)"', page)
    assert key is not None

    answer = browse(wren).post(at("ladder-choose", sent), {"to": key.group(1)}, follow=True)

    made = Notice.objects.get(earlier=sent)
    assert (made.rung, made.state) == (NoticeRung.POLICE, NoticeState.DRAFT)
    assert "What to take to the police" in answer.content.decode()


@pytest.mark.parametrize("to", ["", "police-000000000000"])
def test_says_so_when_nobody_or_somebody_unknown_was_chosen(
    sent: Notice, wren: Person, browse: Browse, to: str
) -> None:
    answer = browse(wren).post(at("ladder-choose", sent), {"to": to}, follow=True)

    assert "hoose" in answer.content.decode()
    assert not Notice.objects.filter(earlier=sent).exists()


def test_keeps_what_was_typed_when_a_step_is_not_passed_over(
    sent: Notice, wren: Person, browse: Browse
) -> None:
    answer = browse(wren).post(at("ladder-pass", sent), {"rung": "", "reason": "Closed for years."})

    assert answer.status_code == 422
    assert "Closed for years." in answer.content.decode()


def test_passes_over_a_step(sent: Notice, wren: Person, browse: Browse) -> None:
    client = browse(wren)

    client.post(at("ladder-pass", sent), {"rung": "host", "reason": "The site hosts itself."})

    page = step(read(client, "notice-ladder", sent), "host")
    assert ">Passed over<" in page
    assert "The site hosts itself." in page


def test_says_on_the_draft_what_it_follows(
    sent: Notice, wren: Person, browse: Browse, later: datetime
) -> None:
    time_is_over(sent, now=later)

    page = read(browse(wren), "notice", Notice.objects.get(earlier=sent))

    assert at("notice", sent) in page
    assert "The time of the letter before is over" in page


def test_names_the_gaps_of_a_complaint_to_an_authority(
    sent: Notice, wren: Person, browse: Browse, later: datetime
) -> None:
    sent.case.country = "AU"
    sent.case.save()
    hears_anybody = next(each for each in climbing.targets(sent) if each.basis == "au-osa-iba")
    made = climbing.choose(sent, key=climbing.key_of(hears_anybody), actor=wren, now=later)

    page = read(browse(wren), "notice", made)

    assert made.rung == NoticeRung.REGULATOR
    assert "Not complete yet" in page
    assert "what joins it to the country of this authority" in page


def test_tells_the_person_that_the_next_letter_is_drafted(
    sent: Notice, wren: Person, browse: Browse, later: datetime
) -> None:
    time_is_over(sent, now=later)

    page = browse(wren).get(reverse("takedowns:next-step", args=[sent.case.ref])).content.decode()

    assert "The next letter is drafted" in page
    assert at("notice", Notice.objects.get(earlier=sent)) in page


def test_tells_the_person_that_it_is_back(
    sent: Notice, wren: Person, browse: Browse, later: datetime
) -> None:
    item = outcomes.items_of(sent)[0]
    outcomes.record_outcomes(
        sent, items=[item.pk], outcome=Outcome.REMOVED, note="", actor=wren, now=later - DAY
    )
    saw(item.sighting, Presence.LIVE, at=later)
    took_in(now=later)

    page = browse(wren).get(reverse("takedowns:next-step", args=[sent.case.ref])).content.decode()

    assert "It is back" in page
    assert "It is back" in read(browse(wren), "notice", sent)


def test_says_gone_once_and_when_to_look_again(
    sent: Notice, wren: Person, browse: Browse, later: datetime
) -> None:
    for item in outcomes.items_of(sent):
        outcomes.record_outcomes(
            sent, items=[item.pk], outcome=Outcome.REMOVED, note="", actor=wren, now=later - DAY
        )
        saw(item.sighting, Presence.GONE, at=later - DAY - timedelta(hours=1))
    took_in(now=later)

    page = read(browse(wren), "notice", sent)
    step_page = browse(wren).get(reverse("takedowns:next-step", args=[sent.case.ref]))

    assert "Gone once, 25 Nov 2026, 11:00. Look again after 26 Nov 2026, 11:00." in page
    assert "It was gone once" in step_page.content.decode()


def test_puts_drafts_and_second_looks_on_the_advocates_day(
    sent: Notice, wren: Person, bea: Person, browse: Browse, later: datetime
) -> None:
    first, _ = outcomes.items_of(sent)
    outcomes.record_outcomes(
        sent, items=[first.pk], outcome=Outcome.REMOVED, note="", actor=wren, now=later - DAY
    )
    time_is_over(sent, now=later)

    answer = browse(bea).get("/today/")

    made = Notice.objects.get(earlier=sent)
    assert list(answer.context["drafted"].rows) == [made]
    assert list(answer.context["again"].rows) == [first]
    assert [row.step for row in answer.context["rows"]] == ["Read the next letter"]
    assert at("notice", made) in answer.content.decode()


def test_shows_a_stranger_nothing(sent: Notice, dan: Person, browse: Browse) -> None:
    client = browse(dan)

    assert client.get(at("notice-ladder", sent)).status_code == 404
    assert client.post(at("ladder-choose", sent), {"to": "x"}).status_code == 404
    assert client.post(at("ladder-pass", sent), {"rung": "host", "reason": "x"}).status_code == 404
