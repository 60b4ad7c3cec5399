"""Broker, web server and worker of a running house killed over letters that are being sent."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys.broker import OwnRedis, lose_messages, redis_of_its_own
from tests.journeys.house import House, servers_of_trial
from tests.journeys.sender import Sender
from tests.takedowns.mail.server import HOST, WORD, Behaviour, Certificate, certificate, mail_server

WAITING_SECONDS = 60.0
BROKER, WEB, WORKER = range(3)
"""Which of the letters each test sends."""


class Lead(Sender):
    """The advocate at the page of one approved letter."""

    def __init__(self, house: House, letter: list[str], session: str) -> None:
        self.house, self._cookies = house, {"s": session}
        self.ref, self._letter, self._digest = letter
        self.load()

    @property
    def page(self) -> str:
        """The letter."""
        return f"/b/{self.ref}/letters/{self._letter}/"

    def press(self) -> int:
        """Send it by mail; the status of the answer."""
        said = {"digest": self._digest, "from_address": "letters@harbour.example"}
        return self.form(f"{self.page}post/", said)[0]

    @property
    def mails(self) -> list[list[str]]:
        """State and number of each mail of the letter."""
        rows: list[list[str]] = json.loads(self.house.inside("mails_of", self.ref))
        return rows


@dataclass(frozen=True)
class Post:
    """A house that runs, its broker where it is a Redis, and the mail server of its team."""

    house: House
    redis: OwnRedis | None
    behaviour: Behaviour
    letters: list[list[str]]
    session: str

    def lead(self, number: int) -> Lead:
        """The advocate, at one of the letters."""
        return Lead(self.house, self.letters[number], self.session)

    def taken(self, lead: Lead) -> int:
        """How often the mail server took the mail of a letter."""
        sent = Counter(str(mail.message["Message-ID"]) for mail in self.behaviour.mails)
        return sum(sent[name] for _, name in lead.mails)

    def again(self) -> None:
        """The tree ended with one of its programs; whoever runs it starts it again."""
        assert self.house.wait() == 1
        self.house.start()


@pytest.fixture(scope="module")
def broker() -> Iterator[OwnRedis | None]:
    """A Redis of its own where the trial runs on Redis."""
    with redis_of_its_own() as own:
        yield own


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """What the mail server shows, and the house trusts."""
    return certificate(tmp_path_factory.mktemp("proof"))


@pytest.fixture(scope="module")
def house(
    broker: OwnRedis | None, proof: Certificate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A house that stands; its worker sweeps every two seconds."""
    with servers_of_trial() as servers:
        surroundings = servers | {
            "SSL_CERT_FILE": str(proof.certificate), "REDRESS_SMTP_INSIDE": HOST,
            "REDRESS_SWEEP_SECONDS": "2",
        }  # fmt: skip
        if broker is not None:
            surroundings["REDIS_URL"] = broker.address
        house = House(tmp_path_factory.mktemp("house"), surroundings)
        house.manage("migrate", "-v0")
        house.start()
        try:
            yield house
        finally:
            house.stop()


@pytest.fixture(scope="module")
def post(house: House, broker: OwnRedis | None, proof: Certificate) -> Iterator[Post]:
    """Letters lie approved in it, and the mail server of their team listens."""
    behaviour = Behaviour()
    with mail_server(behaviour, proof) as port:
        told = json.loads(house.inside("approved_letters", str(port), WORD))
        yield Post(house, broker, behaviour, told["letters"], told["session"])


def wait_until(true: Callable[[], bool]) -> None:
    given_up_at = time.monotonic() + WAITING_SECONDS
    while not true():
        assert time.monotonic() < given_up_at
        time.sleep(0.5)


def test_sends_a_letter_whose_message_was_lost_with_the_broker(post: Post) -> None:
    lead = post.lead(BROKER)

    with post.house.worker_asleep():
        assert lead.press() == 302
        assert lose_messages(post.house, post.redis) >= 1
    wait_until(lambda: lead.mails[0][0] == "SENT")

    assert (len(lead.mails), post.taken(lead)) == (1, 1)


def test_sends_once_what_was_pressed_again_after_the_web_server_was_lost(
    post: Post, tmp_path: Path
) -> None:
    lead, flag = post.lead(WEB), tmp_path / "held"
    holder = post.house.begin_inside("hold_letters", str(flag))
    wait_until(flag.exists)

    pressing = threading.Thread(target=lambda: _press(lead), daemon=True)
    pressing.start()
    pressing.join(timeout=1)
    assert pressing.is_alive()
    post.house.kill_web()
    holder.kill()
    holder.wait()
    post.again()
    assert lead.mails == []

    assert lead.press() == 302
    wait_until(lambda: lead.mails[0][0] == "SENT")
    assert (len(lead.mails), post.taken(lead)) == (1, 1)


def test_asks_about_a_letter_whose_worker_was_lost_while_it_left(post: Post) -> None:
    lead = post.lead(WORKER)
    post.behaviour.hook["data"] = post.house.kill_worker

    lead.press()
    post.again()
    assert post.house.inside("end_mail_leases") == "1"
    wait_until(lambda: lead.mails[0][0] == "UNCERTAIN")

    assert (len(lead.mails), post.taken(lead)) == (1, 1)


def _press(lead: Lead) -> None:
    with suppress(OSError, AssertionError):
        lead.press()
