"""The pages of letters, as a person uses them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Age, Case, Contact, Mandate
from evidence.models import Exhibit, Sighting
from takedowns.models import Notice, NoticeState, Outcome
from takedowns.services.proposals import Group

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def noon_today(now: datetime, time_machine_at: Callable[[datetime], None]) -> None:
    """Pages read the clock; it stands at the tests' own noon."""
    time_machine_at(now)


def at(name: str, case: Case, *more: object) -> str:
    return reverse(f"takedowns:{name}", args=[case.ref, *more])


def test_proposes_letters_by_service_with_reasons(
    told: Case, places: list[Sighting], wren: Person, browse: Browse
) -> None:
    page = browse(wren).get(at("notice-propose", told)).content.decode()

    assert "X (Twitter)" in page
    assert "48 hours" in page
    assert "imageplace.example" in page


def test_drafts_a_letter_from_the_proposal(
    told: Case, to_x: Group, wren: Person, browse: Browse
) -> None:
    chosen = {
        "group": to_x.key,
        "route": to_x.routes[0].key,
        "places": [str(place.pk) for place in to_x.sightings],
    }

    answer = browse(wren).post(at("notice-propose", told), chosen, follow=True)

    assert Notice.objects.get(case=told).items.count() == 2
    assert "a name typed as signature" in answer.content.decode()


def test_says_kindly_when_no_place_was_chosen(
    told: Case, to_x: Group, wren: Person, browse: Browse
) -> None:
    answer = browse(wren).post(
        at("notice-propose", told), {"group": to_x.key, "route": to_x.routes[0].key}
    )

    assert answer.status_code == 422
    assert "Choose at least one place." in answer.content.decode()


def test_shows_the_exact_text_and_who_learns_what(
    draft: Notice, wren: Person, browse: Browse
) -> None:
    page = browse(wren).get(at("notice", draft.case, draft.pk)).content.decode()

    assert "1858000000000004471" in page
    assert "Whoever posted it" in page
    assert "checked" not in re.findall(r'<input[^>]*name="declarations"[^>]*>', page)[0]


def test_links_each_gap_to_the_page_that_fills_it(
    draft: Notice, wren: Person, browse: Browse
) -> None:
    Contact.objects.filter(case=draft.case).update(mail="")

    page = browse(wren).get(at("notice", draft.case, draft.pk)).content.decode()

    assert reverse("cases:case-contact", args=[draft.case.ref]) in page
    assert "Approve this text" not in page


def test_does_not_approve_without_the_persons_word(
    draft: Notice, wren: Person, browse: Browse
) -> None:
    client = browse(wren)
    digest = read_digest(client, draft)

    answer = client.post(at("notice-approve", draft.case, draft.pk), {"digest": digest})

    draft.refresh_from_db()
    assert (answer.status_code, draft.state) == (422, NoticeState.DRAFT)
    assert "Without your word" in answer.content.decode()


def test_approves_the_text_that_was_read(draft: Notice, wren: Person, browse: Browse) -> None:
    client = browse(wren)
    word = {"digest": read_digest(client, draft), "declarations": ["good_faith_not_consensual"]}

    client.post(at("notice-approve", draft.case, draft.pk), word)

    draft.refresh_from_db()
    assert draft.state == NoticeState.APPROVED


def test_tells_an_advocate_without_mandate_what_is_missing(
    draft: Notice, bea: Person, browse: Browse
) -> None:
    page = browse(bea).get(at("notice", draft.case, draft.pk)).content.decode()

    assert "There is no mandate" in page
    assert "Approve this text" not in page


def test_lets_an_advocate_approve_under_a_mandate(
    draft: Notice, bea: Person, mandate: Mandate, browse: Browse
) -> None:
    page = browse(bea).get(at("notice", draft.case, draft.pk)).content.decode()

    assert "Approve this text" in page


@pytest.mark.parametrize("way", ["notice-eml", "notice-pdf", "notice-companion"])
def test_lets_nothing_out_before_approval(
    draft: Notice, wren: Person, browse: Browse, way: str
) -> None:
    answer = browse(wren).get(at(way, draft.case, draft.pk))

    assert answer.status_code == 302


def test_gives_the_letter_as_a_mail_draft(approved: Notice, wren: Person, browse: Browse) -> None:
    answer = browse(wren).get(at("notice-eml", approved.case, approved.pk))

    assert answer["Content-Disposition"] == 'attachment; filename="message-1.eml"'
    assert b"X-Unsent: 1" in answer.content


def test_gives_the_letter_on_paper(approved: Notice, wren: Person, browse: Browse) -> None:
    answer = browse(wren).get(at("notice-pdf", approved.case, approved.pk))

    assert answer.content.startswith(b"%PDF-")


