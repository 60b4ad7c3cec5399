"""A reminder by mail: the real beat, the real worker, a real mail server."""

import re
import time
from collections.abc import Callable

import pytest

from tests.journeys.client import Client
from tests.journeys.house import House
from tests.journeys.outside import Mail, Mailbox
from tests.journeys.people import Phone

pytestmark = pytest.mark.browser

WAITING_SECONDS = 30.0
SWEEPS_SECONDS = 7.0
"""Long enough for three more sweeps."""

TELLING = re.compile(
    r"letter|notice|takedown|case|x\.com|twitter|image|photo|picture|leak|overdue|due"
    r"|deadline|quiet_account|4471|redress|removed?",
    re.IGNORECASE,
)


@pytest.fixture
def client(borrow: Callable[..., Phone], mailbox: Mailbox) -> Client:
    mailbox.mails.clear()
    client = Client(borrow())
    name = client.signs_up(mail=f"{time.monotonic_ns()}@mailbox.example")
    assert name
    client.has_a_sent_letter()
    mailbox.mails.clear()
    return client


def wait_for_mail(mailbox: Mailbox) -> Mail:
    given_up_at = time.monotonic() + WAITING_SECONDS
    while not mailbox.mails and time.monotonic() < given_up_at:
        time.sleep(0.1)
    return mailbox.mails[0]


def test_brings_one_mail_that_says_nothing(client: Client, house: House, mailbox: Mailbox) -> None:
    house.inside("let_time_pass", client.ref)

    mail = wait_for_mail(mailbox)
    time.sleep(SWEEPS_SECONDS)

    assert len(mailbox.mails) == 1
    assert client.ref not in mail.text
    assert TELLING.findall(without_ids(mail)) == []
    assert mail.sender == "notes@mailbox.example"
    client.goes_to("")
    client.phone.sees("2 minutes over")
    client.goes_to("story/")
    client.phone.sees("over")


def test_brings_no_second_mail_after_the_worker_is_lost(
    client: Client, house: House, mailbox: Mailbox
) -> None:
    mailbox.before_answer = house.kill_worker
    house.inside("let_time_pass", client.ref)
    wait_for_mail(mailbox)
    assert house.wait() == 1

    house.start()
    assert house.inside("let_lease_end", client.ref) == "1"
    wait_until_unsure(house, client.ref)

    assert len(mailbox.mails) == 1
    client.goes_to("")
    client.phone.sees("over")


def test_brings_one_note_of_the_day_although_the_worker_is_lost(
    client: Client, house: House, mailbox: Mailbox
) -> None:
    house.inside("ask_for_a_note_a_day", client.ref)
    house.inside("let_time_pass", client.ref)
    mailbox.before_answer = house.kill_worker
    assert house.inside("let_the_hour_come", client.ref) == "1"
    mail = wait_for_mail(mailbox)
    assert house.wait() == 1

    house.start()
    assert house.inside("let_lease_end", client.ref) == "1"
    wait_until_unsure(house, client.ref)
    time.sleep(SWEEPS_SECONDS)

    assert len(mailbox.mails) == 1
    assert TELLING.findall(without_ids(mail)) == []
    client.goes_to("")
    client.phone.sees("over")


def without_ids(mail: Mail) -> str:
    """The mail without what machines make up: its id, and the names of hosts on the way."""
    lines = mail.text.splitlines()
    return "\n".join(line for line in lines if not line.lower().startswith("message-id:"))


def wait_until_unsure(house: House, ref: str) -> None:
    given_up_at = time.monotonic() + WAITING_SECONDS
    while house.inside("mail_state", ref) != "UNSURE":
        assert time.monotonic() < given_up_at
        time.sleep(0.5)
