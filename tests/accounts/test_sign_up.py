"""Starting: a name and a password are enough, and nobody learns who is here."""

import threading
from collections.abc import Callable
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client

from accounts.adapter import QuietAdapter
from accounts.models import Person
from accounts.services import mails
from accounts.services.names import suggest_name
from tests import factories

Browse = Callable[[Person], Client]
NAME = "quiet-lantern-482"
KNOWN = "known@mail.example"
UNKNOWN = "unknown@mail.example"


def sign_up(client: Client, **more: str) -> HttpResponse:
    """Post the form with a name and a password, and what is given."""
    told = {"username": NAME, "password1": factories.PASSWORD, **more}
    return client.post("/in/signup/", told)  # type: ignore[return-value]  # the stubs call it WSGIResponse


def reached(email: str, *, safe: bool) -> Person:
    """A person with a confirmed address."""
    someone = factories.person("marla", email=email, mail_is_safe=safe)
    EmailAddress.objects.create(user=someone, email=email, verified=True, primary=True)
    return someone


def test_needs_a_name_and_a_password_only(client: Client, db: None) -> None:
    response = sign_up(client)

    assert response.status_code == 302
    assert Person.objects.get().username == NAME
    mails.settle()
    assert mail.outbox == []


def test_opens_the_notebook_for_oneself(client: Client, db: None) -> None:
    assert sign_up(client, purpose="me")["Location"] == "/"


def test_leads_those_who_help_others_to_a_team(client: Client, db: None) -> None:
    assert sign_up(client, purpose="others")["Location"] == "/team/new/"


def test_takes_the_zone_of_the_device(client: Client, db: None) -> None:
    sign_up(client, zone="Africa/Nairobi")

    assert Person.objects.get().zone == "Africa/Nairobi"


def test_does_not_mind_a_zone_it_does_not_know(client: Client, db: None) -> None:
    sign_up(client, zone="Mars/Olympus")

    assert Person.objects.get().zone == "UTC"


def test_suggests_a_new_name_each_time(client: Client, db: None) -> None:
    first, second = (client.get("/in/signup/").context["form"]["username"].value() for _ in "ab")

    assert first != second


def test_suggests_names_of_two_words_and_three_digits() -> None:
    first, second, digits = suggest_name().split("-")

    assert first.isalpha()
    assert second.isalpha()
    assert len(digits) == 3


def test_keeps_what_was_entered_when_something_is_wrong(client: Client, db: None) -> None:
    page = sign_up(client, password1="short", email=UNKNOWN, purpose="others").content.decode()

    assert NAME in page
    assert UNKNOWN in page
    assert "checked" in page


def test_does_not_say_why_a_name_is_refused(client: Client, wren: Person) -> None:
    page = sign_up(client, username="wren").content.decode()

    assert "This name cannot be used." in page
    assert "exists" not in page


def test_writes_to_no_address_unless_told_that_it_is_safe(client: Client, db: None) -> None:
    sign_up(client, email=UNKNOWN)

    mails.settle()
    assert mail.outbox == []


def test_writes_content_free_to_a_safe_address(client: Client, db: None) -> None:
    sign_up(client, email=UNKNOWN, mail_is_safe="on")

    mails.settle()
    (sent,) = mail.outbox
    assert sent.subject == "Notebook"
    assert sent.to == [UNKNOWN]
    assert NAME not in sent.body


def test_answers_alike_for_a_known_and_an_unknown_address(db: None) -> None:
    reached(KNOWN, safe=True)

    known = sign_up(Client(), email=KNOWN, username="plain-otter-101")
    unknown = sign_up(Client(), email=UNKNOWN, username="plain-otter-102")

    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"]


def test_tells_no_owner_that_an_address_was_tried(client: Client, db: None) -> None:
    reached(KNOWN, safe=True)

    sign_up(client, email=KNOWN)

    mails.settle()
    assert mail.outbox == []


@pytest.mark.parametrize("given", ["wren", "wren@mail.example"])
def test_signs_in_by_name_or_address(client: Client, db: None, given: str) -> None:
    person = factories.person("wren", email="wren@mail.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)

    response = client.post("/in/login/", {"login": given, "password": factories.PASSWORD})

    assert response.status_code == 302


def refused(login: str) -> str:
    """What the page says to a wrong password, without what differs by chance."""
    response = Client().post("/in/login/", {"login": login, "password": "not-it-at-all"})
    words = response.content.decode().split("One thing needs another look")[1]
    return words.split("</div>")[0]


def test_says_the_same_to_a_wrong_name_and_a_wrong_password(db: None) -> None:
    reached(KNOWN, safe=True)

    said = {refused(login) for login in ("marla", "nobody", KNOWN, UNKNOWN)}

    assert len(said) == 1


def ask(email: str) -> HttpResponse:
    """Ask for a new password and follow."""
    return Client().post("/in/password/reset/", {"email": email}, follow=True)  # type: ignore[return-value]  # the stubs call it WSGIResponse


def seen(response: HttpResponse) -> str:
    """The words of the page."""
    return response.content.decode().split("<main")[1].split("</main")[0]


def test_answers_a_reset_alike_whether_known_or_not(db: None) -> None:
    reached(KNOWN, safe=True)

    known, unknown = ask(KNOWN), ask(UNKNOWN)

    assert known.status_code == unknown.status_code == 200
    assert seen(known) == seen(unknown)


def test_does_not_let_the_page_wait_for_the_mail_server(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached(KNOWN, safe=True)
    let_go = threading.Event()
    sent = EmailMessage.send
    monkeypatch.setattr(EmailMessage, "send", lambda message: let_go.wait(60) and sent(message))

    ask(KNOWN)

    assert mail.outbox == []
    let_go.set()
    mails.settle()
    assert len(mail.outbox) == 1


def test_works_out_as_much_for_an_unknown_address(db: None) -> None:
    reached(KNOWN, safe=True)
    drawn = []

    for email in (KNOWN, UNKNOWN):
        with patch.object(QuietAdapter, "render_mail", wraps=QuietAdapter().render_mail) as draw:
            ask(email)
        drawn.append(draw.call_count)
    mails.settle()

    assert drawn == [1, 1]


def test_sends_no_reset_to_an_unknown_address(db: None) -> None:
    ask(UNKNOWN)

    mails.settle()
    assert mail.outbox == []


def test_sends_no_reset_where_others_read_the_mail(db: None) -> None:
    reached(KNOWN, safe=False)

    ask(KNOWN)

    mails.settle()
    assert mail.outbox == []


def test_sends_a_reset_that_says_nothing(db: None) -> None:
    reached(KNOWN, safe=True)

    ask(KNOWN)

    mails.settle()
    (sent,) = mail.outbox
    assert sent.subject == "Notebook"
    assert "marla" not in sent.body
    assert "/in/password/reset/key/" in sent.body


def test_lets_a_person_in_with_the_password_from_the_mail(db: None) -> None:
    reached(KNOWN, safe=True)
    ask(KNOWN)
    mails.settle()
    link = next(word for word in str(mail.outbox[0].body).split() if "/key/" in word)
    browser = Client()
    form = browser.get(link, follow=True).context["action_url"]

    browser.post(form, {"password1": "four-new-kind-words", "password2": "four-new-kind-words"})

    assert Client().login(username="marla", password="four-new-kind-words")


def test_says_kindly_that_a_sign_cannot_be_kept(db: None) -> None:
    page = sign_up(Client(), username="quiet\x00lantern").content.decode()

    assert "Please type it instead of pasting." in page
