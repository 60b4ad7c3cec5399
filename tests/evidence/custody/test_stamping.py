"""Timestamps from real authorities on loopback, asked by the worker's own door."""

import base64
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Person
from cases.models import Case
from evidence import tasks
from evidence.authorities import asking, calendars
from evidence.models import Asking, Checkpoint, Reason, Timestamp, TimestampRequest, Way
from evidence.proofs import note
from evidence.services import checkpoints, custody, signing, stamping, verifying_place
from tests.custody_triggers import lifted
from tests.evidence.custody.authority import (
    Served,
    authority,
    calendar,
    make_authority,
    openssl,
    token_over,
)
from tests.evidence.custody.world import put_due, stamp_all
from tests.factories import NOON

pytestmark = pytest.mark.django_db

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_authority(tmp_path_factory.mktemp("tsa")).parent


@pytest.fixture
def house(settings: Any, tsa: Path, case: Case, wren: Person) -> Any:
    settings.TIMESTAMP_ROOTS = tsa / "root.pem"
    custody.record(case, "exhibit.read", item=None, actor=wren, now=NOON)
    return settings


def checkpoint() -> Checkpoint:
    return checkpoints.make(reason=Reason.SCHEDULE, now=NOON)


def findings() -> list[str]:
    return [finding.sentence for finding in verifying_place.verify().findings]


@pytest.fixture
def worked(house: Any, tsa: Path) -> Timestamp:
    """A token made by the two doors of the worker."""
    with authority(tsa) as clock:
        house.TIMESTAMP_URLS = [clock.url]
        tasks.sweep_checkpoints()
        tasks.sweep_timestamps()
    return Timestamp.objects.get()


def test_keeps_a_token_that_openssl_alone_accepts(
    worked: Timestamp, tsa: Path, tmp_path: Path
) -> None:
    (tmp_path / "checkpoint.txt").write_text(worked.checkpoint.note)
    (tmp_path / "checkpoint.tsr").write_bytes(bytes(worked.answer))
    words = ["ts", "-verify", "-data", "checkpoint.txt", "-in", "checkpoint.tsr", "-CAfile",
             str(tsa / "root.pem"), "-untrusted", "chain.pem"]  # fmt: skip
    (tmp_path / "chain.pem").write_text(worked.certificates)

    assert "Verification: OK" in openssl(tmp_path, *words)

    (tmp_path / "checkpoint.txt").write_text(worked.checkpoint.note.replace("time 2", "time 3"))
    assert "Verification: FAILED" in openssl(tmp_path, *words)


def test_keeps_query_reply_chain_and_all_three_moments(worked: Timestamp) -> None:
    request = TimestampRequest.objects.get()

    assert request.state == Asking.DONE
    assert worked.requested_at == request.requested_at
    assert worked.gen_time is not None
    assert worked.stamped_at >= worked.requested_at
    assert bytes(worked.asked).startswith(b"\x30")
    assert worked.certificates.count("BEGIN CERTIFICATE") == 2
    assert stamping.stamped(worked.checkpoint) == worked
    assert findings() == []


def test_makes_no_second_checkpoint_while_nothing_happens(worked: Timestamp) -> None:
    tasks.sweep_checkpoints()

    assert Checkpoint.objects.count() == 1


def test_asks_again_when_it_was_offline_and_dates_nothing_back(house: Any, tsa: Path) -> None:
    house.TIMESTAMP_URLS = [NOWHERE]
    made = checkpoint()
    assert stamp_all(now=NOON) == [None]
    waiting = TimestampRequest.objects.get()
    assert (waiting.state, waiting.due_at) == (Asking.DUE, NOON + stamping.FIRST_WAIT)
    assert stamping.stamped(made) is None

    later = NOON + timedelta(days=1)
    with authority(tsa) as clock:
        TimestampRequest.objects.update(authority=clock.url)
        [token] = stamp_all(now=later)

    assert token is not None
    assert (token.requested_at, token.stamped_at) == (NOON, later)


def test_waits_longer_each_time_but_never_gives_up(house: Any) -> None:
    house.TIMESTAMP_URLS = [NOWHERE]
    checkpoint()
    waits = []

    for _ in range(14):
        put_due(at=NOON)
        stamp_all(now=NOON)
        waits.append(TimestampRequest.objects.get().due_at - NOON)

    assert waits == sorted(waits)
    assert waits[-1] == stamping.LONGEST_WAIT


def test_asks_every_authority_and_lets_one_fail(house: Any, tsa: Path) -> None:
    with authority(tsa) as clock:
        house.TIMESTAMP_URLS = [NOWHERE, clock.url]
        made = checkpoint()
        kept = stamp_all(now=NOON)

    assert [bool(each) for each in kept].count(True) == 1
    assert stamping.stamped(made) is not None


def bad_status(clock: Served, tsa: Path) -> None:
    clock.status = 500


def redirects(clock: Served, tsa: Path) -> None:
    clock.status = 302


def too_long(clock: Served, tsa: Path) -> None:
    clock.answer = b"\x30" * (asking.MOST_BYTES + 1)


