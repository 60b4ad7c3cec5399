"""Claimed once, made once, frozen; or given up with a kind sentence."""

from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case
from dossiers.errors import DossierNotMade
from dossiers.models import Dossier, DossierState, Purpose
from dossiers.services import asking, handing, making
from dossiers.services.rows import Choice
from dossiers.tasks import make_dossier, sweep_dossiers
from evidence import storage
from evidence.models import CustodyEvent, SealedFile
from evidence.services import custody, vault
from tests.dossiers.conftest import Make


@pytest.fixture
def asked(case: Case, wren: Person, now: datetime) -> Dossier:
    return asking.ask_for_dossier(case, choice=Choice(Purpose.OWN), actor=wren, now=now)


def fails(*args: object, **kwargs: object) -> None:
    raise ValueError("cannot be laid out")


def test_numbers_versions_one_by_one(case: Case, wren: Person, make: Make) -> None:
    assert [make(case, wren).version for _ in range(3)] == [1, 2, 3]


def test_refuses_a_person_without_the_right_to_export(
    case: Case, ida: Person, now: datetime
) -> None:
    with pytest.raises(NotPermitted):
        asking.ask_for_dossier(case, choice=Choice(Purpose.OWN), actor=ida, now=now)


def test_freezes_pages_engine_digest_and_file(case: Case, wren: Person, make: Make) -> None:
    made = make(case, wren)

    assert (made.state, made.progress, made.lease_until) == (DossierState.READY, 100, None)
    assert made.pages
    assert made.engine.startswith("WeasyPrint 70")
    assert len(made.manifest_sha256) == 64


def test_changes_nothing_when_it_runs_twice(asked: Dossier) -> None:
    make_dossier(dossier_id=str(asked.pk))
    asked.refresh_from_db()
    first = (asked.file_id, asked.ready_at, SealedFile.objects.count())

    make_dossier(dossier_id=str(asked.pk))
    sweep_dossiers()

    asked.refresh_from_db()
    assert (asked.file_id, asked.ready_at, SealedFile.objects.count()) == first


def test_sweeps_up_what_nobody_was_told_of(asked: Dossier) -> None:
    sweep_dossiers()

    asked.refresh_from_db()
    assert asked.state == DossierState.READY


def test_gives_one_dossier_to_one_worker(asked: Dossier, now: datetime) -> None:
    assert making.claim(now=now) is not None
    assert making.claim(now=now + timedelta(minutes=5)) is None


def test_takes_over_from_a_worker_that_was_lost(asked: Dossier, now: datetime) -> None:
    making.claim(now=now)

    again = making.claim(now=now + making.LEASE + timedelta(seconds=1))

    assert again is not None
    assert again.attempts == 2


def test_throws_away_what_a_slow_worker_made(asked: Dossier, now: datetime) -> None:
    slow = making.claim(now=now)
    later = now + making.LEASE + timedelta(seconds=1)
    quick = making.claim(now=later)
    assert slow is not None
    assert quick is not None

    assert making.make(slow, now=now) is False
    assert making.make(quick, now=later) is True

    asked.refresh_from_db()
    assert asked.ready_at == later


def test_tries_three_times_and_then_says_so_kindly(
    asked: Dossier, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "printed", fails)

    for _ in range(3):
        claimed = making.claim(now=now)
        assert claimed is not None
        with pytest.raises(DossierNotMade):
            making.make(claimed, now=now)

    asked.refresh_from_db()
    assert (asked.state, asked.step) == (DossierState.FAILED, making.GAVE_UP)
    assert making.claim(now=now) is None


def test_leaves_a_custody_event_for_each_exhibit_and_one_for_itself(
    full: Case, wren: Person, make: Make
) -> None:
    made = make(full, wren, left_out=(6,))

    kinds = CustodyEvent.objects.filter(case=full).values_list("kind", flat=True)
    assert list(kinds).count("exhibit.exported") == 5
    assert CustodyEvent.objects.get(kind="dossier.made").item == made.pk
    assert custody.verify(full) is None


def test_says_so_where_an_exhibit_does_not_open(
    full: Case, wren: Person, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*args: object) -> None:
        raise storage.Damaged

    monkeypatch.setattr(vault, "stream", damaged)

    made = make(full, wren)

    assert made.state == DossierState.READY
    failed = CustodyEvent.objects.filter(case=full, kind="exhibit.open_failed")
    assert failed.count() == 6


def test_packs_files_with_digests_that_hold(full: Case, wren: Person, make: Make) -> None:
    made = make(full, wren)
    stem = f"notes-{full.ref}-v1"

    files = handing.files_of(made)

    digest = sha256(files[f"{stem}.pdf"]).hexdigest()
    assert list(files) == [
        f"{stem}.pdf", f"{stem}.pdf.sha256", "manifest-sha256.txt", "checkpoint.txt",
        "checkpoint-key.pem", "checkpoint-proof.json", "README.txt",
    ]  # fmt: skip
    assert files[f"{stem}.pdf.sha256"].decode() == f"{digest}  {stem}.pdf\n"
    assert sha256(files["manifest-sha256.txt"]).hexdigest() == made.manifest_sha256


def test_lists_each_exhibits_digest_in_the_manifest(full: Case, wren: Person, make: Make) -> None:
    lines = handing.files_of(make(full, wren))["manifest-sha256.txt"].decode().splitlines()

    first = full.exhibits.select_related("file").order_by("number")[0]
    assert lines[0] == f"{first.file.sha256}  EX-0001.png"
    assert [line.split("  ")[1] for line in lines[6:]] == [
        "checkpoint.txt", "checkpoint-key.pem", "checkpoint-proof.json",
    ]  # fmt: skip