def test_offers_each_field_of_the_services_form(
    approved: Notice, wren: Person, browse: Browse
) -> None:
    page = browse(wren).get(at("notice-companion", approved.case, approved.pk)).content.decode()

    assert "data-copy" in page
    assert "Wren Example" in page
    assert 'rel="noreferrer noopener"' in page


def test_marks_a_letter_as_sent_and_shows_its_clock(
    approved: Notice, wren: Person, browse: Browse
) -> None:
    client = browse(wren)
    sent = {"way": "FORM", "day": "2026-11-22", "time": "12:00", "reference": "4471-209"}

    page = client.post(at("notice-send", approved.case, approved.pk), sent, follow=True)

    approved.refresh_from_db()
    assert approved.due_at is not None and approved.sent_at is not None
    assert approved.due_at - approved.sent_at == timedelta(hours=48)
    assert "48 hours left" in page.content.decode()
    assert "Why this time?" in page.content.decode()


def test_keeps_what_was_typed_when_the_day_is_wrong(
    approved: Notice, wren: Person, browse: Browse
) -> None:
    wrong = {"way": "FORM", "day": "2031-01-01", "time": "12:00", "reference": "4471-209"}

    page = browse(wren).post(at("notice-send", approved.case, approved.pk), wrong)

    assert page.status_code == 422
    assert "lies in the future" in page.content.decode()
    assert "4471-209" in page.content.decode()


def test_notes_outcomes_and_answers(sent: Notice, wren: Person, browse: Browse) -> None:
    client, item = browse(wren), sent.items.first()
    assert item is not None

    client.post(
        at("notice-outcome", sent.case, sent.pk), {"items": [item.pk], "outcome": "REMOVED"}
    )
    client.post(
        at("reply-add", sent.case, sent.pk), {"text": "We removed it.", "day": "2026-11-22"}
    )

    item.refresh_from_db()
    assert item.outcome == Outcome.REMOVED
    assert sent.replies.get().text == "We removed it."


def test_asks_for_words_or_a_file_in_an_answer(sent: Notice, wren: Person, browse: Browse) -> None:
    page = browse(wren).post(at("reply-add", sent.case, sent.pk), {"day": "2026-11-22"})

    assert page.status_code == 422
    assert "Paste their answer here" in page.content.decode()


@pytest.mark.parametrize(("door", "field"), [("notice-send", "proof"), ("reply-add", "original")])
def test_takes_no_file_in_a_case_with_a_person_under_18(
    sent: Notice, wren: Person, browse: Browse, door: str, field: str
) -> None:
    Case.objects.filter(pk=sent.case_id).update(age=Age.MINOR)
    file = SimpleUploadedFile("proof.png", b"\x89PNG\r\n\x1a\n")
    given = {"way": "FORM", "day": "2026-11-22", "time": "12:00", "text": "Hello", field: file}

    page = browse(wren).post(at(door, sent.case, sent.pk), given)

    assert "No file is taken" in page.content.decode() or door == "notice-send"
    assert Exhibit.objects.count() == 0


PAGES = ["notice", "notice-companion", "notice-eml", "notice-pdf"]
ACTS = [
    "notice-approve", "notice-reopen", "notice-withdraw", "notice-send", "notice-outcome",
    "reply-add",
]  # fmt: skip


@pytest.mark.parametrize("door", PAGES + ACTS)
@pytest.mark.parametrize("somebody", ["dan", "june", "cy", "otto"])
def test_does_not_exist_for_a_stranger(
    approved: Notice, request: pytest.FixtureRequest, browse: Browse, door: str, somebody: str
) -> None:
    client = browse(request.getfixturevalue(somebody))
    address = at(door, approved.case, approved.pk)

    answer = client.get(address) if door in PAGES else client.post(address)

    assert answer.status_code == 404


@pytest.mark.parametrize("door", PAGES + ACTS)
def test_is_closed_to_a_colleague_without_this_case(
    approved: Notice, ida: Person, browse: Browse, door: str
) -> None:
    client, address = browse(ida), at(door, approved.case, approved.pk)

    answer = client.get(address) if door in PAGES else client.post(address)

    assert answer.status_code == 403


def test_finds_no_letter_of_another_case(
    approved: Notice, junes_case: Case, june: Person, browse: Browse
) -> None:
    answer = browse(june).get(at("notice", junes_case, approved.pk))

    assert answer.status_code == 404


def test_says_what_comes_next(sent: Notice, wren: Person, browse: Browse) -> None:
    address = at("next-step", sent.case)

    page = browse(wren).get(address, headers={"HX-Request": "true"}).content.decode()

    assert "wait for X Corp." in page or "write a letter" in page
    assert "<html" not in page


def read_digest(client: Client, draft: Notice) -> str:
    page = client.get(at("notice", draft.case, draft.pk)).content.decode()
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]