def nonsense(clock: Served, tsa: Path) -> None:
    clock.answer = b"<html>no</html>"


def replayed(clock: Served, tsa: Path) -> None:
    (tsa / "other").write_bytes(b"other")
    openssl(tsa, "ts", "-query", "-data", "other", "-sha256", "-cert", "-out", "old")
    clock.answer = token_over(tsa, (tsa / "old").read_bytes())


@pytest.mark.parametrize("bend", [bad_status, redirects, too_long, nonsense, replayed])
def test_keeps_no_answer_that_is_no_token(house: Any, tsa: Path, bend: Any) -> None:
    with authority(tsa) as clock:
        bend(clock, tsa)
        house.TIMESTAMP_URLS = [clock.url]
        checkpoint()
        stamp_all(now=NOON)

    assert not Timestamp.objects.exists()
    assert TimestampRequest.objects.get().trouble


def test_keeps_no_token_of_another_root(house: Any, tsa: Path, tmp_path: Path) -> None:
    house.TIMESTAMP_ROOTS = make_authority(tmp_path / "other")
    with authority(tsa) as clock:
        house.TIMESTAMP_URLS = [clock.url]
        checkpoint()
        stamp_all(now=NOON)

    assert not Timestamp.objects.exists()


def test_sends_the_digest_of_the_checkpoint_and_nothing_else(house: Any, tsa: Path) -> None:
    with authority(tsa) as clock:
        house.TIMESTAMP_URLS = [clock.url]
        made = checkpoint()
        stamp_all(now=NOON)

    [query] = clock.asked
    assert len(query) < 90
    assert made.note.encode() not in query


def test_cannot_tell_about_a_token_without_its_root(worked: Timestamp, settings: Any) -> None:
    settings.TIMESTAMP_ROOTS = None

    assert findings() == [
        f"timestamp {worked.pk} of checkpoint 1: no root certificate is configured"
    ]


def test_shows_a_rewrite_by_somebody_who_has_every_key(worked: Timestamp) -> None:
    """The signature is right, the tree is right, the chains are right: only the token is not."""
    mark = worked.checkpoint
    key = signing.private_key()
    told = note.read(mark.note)
    later = note.signed(
        note.Checkpoint(told.origin, told.size, told.root, told.at.replace("2026", "2025")),
        key=key,
    )

    with lifted():
        Checkpoint.objects.update(note=later, made_at=NOON.replace(year=2025))

    broken = "the token does not hold for the checkpoint as it is now"
    assert f"timestamp {worked.pk} of checkpoint 1: {broken}" in findings()


def test_keeps_a_calendars_promise_and_then_its_block(house: Any) -> None:
    with calendar() as ledger:
        house.OTS_CALENDARS = [ledger.url]
        made = checkpoint()
        [promise] = stamp_all(now=NOON)
        assert promise is not None
        assert not promise.final
        assert verifying_place.verify().waiting == 1

        assert stamp_all(now=NOON + stamping.A_BLOCK) == [None]
        assert TimestampRequest.objects.get().state == Asking.PENDING

        ledger.mined = True
        [block] = stamp_all(now=NOON + 3 * stamping.A_BLOCK)

    assert block is not None
    assert calendars.is_final(bytes(block.answer), message=made.note.encode())
    assert TimestampRequest.objects.get().state == Asking.DONE
    assert verifying_place.verify().waiting == 0
    assert findings() == []


def test_tells_a_calendar_nothing_it_could_compare(house: Any) -> None:
    with calendar() as ledger:
        house.OTS_CALENDARS = [ledger.url]
        checkpoint()
        stamp_all(now=NOON)

    [sent] = ledger.asked
    assert len(sent) == 32
    assert Timestamp.objects.get(way=Way.OTS).asked == sent


def test_calls_a_promise_no_timestamp(house: Any) -> None:
    with calendar() as ledger:
        house.OTS_CALENDARS = [ledger.url]
        made = checkpoint()
        stamp_all(now=NOON)

    assert stamping.stamped(made) is None


def test_lets_two_workers_never_ask_the_same(house: Any) -> None:
    house.TIMESTAMP_URLS = [NOWHERE]
    checkpoint()

    first, second = stamping.claim(now=NOON), stamping.claim(now=NOON)

    assert first is not None
    assert second is None


def test_writes_nothing_for_a_worker_that_was_too_late(house: Any, tsa: Path) -> None:
    with authority(tsa) as clock:
        house.TIMESTAMP_URLS = [clock.url]
        checkpoint()
        slow = stamping.claim(now=NOON)
        assert slow is not None
        answer = stamping.ask(slow)
        later = NOON + 2 * stamping.LEASE
        assert stamping.claim(now=later) is not None

        assert stamping.keep(slow, answer, now=later) is None

    assert not Timestamp.objects.exists()


def test_signs_what_its_public_key_confirms(worked: Timestamp) -> None:
    body, _, line = worked.checkpoint.note.partition("\n\n")
    mark = base64.b64decode(line.split(" ")[2])

    signing.public_key().verify(mark[4:], (body + "\n").encode())
    assert signing.public_pem().startswith("-----BEGIN PUBLIC KEY-----")
