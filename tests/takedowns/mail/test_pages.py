"""The pages of sending by mail, as a person uses them."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, Person
from takedowns.models import MailAccount, MailState, Notice, OutgoingMail
from tests.takedowns.mail.server import WORD, Behaviour

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def noon_today(now: datetime, time_machine_at: Callable[[datetime], None]) -> None:
    """Pages read the clock; it stands at the tests' own noon."""
    time_machine_at(now)


@pytest.fixture(autouse=True)
def no_bell(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was rung for, instead of a queue."""
    rung: list[str] = []
    monkeypatch.setattr(
        "takedowns.tasks.deliver_mail.delay_on_commit", lambda *, mail_id: rung.append(mail_id)
    )
    return rung


def at(notice: Notice) -> str:
    return reverse("takedowns:notice", args=[notice.case.ref, notice.pk])


def press_at(notice: Notice) -> str:
    return reverse("takedowns:notice-mail", args=[notice.case.ref, notice.pk])


def decide_at(mail: OutgoingMail) -> str:
    return reverse("takedowns:mail-decide", args=[mail.notice.case.ref, mail.pk])


def settings_at(team: Organisation, act: str = "") -> str:
    return reverse(f"takedowns:mail-account{act}", args=[team.pk])


TYPED = {
    "from_address": "letters@harbour.example", "from_name": "Harbour",
    "reply_to": "answers@harbour.example", "host": "smtp.harbour.example", "port": "587",
    "security": "STARTTLS", "username": "letters", "password": WORD,
}  # fmt: skip


def test_keeps_what_a_supervisor_typed_and_never_shows_the_password(
    team: Organisation, ada: Person, browse: Browse
) -> None:
    page = browse(ada).post(settings_at(team), TYPED, follow=True).content.decode()

    assert MailAccount.objects.get(organisation=team).host == "smtp.harbour.example"
    assert "smtp.harbour.example" in page
    assert WORD not in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("host", "https://smtp.harbour.example/", "Give the name alone"),
        ("port", "70000", "from 1 to 65535"),
        ("reply_to", "nobody", "valid email"),
        ("password", "", "Type the password"),
        ("password", "päss", "only the letters a to z"),
        ("security", "NONE", "valid choice"),
    ],
)
def test_says_kindly_what_needs_another_look_and_loses_nothing(
    team: Organisation, ada: Person, browse: Browse, field: str, value: str, words: str
) -> None:
    answer = browse(ada).post(settings_at(team), TYPED | {field: value})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "answers@harbour.example" in page or field == "reply_to"
    assert not MailAccount.objects.exists()


def test_says_on_the_page_how_the_test_went(
    account: MailAccount, team: Organisation, ada: Person, browse: Browse, behaviour: Behaviour
) -> None:
    ada.email, ada.mail_is_safe = "ada@harbour.example", True
    ada.save()

    page = browse(ada).post(settings_at(team, "-test"), follow=True).content.decode()

    assert "took it for ada@harbour.example" in page
    assert len(behaviour.mails) == 1


def test_forgets_the_account(
    account: MailAccount, team: Organisation, ada: Person, browse: Browse
) -> None:
    browse(ada).post(settings_at(team, "-remove"))

    assert not MailAccount.objects.exists()


def test_offers_to_send_from_the_organisations_address(
    letter: Notice, account: MailAccount, bea: Person, browse: Browse
) -> None:
    page = browse(bea).get(at(letter)).content.decode()

    assert "Send it by e-mail from letters@harbour.example" in page


def test_offers_it_to_no_client(
    letter: Notice, account: MailAccount, wren: Person, browse: Browse
) -> None:
    page = browse(wren).get(at(letter)).content.decode()

    assert "Send it by e-mail" not in page
    assert "Open as a mail" in page


def test_offers_it_for_no_form(
    approved: Notice, account: MailAccount, bea: Person, browse: Browse
) -> None:
    assert "Send it by e-mail" not in browse(bea).get(at(approved)).content.decode()


def test_queues_the_letter_and_rings_for_the_worker(
    letter: Notice, account: MailAccount, bea: Person, browse: Browse, no_bell: list[str]
) -> None:
    shown = {"digest": letter.digest, "from_address": account.from_address}

    page = browse(bea).post(press_at(letter), shown, follow=True).content.decode()

    mail = OutgoingMail.objects.get(notice=letter)
    assert no_bell == [str(mail.pk)]
    assert "Nothing has left yet." in page
    assert "Send it by e-mail" not in page
    assert "Mark as sent" not in page


def test_sends_nothing_where_the_form_was_tampered_with(
    letter: Notice, account: MailAccount, bea: Person, browse: Browse
) -> None:
    page = browse(bea).post(press_at(letter), {}, follow=True).content.decode()

    assert "look again" in page
    assert not OutgoingMail.objects.exists()


@pytest.fixture
def uncertain(queued: OutgoingMail, now: datetime) -> OutgoingMail:
    OutgoingMail.objects.update(
        state=MailState.UNCERTAIN, handed_at=now, tried_at=now, why="The line was lost."
    )
    queued.refresh_from_db()
    return queued


def test_asks_what_became_of_an_uncertain_one(
    uncertain: OutgoingMail, bea: Person, browse: Browse
) -> None:
    page = browse(bea).get(at(uncertain.notice)).content.decode()

    assert "It did arrive" in page
    assert "Send once more" in page


@pytest.mark.parametrize(
    ("decision", "state"),
    [("arrived", MailState.SENT), ("again", MailState.QUEUED), ("", MailState.UNCERTAIN)],
)
def test_does_what_the_person_decides(
    uncertain: OutgoingMail, bea: Person, browse: Browse, decision: str, state: MailState
) -> None:
    browse(bea).post(decide_at(uncertain), {"decision": decision})

    uncertain.refresh_from_db()
    assert uncertain.state == state


def test_shows_the_client_how_far_it_is_and_no_button(
    uncertain: OutgoingMail, wren: Person, browse: Browse
) -> None:
    page = browse(wren).get(at(uncertain.notice)).content.decode()

    assert "It may have arrived, or not." in page
    assert "It did arrive" not in page


def test_names_it_on_the_advocates_day(
    uncertain: OutgoingMail, bea: Person, browse: Browse
) -> None:
    page = browse(bea).get(reverse("takedowns:today")).content.decode()

    assert "Mails that need you" in page
    assert "The line was lost." in page
    assert "Approved, to be sent" not in page


def test_shows_the_proof_once_it_is_sent(
    queued: OutgoingMail, run: Callable[..., None], wren: Person, browse: Browse
) -> None:
    run()

    page = browse(wren).get(at(queued.notice)).content.decode()

    assert "250 2.0.0 Ok: queued as 4XK1c7t2Pz" in page
    assert "TLSv1.3" in page
