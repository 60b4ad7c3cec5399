"""Choosing a way: the question that decides, the best way alone, and telling less by one tap."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Case, Contact, Mandate, Shown, TimelineEvent
from evidence.models import Sighting
from takedowns.models import Notice, SenderRole
from takedowns.services.proposals import Group
from tests.writing import write

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def noon_today(now: datetime, time_machine_at: Callable[[datetime], None]) -> None:
    """Pages read the clock; it stands at the tests' own noon."""
    time_machine_at(now)


@pytest.fixture
def open_sale(told: Case, places: list[Sighting]) -> Case:
    """Nobody said yet whether the material is sold."""
    Case.objects.filter(pk=told.pk).update(sells="")
    told.refresh_from_db()
    return told


def at(name: str, case: Case, *more: object) -> str:
    return reverse(f"takedowns:{name}", args=[case.ref, *more])


def ways(case: Case, client: Client) -> str:
    return client.get(at("notice-propose", case)).content.decode()


def test_shows_the_best_way_with_its_reasons_and_folds_the_others(
    told: Case, places: list[Sighting], wren: Person, browse: Browse
) -> None:
    page = ways(told, browse(wren))

    best, _, others = page.partition("Other ways")
    assert "X (Twitter) learns your name and e-mail address." in best
    assert "48 hours" in best and "Why this way" in best
    assert "DMCA 512(c)" in others and "DMCA 512(c)" not in best


def test_asks_the_person_alone_what_decides_and_says_why(
    open_sale: Case, wren: Person, browse: Browse
) -> None:
    page = ways(open_sale, browse(wren))

    assert "Do you sell pictures or videos of this kind?" in page
    assert "It changes the ways for Google Search." in page
    assert "Write this letter" not in page


def test_shows_an_advocate_the_question_beside_the_ways(
    open_sale: Case, bea: Person, browse: Browse
) -> None:
    page = ways(open_sale, browse(bea))

    assert at("notice-question", open_sale, "sale") in page
    assert "Write this letter" in page


def test_keeps_the_answer_in_the_case_and_goes_on(
    open_sale: Case, wren: Person, browse: Browse
) -> None:
    client = browse(wren)

    answer = client.post(at("notice-question", open_sale, "sale"), {"sells": "NOW"}, follow=True)

    open_sale.refresh_from_db()
    assert open_sale.sells == "NOW"
    assert "Write this letter" in answer.content.decode()
    assert TimelineEvent.objects.filter(case=open_sale, kind="case.answered").count() == 1


def test_does_not_ask_again_what_was_skipped(open_sale: Case, wren: Person, browse: Browse) -> None:
    client = browse(wren)

    client.post(at("notice-question", open_sale, "sale"), {"skip": "1"})

    open_sale.refresh_from_db()
    assert (open_sale.sells, open_sale.intake_step) == ("", "")
    assert "Write this letter" in ways(open_sale, client)
    assert client.get(at("notice-question", open_sale, "sale")).status_code == 302


def test_says_kindly_that_nothing_was_chosen(open_sale: Case, wren: Person, browse: Browse) -> None:
    answer = browse(wren).post(at("notice-question", open_sale, "sale"), {})

    assert answer.status_code == 422
    assert "choose an answer, or skip" in answer.content.decode()


def test_takes_a_police_number_alone_and_keeps_the_rest(
    told: Case, wren: Person, browse: Browse
) -> None:
    told.sightings.create(
        number=1, url="https://archive.ph/AbCd1", host="archive.ph", platform="archive-today",
        key="0" * 64, logged_at=told.opened_at, logged_by=wren,
    )  # fmt: skip
    write(Case.objects.filter(pk=told.pk), police_reference="", facts="Something else.")

    browse(wren).post(at("notice-question", told, "police"), {"police_reference": "P 44"})

    told.refresh_from_db()
    assert (told.police_reference, told.facts) == ("P 44", "Something else.")


def test_drafts_in_the_name_of_the_advocate_who_was_chosen(
    told: Case, to_x: Group, mandate: Mandate, wren: Person, bea: Person, browse: Browse
) -> None:
    chosen = {
        "group": to_x.key, "route": "0:us-tida:agent",
        "places": [str(place.pk) for place in to_x.sightings],
    }  # fmt: skip

    page = browse(wren).post(at("notice-propose", told), chosen, follow=True).content.decode()

    letter = Notice.objects.get(case=told)
    assert (letter.sender_role, letter.agent) == (SenderRole.AUTHORISED_AGENT, bea)
    assert "Approve this text" not in page


def test_offers_no_advocate_where_there_is_no_mandate(
    told: Case, to_x: Group, wren: Person, browse: Browse
) -> None:
    chosen = {
        "group": to_x.key, "route": "0:us-tida:agent",
        "places": [str(place.pk) for place in to_x.sightings],
    }  # fmt: skip

    answer = browse(wren).post(at("notice-propose", told), chosen)

    assert (answer.status_code, Notice.objects.count()) == (422, 0)


def test_shows_above_the_approval_who_learns_what(
    draft: Notice, wren: Person, browse: Browse
) -> None:
    page = browse(wren).get(at("notice", draft.case, draft.pk)).content.decode()

    table, _, below = page.partition('id="word"')
    assert "Your own name and e-mail address: that stands in this text." in table
    assert "Nobody has found out yet." in table
    assert "Approve this text" in below


def test_replaces_an_address_by_one_tap(draft: Notice, wren: Person, browse: Browse) -> None:
    write(Contact.objects.filter(case=draft.case), separate_mail="box@mailbox.example")
    client = browse(wren)
    address = at("notice", draft.case, draft.pk)
    assert 'value="mail:OTHER"' in client.get(address).content.decode()

    page = client.post(
        at("notice-less", draft.case, draft.pk), {"choice": "mail:OTHER"}, follow=True
    ).content.decode()

    assert "box@mailbox.example" in page
    assert Contact.objects.get(case=draft.case).mail_shown == Shown.OTHER


def test_takes_no_tap_that_is_not_offered(draft: Notice, wren: Person, browse: Browse) -> None:
    page = (
        browse(wren)
        .post(at("notice-less", draft.case, draft.pk), {"choice": "address:NONE"}, follow=True)
        .content.decode()
    )

    assert "does not fit the letter any more" in page
    assert Contact.objects.get(case=draft.case).postal_shown == Shown.OWN
