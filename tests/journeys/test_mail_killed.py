"""A worker killed while it hands a letter over: not sent, or asked about; never sent twice."""

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.journeys.house import House, servers_of_trial
from tests.journeys.seed import furnish
from tests.takedowns.mail.server import HOST, WORD, Behaviour, certificate, mail_server

END_SECONDS = 60
STEPS = ("connect", "mail", "data", "record")
"""Before it calls; after MAIL FROM; after the text, before the answer; after it, before the row."""


@dataclass(frozen=True)
class Aftermath:
    """What became of the letter whose worker was killed at a step, and how often it was sent."""

    endings: dict[str, int]
    states: dict[str, str]
    times: dict[str, int]


def killed_at(step: str, house: House, behaviour: Behaviour) -> int:
    """How the worker ended."""
    worker = house.begin_inside("work_on_mails", step)
    if step in {"mail", "data"}:
        behaviour.hook[step] = lambda: os.kill(worker.pid, signal.SIGKILL)
    try:
        return worker.wait(timeout=END_SECONDS)
    finally:
        worker.kill()


@pytest.fixture(scope="module")
def behaviour() -> Behaviour:
    """The mail server takes everything."""
    return Behaviour()


@pytest.fixture(scope="module")
def house(behaviour: Behaviour, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Rows of a house in which four letters wait to be mailed; nothing runs in it."""
    folder = tmp_path_factory.mktemp("house")
    proof = certificate(folder)
    with servers_of_trial() as servers, mail_server(behaviour, proof) as port:
        trust = {"SSL_CERT_FILE": str(proof.certificate), "REDRESS_SMTP_INSIDE": HOST}
        house = House(folder / "data", servers | trust)
        furnish(house.data, database=os.environ.get("REDRESS_TEST_DATABASE_URL", ""))
        house.inside("queue_letters", str(port), WORD)
        yield house


@pytest.fixture(scope="module")
def aftermath(house: House, behaviour: Behaviour) -> Aftermath:
    """Four letters, a worker for each, killed one step later each; the sweep does the rest."""
    endings = {step: killed_at(step, house, behaviour) for step in STEPS}
    rows = json.loads(house.inside("settle_mails"))
    sent = Counter(str(mail.message["Message-ID"]) for mail in behaviour.mails)
    return Aftermath(
        endings=endings,
        states=dict(zip(STEPS, (state for _, state in rows), strict=True)),
        times=dict(zip(STEPS, (sent[name] for name, _ in rows), strict=True)),
    )


@pytest.mark.parametrize("step", STEPS)
def test_kills_the_worker_at_that_step(aftermath: Aftermath, step: str) -> None:
    assert aftermath.endings[step] == -signal.SIGKILL


@pytest.mark.parametrize("step", ["connect", "mail"])
def test_sends_once_what_had_not_begun_to_leave(aftermath: Aftermath, step: str) -> None:
    assert (aftermath.states[step], aftermath.times[step]) == ("SENT", 1)


@pytest.mark.parametrize("step", ["data", "record"])
def test_asks_about_what_may_have_arrived(aftermath: Aftermath, step: str) -> None:
    assert (aftermath.states[step], aftermath.times[step]) == ("UNCERTAIN", 1)
