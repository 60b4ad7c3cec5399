"""Files that arrive part by part."""

import hashlib
import io
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Age, Case
from evidence.errors import FileRefused
from evidence.models import Exhibit, SealedFile, Upload
from evidence.services import uploads, vault
from tests.evidence import makers

pytestmark = pytest.mark.django_db(transaction=True)

MARK = "ab" * 32
CLEAR = secrets.token_bytes(700_001)


def begin(case: Case, *, actor: Person, now: datetime, **more: Any) -> Upload:
    said = {"name": "beach.mp4", "size": len(CLEAR), "mark": MARK, **more}
    return uploads.begin(case, **said, actor=actor, now=now)


def add(upload: Upload, start: int, stop: int, *, actor: Person, now: datetime) -> Upload:
    part = CLEAR[start:stop]
    return uploads.add(
        upload, io.BytesIO(part), start=start, length=len(part), actor=actor, now=now
    )


@pytest.fixture
def whole(case: Case, wren: Person, now: datetime) -> Upload:
    """All of a file, in three parts."""
    upload = begin(case, actor=wren, now=now)
    for start, stop in ((0, 300_000), (300_000, 300_001), (300_001, len(CLEAR))):
        upload = add(upload, start, stop, actor=wren, now=now)
    return upload


def files() -> list[Path]:
    return [path for path in Path(settings.VAULT_ROOT).rglob("*") if path.is_file()]


def test_becomes_an_exhibit_bit_for_bit(whole: Upload, wren: Person, now: datetime) -> None:
    kept = uploads.keep(whole, sighting=None, actor=wren, now=now)

    assert kept.exhibit.label == "EX-0001"
    assert kept.exhibit.original_name == "beach.mp4"
    assert kept.exhibit.file.sha256 == hashlib.sha256(CLEAR).hexdigest()
    assert vault.read_all(kept.exhibit.file) == CLEAR


def test_leaves_no_part_once_it_is_an_exhibit(whole: Upload, wren: Person, now: datetime) -> None:
    uploads.keep(whole, sighting=None, actor=wren, now=now)

    assert len(files()) == SealedFile.objects.count() == 1


def test_becomes_one_exhibit_when_it_is_asked_twice(
    whole: Upload, wren: Person, now: datetime
) -> None:
    stale = Upload.objects.select_related("case").get(pk=whole.pk)
    first = uploads.keep(whole, sighting=None, actor=wren, now=now)

    again = uploads.keep(Upload.objects.get(pk=whole.pk), sighting=None, actor=wren, now=now)
    with pytest.raises(FileRefused):  # its parts are gone, so a form sent at the same moment waits
        uploads.keep(stale, sighting=None, actor=wren, now=now)

    assert again.exhibit == first.exhibit
    assert Exhibit.objects.get().sighted_again == 0
    assert len(files()) == 1


def test_is_seen_twice_when_the_same_file_was_here(
    case: Case, whole: Upload, wren: Person, now: datetime
) -> None:
    first = makers.exhibit(case, actor=wren, clear=CLEAR)

    kept = uploads.keep(whole, sighting=None, actor=wren, now=now)

    assert kept.again and kept.exhibit == first
    assert len(files()) == 1


@pytest.mark.parametrize(("at", "count"), [(0, 10), (299_995, 10), (300_000, 2), (699_000, 5000)])
def test_reads_from_anywhere_over_the_seams(whole: Upload, at: int, count: int) -> None:
    source = uploads.source_of(whole)

    source.seek(at)

    assert source.read(count) == CLEAR[at : at + count]


def test_goes_on_with_the_same_file(case: Case, wren: Person, now: datetime) -> None:
    first = add(begin(case, actor=wren, now=now), 0, 300_000, actor=wren, now=now)

    again = begin(case, actor=wren, now=now)

    assert (again.pk, again.received) == (first.pk, 300_000)


@pytest.mark.parametrize(
    "other", [{"mark": "cd" * 32}, {"size": 5}, {"name": "other.mp4"}, {"mark": ""}]
)
def test_begins_anew_with_another_file(
    case: Case, wren: Person, now: datetime, other: dict[str, Any]
) -> None:
    first = begin(case, actor=wren, now=now)

    assert begin(case, actor=wren, now=now, **other).pk != first.pk


def test_does_not_go_on_with_the_file_of_somebody_else(
    case: Case, wren: Person, bea: Person, now: datetime
) -> None:
    first = begin(case, actor=wren, now=now)

    assert begin(case, actor=bea, now=now).pk != first.pk


def test_keeps_name_and_mark_out_of_the_row(case: Case, wren: Person, now: datetime) -> None:
    upload = begin(case, actor=wren, now=now)

    assert b"beach" not in bytes(upload.sealed) and MARK.encode() not in bytes(upload.sealed)


def test_leaves_no_clear_byte_on_disk(whole: Upload) -> None:
    raw = b"".join(path.read_bytes() for path in files())

    assert not any(CLEAR[at : at + 16] in raw for at in range(0, len(CLEAR) - 16, 50_000))


