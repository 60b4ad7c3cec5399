"""The pages of answers, as a person uses them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from evidence.models import Exhibit
from takedowns.models import Notice, Outcome, Reply, ReplyKind
from tests.takedowns.mails import HEAD, NAME, PLAIN, record_of, rsa_key, signed, with_attachment
from tests.takedowns.resolver import answering

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]
DAY = "2026-11-22"


@pytest.fixture(autouse=True)
def evening(now: datetime, time_machine_at: Callable[[datetime], None]) -> None:
    """Six hours after the letter was sent."""
    time_machine_at(now + timedelta(hours=6))


def at(name: str, notice: Notice, *more: object) -> str:
    return reverse(f"takedowns:{name}", args=[notice.case.ref, notice.pk, *more])


def mail(raw: bytes, name: str = "answer.eml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw)


def given(client: Client, notice: Notice, raw: bytes) -> Reply:
    client.post(at("reply-add", notice), {"original": mail(raw), "day": DAY})
    return notice.replies.latest("added_at")


def test_keeps_a_mail_and_shows_its_words_plainly(
    sent: Notice, wren: Person, browse: Browse
) -> None:
    client = browse(wren)

    page = client.post(
        at("reply-add", sent), {"original": mail(with_attachment(b"x")), "day": DAY}, follow=True
    ).content.decode()

    assert "We have removed it." in page
    assert "desk@service.example" in page and "list.zip" in page
    assert "alert(1)" not in page and "tracker.example" not in page


def test_keeps_several_mails_at_once_and_says_which_one_it_could_not(
    sent: Notice, wren: Person, browse: Browse
) -> None:
    files = [mail(PLAIN), mail(signed()), mail(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.msg")]

    page = browse(wren).post(at("reply-add", sent), {"original": files, "day": DAY})

    assert page.status_code == 422
    assert "old.msg: This is a .msg file" in page.content.decode()
    assert sent.replies.count() == Exhibit.objects.count() == 2


def test_loses_nothing_of_what_was_typed(sent: Notice, wren: Person, browse: Browse) -> None:
    page = browse(wren).post(at("reply-add", sent), {"text": "They said no.", "day": "soon"})

    assert page.status_code == 422
    assert "They said no." in page.content.decode()


def test_chooses_nothing_beforehand(sent: Notice, wren: Person, browse: Browse) -> None:
    client = browse(wren)
    reply = given(client, sent, signed())

    page = client.get(at("reply", sent, reply.pk)).content.decode()

    assert "Yes, that is it" in page and "<mark>" in page
    assert not re.search(r"<input[^>]* checked|<option value=\"\w[^>]* selected", page)
    assert set(sent.items.values_list("outcome", flat=True)) == {Outcome.PENDING}


def test_notes_what_was_proposed_with_one_tap(sent: Notice, wren: Person, browse: Browse) -> None:
    client = browse(wren)
    reply = given(client, sent, signed())
    ids = [str(item.pk) for item in sent.items.all()]

    client.post(at("reply-sort", sent, reply.pk), {"kind": "DECIDES"})
    client.post(at("reply-sort", sent, reply.pk), {"ticket": "4471-209"})
    client.post(at("reply-outcome", sent, reply.pk), {"items": ids, "outcome": "REMOVED"})

    reply.refresh_from_db()
    assert (reply.kind, reply.ticket) == (ReplyKind.DECIDES, "4471-209")
    assert set(sent.items.values_list("outcome", flat=True)) == {Outcome.REMOVED}


@pytest.mark.parametrize("body", [{}, {"kind": "OPEN"}, {"kind": "nonsense"}])
def test_asks_again_where_nothing_was_said(
    sent: Notice, wren: Person, browse: Browse, body: dict[str, str]
) -> None:
    client = browse(wren)
    reply = given(client, sent, PLAIN)

    page = client.post(at("reply-sort", sent, reply.pk), body)

    assert page.status_code == 422
    assert "Choose what this answer is" in page.content.decode()


def test_keeps_the_places_chosen_where_the_outcome_is_missing(
    sent: Notice, wren: Person, browse: Browse
) -> None:
    client = browse(wren)
    reply = given(client, sent, PLAIN)
    item = sent.items.all()[0]

    page = client.post(at("reply-outcome", sent, reply.pk), {"items": [item.pk]})

    assert page.status_code == 422
    assert f'value="{item.pk}" data-one checked' in page.content.decode()


def test_says_on_the_letter_and_on_the_answer_alike_when_a_place_is_gone(
    sent: Notice, wren: Person, browse: Browse
) -> None:
    client = browse(wren)
    reply = given(client, sent, PLAIN)
    sent.items.update(outcome="REMOVED")
    letter = reverse("takedowns:notice", args=[sent.case.ref, sent.pk])

    for url in (letter, at("reply", sent, reply.pk)):
        page = client.get(url).content.decode()
        assert "when two looks, a day or more apart, found it gone." in page
        assert "Nobody has seen it gone yet." in page


def test_keeps_the_places_chosen_on_the_letter_where_the_outcome_is_missing(
    sent: Notice, wren: Person, browse: Browse
) -> None:
    item = sent.items.all()[0]
    url = reverse("takedowns:notice-outcome", args=[sent.case.ref, sent.pk])

    page = browse(wren).post(url, {"items": [item.pk]})

    assert page.status_code == 422
    assert f'value="{item.pk}" data-one checked' in page.content.decode()


def test_puts_an_answer_that_asks_for_more_on_today_until_it_is_done(
    sent: Notice, wren: Person, bea: Person, browse: Browse
) -> None:
    reply = given(browse(wren), sent, PLAIN)
    client = browse(bea)
    client.post(at("reply-sort", sent, reply.pk), {"kind": "ASKS"})

    waiting = client.get(reverse("takedowns:today")).content.decode()
    client.post(at("reply-asked-done", sent, reply.pk), {"back": "today"})
    after = client.get(reverse("takedowns:today")).content.decode()

    assert "They ask for more" in waiting
    assert "They ask for more" not in after


def test_keeps_the_attachments_chosen(sent: Notice, wren: Person, browse: Browse) -> None:
    client = browse(wren)
    reply = given(client, sent, with_attachment(b"rows"))
    address = at("reply-attachments", sent, reply.pk)

    client.post(address, {})
    before = Exhibit.objects.count()
    client.post(address, {"chosen": [str(reply.attachments.get().pk)]})

    assert (before, Exhibit.objects.count()) == (1, 2)


def test_asks_nobody_before_the_press(
    sent: Notice, wren: Person, browse: Browse, settings: Any
) -> None:
    with answering({NAME: record_of(rsa_key())}) as server:
        settings.DNS_SERVERS, settings.DNS_PORT = ["127.0.0.1"], server.port
        client = browse(wren)
        reply = given(client, sent, signed())
        before = client.get(at("reply", sent, reply.pk)).content.decode()
        asked = list(server.asked)
        client.post(at("reply-signature", sent, reply.pk))
        after = client.get(at("reply", sent, reply.pk)).content.decode()

    assert "Not checked" in before and asked == []
    assert "Signed, and it holds" in after and "which person wrote it" in after


def test_checks_with_a_key_record_given_by_hand(sent: Notice, wren: Person, browse: Browse) -> None:
    client = browse(wren)
    reply = given(client, sent, signed())

    client.post(
        at("reply-signature", sent, reply.pk), {"record": record_of(rsa_key()), "name": NAME}
    )

    check = reply.signature_checks.get()
    assert (check.verdict, check.source) == ("HOLDS", "PASTED")


def test_says_kindly_that_nobody_answers(
    sent: Notice, wren: Person, browse: Browse, settings: Any
) -> None:
    with answering({NAME: None}) as server:
        settings.DNS_SERVERS, settings.DNS_PORT = ["127.0.0.1"], server.port
        client = browse(wren)
        reply = given(client, sent, signed())
        page = client.post(at("reply-signature", sent, reply.pk), follow=True).content.decode()

    assert "Nobody could be asked for the key just now" in page
    assert not reply.signature_checks.exists()


def test_proposes_on_today_only_letters_of_this_persons_work(
    sent: Notice, bea: Person, dan: Person, browse: Browse
) -> None:
    body, address = {"text": "Your ticket 4471-209 was closed."}, reverse("takedowns:today-answer")

    mine = browse(bea).post(address, body).content.decode()
    strangers = browse(dan).post(address, body).content.decode()

    assert sent.case.ref in mine and "It names the number" in mine
    assert sent.case.ref not in strangers and "No letter fits" in strangers


def test_keeps_nothing_of_what_was_pasted_on_today(
    sent: Notice, bea: Person, browse: Browse
) -> None:
    browse(bea).post(reverse("takedowns:today-answer"), {"text": HEAD.decode()})

    assert not Reply.objects.exists() and not Exhibit.objects.exists()


DOORS = [
    "reply", "reply-sort", "reply-outcome", "reply-asked-done", "reply-attachments",
    "reply-signature",
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("somebody", ["dan", "june", "cy", "otto"])
def test_does_not_exist_for_a_stranger(
    sent: Notice, wren: Person, request: pytest.FixtureRequest, browse: Browse, door: str,
    somebody: str,
) -> None:  # fmt: skip
    reply = Reply.objects.create(
        notice=sent, text="x", received_at=sent.drafted_at, added_at=sent.drafted_at, added_by=wren
    )
    client, address = browse(request.getfixturevalue(somebody)), at(door, sent, reply.pk)

    answer = client.get(address) if door == "reply" else client.post(address)

    assert answer.status_code == 404


def test_shows_an_answer_only_below_its_own_letter(
    sent: Notice, wren: Person, browse: Browse
) -> None:
    client = browse(wren)
    reply = given(client, sent, PLAIN)
    other = Notice.objects.get(pk=sent.pk)
    other.pk, other.number = None, 2
    other.save()

    assert client.get(at("reply", other, reply.pk)).status_code == 404
