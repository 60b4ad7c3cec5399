"""The machine's look at a kept file."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Person
from cases.models import Case
from evidence import tasks
from evidence.models import CustodyEvent, Derivative, Exhibit, Fingerprint, Match, Reading
from evidence.services import readings
from tests.data.pictures import hostile
from tests.evidence import makers

pytestmark = pytest.mark.django_db


def claimed(exhibit: Exhibit, now: datetime) -> Exhibit:
    found = readings.claim(now=now, only=exhibit.pk)
    assert found is not None
    return found


def test_finds_out_what_a_picture_is(case: Case, wren: Person) -> None:
    exhibit = makers.read_exhibit(case, actor=wren)

    assert exhibit.reading == Reading.DONE
    assert (exhibit.mime, exhibit.width, exhibit.height) == ("image/png", 640, 480)
    assert exhibit.quality is not None and exhibit.quality >= 50
    assert exhibit.why_not == ""


def test_keeps_fingerprints_and_smaller_copies_sealed(
    case: Case, wren: Person, settings: Any
) -> None:
    exhibit = makers.read_exhibit(case, actor=wren)

    sealed = bytes(Fingerprint.objects.get(exhibit=exhibit).sealed)
    assert not sealed.startswith(b"RPF")
    kinds = set(exhibit.derivatives.values_list("kind", flat=True))
    assert kinds == {Derivative.Kind.PREVIEW, Derivative.Kind.OUTLINE}
    clear = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")
    files = [path for path in settings.VAULT_ROOT.rglob("*") if path.is_file()]
    assert len(files) == 3
    assert not any(path.read_bytes().startswith(clear) for path in files)


def test_changes_nothing_when_it_runs_twice(case: Case, wren: Person) -> None:
    exhibit = makers.exhibit(case, actor=wren, clear=makers.picture())
    tasks.read_exhibit(exhibit_id=str(exhibit.pk))
    events = CustodyEvent.objects.count()

    tasks.read_exhibit(exhibit_id=str(exhibit.pk))
    tasks.sweep_exhibits()

    assert CustodyEvent.objects.count() == events
    assert Fingerprint.objects.count() == 1
    assert Derivative.objects.count() == 2


def test_sweeps_up_what_no_nudge_was_heard_of(case: Case, wren: Person) -> None:
    for seed in (1, 2):
        makers.exhibit(case, actor=wren, clear=makers.picture(seed))

    tasks.sweep_exhibits()

    assert set(Exhibit.objects.values_list("reading", flat=True)) == {Reading.DONE}


def test_gives_one_file_to_one_worker(case: Case, wren: Person, now: datetime) -> None:
    exhibit = makers.exhibit(case, actor=wren)

    first = readings.claim(now=now, only=exhibit.pk)

    assert first is not None
    assert readings.claim(now=now, only=exhibit.pk) is None
    assert readings.claim(now=now) is None


def test_takes_over_from_a_lost_worker_and_ignores_its_late_result(
    case: Case, wren: Person, now: datetime
) -> None:
    exhibit = makers.exhibit(case, actor=wren, clear=makers.picture())
    lost = claimed(exhibit, now)
    later = now + readings.LEASE + timedelta(seconds=1)
    taken = claimed(exhibit, later)

    assert not readings.read(lost, now=later)
    assert readings.read(taken, now=later)
    assert not readings.read(lost, now=later)

    assert Fingerprint.objects.count() == 1


def test_gives_up_after_several_lost_workers(case: Case, wren: Person, now: datetime) -> None:
    exhibit = makers.exhibit(case, actor=wren, clear=makers.picture())
    Exhibit.objects.update(attempts=readings.MOST_ATTEMPTS)

    readings.read(claimed(exhibit, now), now=now)

    exhibit.refresh_from_db()
    assert exhibit.reading == Reading.NOT_COMPARABLE
    assert exhibit.why_not == readings.GAVE_UP


@pytest.mark.parametrize(
    ("clear", "sentence"),
    [
        (makers.picture()[:2000], "cut short or damaged"),
        (hostile.png_claiming(10_000, 10_000), "million pixels"),
        (b"<!doctype html><p>not a picture", "web page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing (SVG)"),
        (b"%PDF-1.7 nothing else", "PDF document"),
    ],
    ids=["truncated", "too many pixels", "html", "svg", "pdf"],
)
def test_says_in_a_sentence_why_a_file_cannot_be_compared(
    case: Case, wren: Person, now: datetime, clear: bytes, sentence: str
) -> None:
    exhibit = makers.exhibit(case, actor=wren, clear=clear)

    tasks.read_exhibit(exhibit_id=str(exhibit.pk))

    exhibit.refresh_from_db()
    assert exhibit.reading == Reading.NOT_COMPARABLE
    assert sentence in exhibit.why_not


def test_compares_the_first_picture_of_an_animation(case: Case, wren: Person) -> None:
    moving = hostile.animation(form="GIF", frames=3)
    exhibit = makers.exhibit(case, actor=wren, clear=moving)

    tasks.read_exhibit(exhibit_id=str(exhibit.pk))

    exhibit.refresh_from_db()
    assert exhibit.reading == Reading.DONE


def test_keeps_the_sighting_when_the_sealed_file_is_gone(
    case: Case, wren: Person, settings: Any
) -> None:
    exhibit = makers.exhibit(case, actor=wren)
    (settings.VAULT_ROOT / exhibit.file.name).unlink()

    tasks.read_exhibit(exhibit_id=str(exhibit.pk))

    exhibit.refresh_from_db()
    assert exhibit.why_not == readings.DAMAGED
    assert CustodyEvent.objects.latest("pk").kind == "exhibit.open_failed"


def test_proposes_what_looks_like_a_reference(case: Case, wren: Person) -> None:
    makers.reference(case, actor=wren, seed=5)

    exhibit = makers.read_exhibit(case, actor=wren, seed=5)

    match = Match.objects.get(exhibit=exhibit)
    assert (match.tier, match.reason) == ("SAME_FILE", "The same file, byte for byte.")


def test_claims_nothing_that_is_not_due(case: Case, wren: Person) -> None:
    makers.read_exhibit(case, actor=wren)

    assert readings.claim(now=timezone.now()) is None
