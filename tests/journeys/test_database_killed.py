"""The database killed while files arrive: whatever was acknowledged is there when it is back."""

import hashlib
import secrets
import threading
import time
from collections.abc import Iterator

import pytest

from tests.journeys.database import Database, killable_postgres, programs_of_postgres
from tests.journeys.house import House
from tests.journeys.sender import Sender
from tests.journeys.test_kills import MARK, WAITING_SECONDS, kept

MIB = 1024 * 1024
PIECE = 64 * 1024
CLEAR = secrets.token_bytes(16 * MIB)
DIGEST = hashlib.sha256(CLEAR).hexdigest()


@pytest.fixture
def database() -> Iterator[Database]:
    programs = programs_of_postgres()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here.")
    with killable_postgres(programs) as database:
        yield database


@pytest.fixture
def house(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(
        tmp_path_factory.mktemp("house"),
        {"DATABASE_URL": database.address, "REDRESS_SWEEP_SECONDS": "2"},
    )
    house.start()
    yield house
    house.stop()


class Sending(threading.Thread):
    """Sends small parts until one is not acknowledged."""

    def __init__(self, sender: Sender, at: str) -> None:
        super().__init__(daemon=True)
        self._sender, self._at, self.acknowledged = sender, at, 0

    def run(self) -> None:
        while self.acknowledged < len(CLEAR):
            start = self.acknowledged
            try:
                self._sender.send(self._at, CLEAR, start=start, stop=start + PIECE)
            except (AssertionError, OSError):
                return
            self.acknowledged = start + PIECE


def test_keeps_every_part_it_acknowledged(house: House, database: Database) -> None:
    sender = Sender(house, "wren")
    at = sender.begin(CLEAR, mark=MARK)["at"]
    sending = Sending(sender, at)
    sending.start()
    while sending.acknowledged < 5 * PIECE:
        time.sleep(0.01)

    database.kill()
    sending.join(timeout=60)
    database.start()
    _stand_again(sender, at)

    there = sender.received(at)
    assert there in {sending.acknowledged, sending.acknowledged + PIECE}
    assert there < len(CLEAR)
    for start in range(there, len(CLEAR), 4 * MIB):
        sender.send(at, CLEAR, start=start, stop=min(start + 4 * MIB, len(CLEAR)))
    assert sender.keep(at.rstrip("/").rsplit("/", 1)[1]) == 302
    assert [row[:3] for row in kept(house, sender.ref)] == [["EX-0001", DIGEST, DIGEST]]
    assert house.inside("sweep_later").split()[1] == "0"


def _stand_again(sender: Sender, at: str) -> None:
    """Wait until pages are answered; the worker may have ended with the database, and the tree
    with it: whoever runs it starts it again then.
    """
    given_up_at = time.monotonic() + WAITING_SECONDS
    while _status(sender, at) != 200:
        assert time.monotonic() < given_up_at, sender.house.log[-2000:]
        if not sender.house.processes():
            sender.house.wait()
            sender.house.start()
        time.sleep(0.2)


def _status(sender: Sender, at: str) -> int:
    try:
        return sender.ask("GET", at)[0]
    except OSError:
        return 0
