"""Claimed once, made once, frozen; or given up with a kind sentence."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Age, Case
from dossiers.errors import DossierNotMade
from dossiers.models import Dossier, DossierState, Purpose
from dossiers.rendering import verify
from dossiers.services import asking, handing, laying, making, packing
from dossiers.services.rows import Choice
from dossiers.tasks import make_dossier, sweep_dossiers
from evidence import storage
from evidence.models import CustodyEvent, SealedFile
from evidence.services import custody, vault
from evidence.services.shelves import vault_shelf
from tests.dossiers.bags import held
from tests.dossiers.conftest import Make, text_of


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
    monkeypatch.setattr(laying, "printed", fails)

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
    exhibits, opens = set(full.exhibits.values_list("file", flat=True)), vault.stream

    def damaged(file: SealedFile) -> Iterator[bytes]:
        if file.pk in exhibits:
            raise storage.Damaged
        return opens(file)

    monkeypatch.setattr(vault, "stream", damaged)

    made = make(full, wren)

    assert made.state == DossierState.READY
    failed = CustodyEvent.objects.filter(case=full, kind="exhibit.open_failed")
    assert failed.count() == 6


def test_packs_a_bundle_that_checks_out(full: Case, wren: Person, make: Make) -> None:
    files = handing.files_of(make(full, wren))

    findings = verify.verify(held(files))

    assert [finding.state for finding in findings] == ["ok", "ok", "ok", "none", "none"]
    assert not [name for name in files if name.startswith("data/originals/")]


def test_prints_the_digests_that_a_reader_compares(full: Case, wren: Person, make: Make) -> None:
    made = make(full, wren)
    files = handing.files_of(made)
    words = text_of(made).replace(" ", "")

    assert sha256(files["data/exhibits-sha256.txt"]).hexdigest() == made.manifest_sha256
    assert made.manifest_sha256 in words
    assert sha256(files["signing-key.pem"]).hexdigest() in words


def test_lists_each_exhibits_digest(full: Case, wren: Person, make: Make) -> None:
    lines = handing.files_of(make(full, wren))["data/exhibits-sha256.txt"].decode().splitlines()

    first = full.exhibits.select_related("file").order_by("number")[0]
    assert lines[0] == f"{first.file.sha256}  EX-0001.png"
    assert len(lines) == 6


def test_puts_the_files_in_as_they_came_where_that_was_chosen(
    full: Case, wren: Person, make: Make
) -> None:
    files = handing.files_of(make(full, wren, originals=True, left_out=(2,)))

    originals = {name: data for name, data in files.items() if "/originals/" in name}
    first = full.exhibits.select_related("file").order_by("number")[0]
    assert sorted(originals) == [f"data/originals/EX-000{n}.png" for n in (1, 3, 4, 5, 6)]
    assert sha256(originals["data/originals/EX-0001.png"]).hexdigest() == first.file.sha256


def test_takes_no_file_of_a_person_who_was_not_an_adult(
    full: Case, wren: Person, make: Make
) -> None:
    Case.objects.filter(pk=full.pk).update(age=Age.MINOR)
    full.refresh_from_db()

    files = handing.files_of(make(full, wren, originals=True))

    assert not [name for name in files if "/originals/" in name]


def test_lists_the_pages_of_each_exhibit_for_review_programs(
    full: Case, wren: Person, make: Make
) -> None:
    files = handing.files_of(make(full, wren, originals=True))

    dat = files["data/load/load.dat"].decode("utf-8-sig").split("\r\n")
    told = dict(zip(dat[0].split("\x14"), dat[1].split("\x14"), strict=True))
    first = full.exhibits.select_related("file").order_by("number")[0]
    assert told["\u00feSHA256\u00fe"] == f"\u00fe{first.file.sha256}\u00fe"
    assert told["\u00feNATIVELINK\u00fe"] == "\u00fedata\\originals\\EX-0001.png\u00fe"
    rows = json.loads(files["data/tables/exhibits.json"])
    assert rows[1]["first_bates"] > rows[0]["last_bates"] >= rows[0]["first_bates"]
    pages = [line.split(",") for line in files["data/load/load.opt"].decode().splitlines()]
    assert pages[0][0] == "RD0000001"
    first_page = next(line for line in pages if line[0] == rows[0]["first_bates"])
    assert first_page[2:] == [f".\\{rows[0]['document']}", "Y", "", "", rows[0]["pages"]]


def test_keeps_no_file_where_an_original_breaks_off(
    full: Case, wren: Person, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_disk = len(files_on_disk())
    monkeypatch.setattr(packing._Originals, "read", breaks_off)

    with pytest.raises(DossierNotMade):
        make(full, wren, originals=True)

    assert Dossier.objects.get().file is None
    assert len(files_on_disk()) == on_disk + len(("what it says", "its document"))


def files_on_disk() -> list[str]:
    return list(vault_shelf().names(before=float("inf")))


def breaks_off(*args: object) -> Iterator[bytes]:
    yield b"some"
    raise storage.Damaged
