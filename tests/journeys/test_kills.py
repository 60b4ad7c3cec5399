"""Web server, worker and database killed while files arrive: nothing acknowledged is lost."""

import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.data.pictures import drawn_picture, encoded
from tests.journeys.house import House
from tests.journeys.outside import mail_server
from tests.journeys.sender import Sender
from tests.journeys.standing import standing_house

WAITING_SECONDS = 60.0
MIB = 1024 * 1024
CLEAR = secrets.token_bytes(9 * MIB)
DIGEST = hashlib.sha256(CLEAR).hexdigest()
MARK = "ab" * 32


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with (
        mail_server() as box,
        standing_house(
            tmp_path_factory.mktemp("house"), mail_port=box.port, exit_url="http://127.0.0.1/"
        ) as house,
    ):
        yield house


@pytest.fixture
def sender(house: House) -> Sender:
    return Sender(house, f"wren{secrets.token_hex(4)}")


def again(house: House) -> None:
    """The tree ends when one of its programs does; whoever runs it starts it again."""
    assert house.wait() == 1
    house.start()


def wait_until(true: Callable[[], bool]) -> None:
    given_up_at = time.monotonic() + WAITING_SECONDS
    while not true():
        assert time.monotonic() < given_up_at
        time.sleep(0.05)


def kept(house: House, ref: str) -> list[list[str]]:
    rows: list[list[str]] = json.loads(house.inside("exhibits", ref))
    return rows


def parts(house: House) -> list[Path]:
    return list((house.data / "files").rglob("*.part"))


def withheld(sealed: Path) -> Path:
    """Put a pipe nobody writes to in a file's place: whoever opens it waits, and cannot finish."""
    aside = sealed.with_suffix(".aside")
    sealed.rename(aside)
    os.mkfifo(sealed)
    return aside


def test_goes_on_after_the_web_server_was_killed_in_the_middle_of_a_part(
    house: House, sender: Sender
) -> None:
    told = sender.begin(CLEAR, mark=MARK)
    sender.send(told["at"], CLEAR, start=0, stop=4 * MIB)
    half = CLEAR[4 * MIB : 8 * MIB]
    line = sender.half("PATCH", told["at"], half, **{"Upload-Offset": str(4 * MIB)})
    wait_until(lambda: bool(parts(house)))

    house.kill_web()
    line.close()
    again(house)

    found = sender.begin(CLEAR, mark=MARK)
    assert (found["id"], found["received"]) == (told["id"], 4 * MIB)
    for start in (4 * MIB, 8 * MIB):
        sender.send(told["at"], CLEAR, start=start, stop=min(start + 4 * MIB, len(CLEAR)))
    assert sender.keep(told["id"]) == 302
    assert [row[:3] for row in kept(house, sender.ref)] == [["EX-0001", DIGEST, DIGEST]]
    removed, left = house.inside("sweep_later").split()
    assert (int(removed) >= 1, left) == (True, "0")


@pytest.mark.parametrize("milliseconds", [0, 60, 200])
def test_keeps_the_whole_exhibit_or_none_when_killed_while_it_is_kept(
    house: House, sender: Sender, milliseconds: int
) -> None:
    told = sender.begin(CLEAR, mark=MARK)
    for start in range(0, len(CLEAR), 4 * MIB):
        sender.send(told["at"], CLEAR, start=start, stop=min(start + 4 * MIB, len(CLEAR)))
    body = f"arrived={told['id']}".encode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    sender.half("POST", sender.page, body, **form).send(body[len(body) // 2 :])

    time.sleep(milliseconds / 1000)
    house.kill_web()
    again(house)

    before = kept(house, sender.ref)
    assert before == [] or before[0][:3] == ["EX-0001", DIGEST, DIGEST]
    assert sender.keep(told["id"]) == 302
    assert [row[:3] for row in kept(house, sender.ref)] == [["EX-0001", DIGEST, DIGEST]]
    assert house.inside("sweep_later").split()[1] == "0"


def test_reads_a_file_once_although_the_worker_was_killed_over_it(
    house: House, sender: Sender
) -> None:
    picture = encoded(drawn_picture(5))
    told = sender.begin(picture, mark=MARK)
    sender.send(told["at"], picture, start=0, stop=len(picture))
    with house.worker_asleep():
        sender.keep(told["id"])
        sealed = house.data / "files" / house.inside("name_of_file", sender.ref)
        aside = withheld(sealed)

    wait_until(lambda: house.inside("reading_of", sender.ref) == "WORKING")
    house.kill_worker()
    aside.replace(sealed)
    again(house)
    assert kept(house, sender.ref)[0][3] == "WORKING"
    assert house.inside("end_leases", sender.ref) == "1"
    wait_until(lambda: kept(house, sender.ref)[0][3] == "DONE")

    assert house.inside("times_read", sender.ref) == "1 2"
