"""The page that says whether all is as it was."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Person
from cases.models import Case
from evidence import tasks
from evidence.models import Checkpoint, CustodyEvent, Reason
from evidence.services import checkpoints, standing
from tests.custody_triggers import lifted
from tests.evidence import makers
from tests.evidence.custody.authority import authority, calendar, make_authority
from tests.evidence.custody.world import path_of, stamp_all
from tests.evidence.views.conftest import Door

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def nudged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The cases the worker was told of, in place of a broker."""
    told: list[int] = []
    monkeypatch.setattr(
        tasks.check_custody, "delay_on_commit", lambda *, case_id: told.append(case_id)
    )
    return told


def read(client: Client, door: Door) -> str:
    return client.get(door("custody")).content.decode()


def test_says_that_everything_holds(case: Case, wren: Person, wrens: Client, door: Door) -> None:
    makers.exhibit(case, actor=wren)

    page = read(wrens, door)

    assert "Everything holds" in page
    assert "There is none yet" in page


def test_names_what_was_changed(
    case: Case, wren: Person, bea: Person, browse: Browse, door: Door
) -> None:
    makers.exhibit(case, actor=wren)
    with lifted():
        CustodyEvent.objects.filter(seq=1).update(kind="exhibit.read")

    page = read(browse(bea), door)

    assert "Something was changed" in page
    assert "custody row 1: its columns differ from its bytes" in page


def test_says_that_no_clock_outside_confirmed_it(
    case: Case, wren: Person, wrens: Client, door: Door, now: datetime
) -> None:
    makers.exhibit(case, actor=wren)
    checkpoints.make(reason=Reason.SCHEDULE, now=now)

    page = read(wrens, door)

    assert "Not independently timestamped" in page
    assert "BEGIN PUBLIC KEY" in page


def test_shows_what_clocks_outside_say(
    case: Case, wren: Person, wrens: Client, door: Door, now: datetime, settings: Any,
    tmp_path: Path,
) -> None:  # fmt: skip
    makers.exhibit(case, actor=wren)
    settings.TIMESTAMP_ROOTS = make_authority(tmp_path / "tsa")
    with authority(tmp_path / "tsa") as clock, calendar() as ledger:
        settings.TIMESTAMP_URLS, settings.OTS_CALENDARS = [clock.url], [ledger.url]
        checkpoints.make(reason=Reason.SCHEDULE, now=now)
        stamp_all(now=now)

    page = read(wrens, door)

    assert "Confirmed for" in page
    assert "Not independently timestamped" not in page
    assert "until it has, this proves nothing" in page


def test_gives_what_is_needed_to_check_it_elsewhere(
    case: Case, wren: Person, wrens: Client, door: Door, now: datetime
) -> None:
    makers.exhibit(case, actor=wren)
    made = checkpoints.make(reason=Reason.SCHEDULE, now=now)

    answer = wrens.get(door("custody-proof"))

    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        assert bundle.read("checkpoint.txt").decode() == made.note
        assert "checkpoint-proof.json" in bundle.namelist()


def test_has_every_file_read_by_the_worker(
    case: Case, wren: Person, wrens: Client, door: Door, nudged: list[int]
) -> None:
    kept = makers.exhibit(case, actor=wren)
    wrens.post(door("custody-check"))
    assert nudged == [case.pk]
    assert "They are being read now" in read(wrens, door)

    path_of(kept.file).unlink()
    tasks.sweep_custody()

    assert "1 file, not all as they came" in read(wrens, door)
    assert not standing.due().exists()


def test_has_older_checkpoints_checked_with_the_files(
    case: Case, wren: Person, wrens: Client, door: Door, nudged: list[int], now: datetime
) -> None:
    makers.exhibit(case, actor=wren)
    old = checkpoints.make(reason=Reason.SCHEDULE, now=now)
    makers.exhibit(case, actor=wren, clear=b"another")
    checkpoints.make(reason=Reason.SCHEDULE, now=now)
    wrens.post(door("custody-check"))
    with lifted():
        Checkpoint.objects.filter(pk=old.pk).update(reason=Reason.DOSSIER)

    tasks.sweep_custody()

    assert ": 2, not each holds" in read(wrens, door)


def test_asks_the_worker_once(
    case: Case, wren: Person, wrens: Client, door: Door, nudged: list[int]
) -> None:
    wrens.post(door("custody-check"))
    wrens.post(door("custody-check"))

    assert nudged == [case.pk]


def test_does_not_exist_for_a_stranger(dan: Person, browse: Browse, door: Door) -> None:
    stranger = browse(dan)

    assert stranger.get(door("custody")).status_code == 404
    assert stranger.get(door("custody-proof")).status_code == 404
    assert stranger.post(door("custody-check")).status_code == 404
