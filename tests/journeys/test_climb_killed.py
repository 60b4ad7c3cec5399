"""Whoever works on a climb killed at every step of it: nothing lost, nothing doubled."""

import json
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.house import House, servers_of_trial
from tests.takedowns.mail.server import HOST, WORD, Behaviour, Certificate, certificate, mail_server

Row = dict[str, Any]
PRESSED = ("draft", "approve", "queue")
"""Steps a person takes; the web server is killed over them."""
SWEPT = ("remind", "next rung")
"""Steps a sweep takes; the worker is killed over them."""


@dataclass(frozen=True)
class Aftermath:
    """What was left at each step, and the mails that were taken."""

    rows: list[Row]
    taken: Counter[str]

    def of(self, *steps: str) -> list[Row]:
        """The rows of these steps, at every rung."""
        return [each for each in self.rows if each["step"] in steps]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The database and the files of a house in which nothing runs."""
    with servers_of_trial() as servers:
        proof = certificate(tmp_path_factory.mktemp("proof"))
        trust = {"SSL_CERT_FILE": str(proof.certificate), "REDRESS_SMTP_INSIDE": HOST}
        house = House(tmp_path_factory.mktemp("house"), servers | trust)
        house.manage("migrate", "-v0")
        yield house


@pytest.fixture(scope="module")
def aftermath(house: House) -> Aftermath:
    """Three rungs climbed; each process that worked on them was killed."""
    behaviour = Behaviour()
    certified = Path(house.environment["SSL_CERT_FILE"])
    proof = Certificate(certified, certified.with_name("mail.key"))
    with mail_server(behaviour, proof) as port:
        rows = json.loads(house.inside("climb_under_fire", str(port), WORD))
    return Aftermath(rows, Counter(str(each.message["Message-ID"]) for each in behaviour.mails))


@pytest.mark.parametrize(("step", "rungs"), [("approve", 3), ("queue", 3), ("send", 3)])
def test_kills_that_step_on_every_rung(aftermath: Aftermath, step: str, rungs: int) -> None:
    ended = [each["ended"] for each in aftermath.of(step)]

    assert ended == rungs * [2 * [-signal.SIGKILL]]


@pytest.mark.parametrize("step", [*PRESSED, *SWEPT])
def test_leaves_nothing_of_a_step_that_was_cut_off(aftermath: Aftermath, step: str) -> None:
    rows = aftermath.of(step)

    assert {tuple(each["ended"]) for each in rows} == {2 * (-signal.SIGKILL,)}
    assert [each["left"] for each in rows] == [each["before"] for each in rows]


@pytest.mark.parametrize("step", [*PRESSED, *SWEPT])
def test_does_a_step_once_although_nobody_heard_that_it_was_done(
    aftermath: Aftermath, step: str
) -> None:
    rows = aftermath.of(step)

    assert all(each["done"] != each["before"] for each in rows)
    assert [each["again"] for each in rows] == [each["done"] for each in rows]


def test_sends_a_letter_later_whose_worker_was_lost_before_it_called(aftermath: Aftermath) -> None:
    rows = aftermath.of("send")

    assert [each["left"]["mails"] for each in rows] == [each["before"]["mails"] for each in rows]


def test_asks_a_person_about_a_letter_whose_worker_was_lost_after_it_left(
    aftermath: Aftermath,
) -> None:
    rows = aftermath.of("send")

    assert [each["unsure"]["mails"].get("UNCERTAIN") for each in rows] == [1, 1, 1]
    assert [each["asked"] for each in rows] == [each["unsure"] for each in rows]


def test_hands_each_letter_over_once(aftermath: Aftermath) -> None:
    last = aftermath.rows[-1]["again"]

    assert list(aftermath.taken.values()) == [1, 1, 1]
    assert (last["mails"], last["events"]["notice.sent"]) == ({"SENT": 3}, 3)


def test_climbs_all_the_same(aftermath: Aftermath) -> None:
    last = aftermath.rows[-1]["again"]

    assert last["letters"] == {
        "first DECIDED": 1, "firmer DECIDED": 1, "host SENT": 1, "search DRAFT": 1,
    }  # fmt: skip
    assert last["events"]["notice.next"] == 3


def test_owes_one_mail_for_each_reminder(aftermath: Aftermath) -> None:
    last = aftermath.rows[-1]["again"]

    assert (last["shown"], last["owed"]) == (5, 5)