@pytest.mark.parametrize("start", [0, 299_999, 300_001])
def test_takes_only_the_part_that_follows(
    case: Case, wren: Person, now: datetime, start: int
) -> None:
    upload = add(begin(case, actor=wren, now=now), 0, 300_000, actor=wren, now=now)

    with pytest.raises(uploads.NotThere):
        add(upload, start, start + 10, actor=wren, now=now)

    assert len(files()) == 1


def test_takes_a_part_once_from_two_windows(case: Case, wren: Person, now: datetime) -> None:
    upload = begin(case, actor=wren, now=now)
    stale = Upload.objects.select_related("case").get(pk=upload.pk)
    add(upload, 0, 10, actor=wren, now=now)

    with pytest.raises(uploads.NotThere):
        add(stale, 0, 10, actor=wren, now=now)

    assert len(files()) == SealedFile.objects.count() == 1


def test_keeps_nothing_of_a_part_that_was_cut_off(case: Case, wren: Person, now: datetime) -> None:
    upload = begin(case, actor=wren, now=now)

    with pytest.raises(uploads.CutOff):
        uploads.add(upload, io.BytesIO(CLEAR[:9]), start=0, length=10, actor=wren, now=now)

    upload.refresh_from_db()
    assert (upload.received, files()) == (0, [])


@pytest.mark.parametrize("length", [0, -1, len(CLEAR) + 1, uploads.PART + 1])
def test_refuses_a_part_of_a_wrong_length(
    case: Case, wren: Person, now: datetime, length: int
) -> None:
    upload = begin(case, actor=wren, now=now)

    with pytest.raises(FileRefused):
        uploads.add(upload, io.BytesIO(CLEAR), start=0, length=length, actor=wren, now=now)


@pytest.mark.parametrize("size", [0, 1024 * 1024 + 1])
def test_refuses_a_size_before_any_byte(
    case: Case, wren: Person, now: datetime, size: int, settings: Any
) -> None:
    settings.UPLOAD_MOST_BYTES = 1024 * 1024

    with pytest.raises(FileRefused):
        begin(case, actor=wren, now=now, size=size)


@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE, Age.UNANSWERED])
def test_stops_at_every_step_where_the_case_takes_no_files(
    case: Case, whole: Upload, wren: Person, now: datetime, age: Age
) -> None:
    Case.objects.update(age=age)
    upload = Upload.objects.select_related("case").get(pk=whole.pk)
    upload.received = 0

    for act in (
        lambda: begin(upload.case, actor=wren, now=now),
        lambda: add(upload, 0, 10, actor=wren, now=now),
        lambda: uploads.keep(whole, sighting=None, actor=wren, now=now),
    ):
        with pytest.raises(FileRefused):
            act()
    assert not Exhibit.objects.exists()


def test_refuses_to_keep_what_is_not_whole(case: Case, wren: Person, now: datetime) -> None:
    upload = add(begin(case, actor=wren, now=now), 0, 10, actor=wren, now=now)

    with pytest.raises(FileRefused, match="Not all"):
        uploads.keep(upload, sighting=None, actor=wren, now=now)


@pytest.mark.parametrize("who", ["ida", "cy", "otto", "dan", "june"])
def test_lets_nobody_without_the_case_take_part(
    request: pytest.FixtureRequest, case: Case, whole: Upload, now: datetime, who: str
) -> None:
    person = request.getfixturevalue(who)

    with pytest.raises(NotPermitted):
        begin(case, actor=person, now=now)
    with pytest.raises(NotPermitted):
        add(whole, 0, 10, actor=person, now=now)
    with pytest.raises(NotPermitted):
        uploads.keep(whole, sighting=None, actor=person, now=now)


def test_does_not_let_unfinished_files_pile_up(
    case: Case, wren: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_WAITING", 2)
    for size in (1, 2):
        begin(case, actor=wren, now=now, size=size)

    with pytest.raises(FileRefused, match="not finished"):
        begin(case, actor=wren, now=now, size=3)


def test_sweeps_what_nobody_went_on_with(whole: Upload, now: datetime) -> None:
    early = uploads.expire(now=now + timedelta(hours=23))
    late = uploads.expire(now=now + timedelta(hours=25))

    assert (early, late) == (0, 1)
    assert (files(), Upload.objects.count()) == ([], 0)


def test_sweeps_at_once_where_the_case_takes_no_files_by_now(whole: Upload, now: datetime) -> None:
    Case.objects.update(age=Age.MINOR)

    uploads.expire(now=now)

    assert (files(), Upload.objects.count()) == ([], 0)


def test_keeps_the_exhibit_when_its_upload_is_swept(
    whole: Upload, wren: Person, now: datetime
) -> None:
    uploads.keep(whole, sighting=None, actor=wren, now=now)

    uploads.expire(now=now + timedelta(days=2))

    assert vault.read_all(Exhibit.objects.get().file) == CLEAR
