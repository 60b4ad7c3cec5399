"""Sign-ins are kept, and one with an unknown device is told of at the next one."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import Person, SignIn
from accounts.services.sign_ins import KEPT, note_sign_in
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


def signed_in(person: Person, agent: str) -> str:
    """The first page after the form, in a browser of its own."""
    client = Client(headers={"user-agent": agent})
    told = {"login": person.username, "password": PASSWORD}
    return client.post("/in/login/", told, follow=True).content.decode()


def test_calls_no_device_new_at_the_first_sign_in(wren: Person, now: datetime) -> None:
    note_sign_in(wren, user_agent=FIREFOX, now=now)

    assert not SignIn.objects.get().is_new


def test_tells_of_an_unknown_device_at_the_next_sign_in_and_once(wren: Person) -> None:
    signed_in(wren, FIREFOX)
    stranger = signed_in(wren, PHONE)

    first, second = signed_in(wren, FIREFOX), signed_in(wren, FIREFOX)

    assert "for the first time" not in stranger
    assert "someone signed in with Safari on an iPhone, for the first time" in first
    assert "for the first time" not in second


def test_lists_the_times_on_the_persons_own_page_only(wren: Person, june: Person) -> None:
    signed_in(wren, PHONE)
    client = Client()
    client.force_login(june)

    assert "Safari on an iPhone" not in client.get("/you/").content.decode()
    client.force_login(wren)
    assert "Safari on an iPhone" in client.get("/you/").content.decode()


def test_forgets_them_after_ninety_days(wren: Person, now: datetime) -> None:
    note_sign_in(wren, user_agent=FIREFOX, now=now)

    note_sign_in(wren, user_agent=PHONE, now=now + KEPT + timedelta(days=1))

    assert [row.device for row in SignIn.objects.all()] == ["Safari on an iPhone"]


def test_keeps_nothing_of_a_sign_in_that_failed(wren: Person) -> None:
    Client().post("/in/login/", {"login": "wren", "password": "not this one"})

    assert not SignIn.objects.exists()
