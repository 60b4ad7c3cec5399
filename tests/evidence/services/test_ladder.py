"""Captures, the rungs they reach, and second observers."""

import importlib
import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case, State
from cases.registry.toml_files import RegistryFault
from evidence.models import (
    Capture,
    CaptureWay,
    CoSignature,
    CustodyEvent,
    Knowledge,
    Manner,
    Method,
    Presence,
    Sighting,
)
from evidence.registry import rungs
from evidence.services import captures, cosigning, custody, describing, verifying
from evidence.services.cosigning import Seen
from evidence.services.describing import Described
from evidence.services.findings import Verdict
from evidence.services.observations import NotYet
from evidence.services.sightings import CaseClosed, Noticed
from tests.evidence import makers
from tests.factories import NOON

pytestmark = pytest.mark.django_db

HTML = b"<!doctype html><p>saved"
LATER = NOON + timedelta(minutes=4)
SEEN = Seen(presence=Presence.LIVE, opened_at=LATER)


@pytest.fixture
def place(case: Case, wren: Person) -> Sighting:
    return makers.sighting(case, actor=wren, noticed=Noticed(seen_at=NOON, seen_zone="UTC"))


def test_records_that_a_place_and_a_file_were_given(case: Case, wren: Person) -> None:
    place = makers.sighting(case, actor=wren)
    exhibit = makers.exhibit(case, actor=wren)

    rows = [Capture.objects.get(sighting=place), Capture.objects.get(exhibit=exhibit)]

    assert [row.way for row in rows] == [CaptureWay.GIVEN, CaptureWay.GIVEN]
    assert [row.manner for row in rows] == [Manner.TYPED, Manner.FILE]


def test_keeps_what_was_noted_before_beside_what_is_noted_now(
    case: Case, wren: Person, now: datetime
) -> None:
    exhibit = makers.exhibit(case, actor=wren)
    first = captures.standing(exhibit)

    second = describing.describe(
        exhibit, said=Described(cropped="NO"), actor=wren, now=now + timedelta(hours=1)
    )

    assert second.corrects == first
    assert captures.standing(exhibit) == second
    assert second.manner == Manner.FILE
    assert CustodyEvent.objects.filter(item=exhibit.pk, kind="exhibit.described").exists()


def test_counts_a_saved_page_as_captured_only_with_its_browser_named(
    case: Case, wren: Person, now: datetime
) -> None:
    exhibit = makers.exhibit(case, actor=wren, clear=HTML, name="page.html")
    saved = Described(method=Method.SAVED_PAGE)

    bare = describing.describe(exhibit, said=saved, actor=wren, now=now)
    named = describing.describe(exhibit, said=replace(saved, tool="Firefox"), actor=wren, now=now)

    assert (bare.way, named.way) == (CaptureWay.GIVEN, CaptureWay.BROWSER)
    assert captures.reached(exhibit).highest.way == "BROWSER"


def test_takes_no_picture_for_a_saved_page(case: Case, wren: Person, now: datetime) -> None:
    exhibit = makers.exhibit(case, actor=wren, clear=makers.picture())

    with pytest.raises(describing.NotASavedPage):
        describing.describe(
            exhibit, said=Described(method=Method.SAVED_PAGE, tool="X"), actor=wren, now=now
        )


def test_refuses_a_moment_that_has_not_come(
    case: Case, place: Sighting, wren: Person, now: datetime
) -> None:
    later = now + timedelta(minutes=1)
    exhibit = makers.exhibit(case, actor=wren)

    with pytest.raises(NotYet):
        describing.describe(exhibit, said=Described(captured_at=later), actor=wren, now=now)
    with pytest.raises(NotYet):
        describing.note_archive(place, address="x", archived_at=later, actor=wren, now=now)


def test_lets_nobody_change_a_capture_or_a_signature(
    place: Sighting, bea: Person, now: datetime
) -> None:
    row = cosigning.cosign(place, seen=SEEN, exhibit=None, actor=bea, now=LATER)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        CoSignature.objects.filter(pk=row.pk).update(same_account=True)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Capture.objects.filter(sighting=place).update(way=CaptureWay.BROWSER)


def test_lets_a_second_observer_sign_with_both_times(
    case: Case, place: Sighting, wren: Person, bea: Person
) -> None:
    exhibit = makers.exhibit(case, actor=wren)
    exhibit.sighting = place
    exhibit.save()

    row = cosigning.cosign(
        place, seen=replace(SEEN, same_picture=True), exhibit=exhibit, actor=bea, now=LATER
    )

    assert (row.first_at, row.opened_at, row.delay_minutes) == (NOON, LATER, 4)
    assert cosigning.is_strong(row)
    assert row.observation.observer == bea
    assert captures.reached(exhibit).highest.way == "OBSERVED"


def test_binds_exhibit_observation_and_digest_in_custody(
    case: Case, place: Sighting, wren: Person, bea: Person
) -> None:
    exhibit = makers.exhibit(case, actor=wren)
    exhibit.sighting = place
    exhibit.save()

    row = cosigning.cosign(place, seen=SEEN, exhibit=exhibit, actor=bea, now=LATER)

    event = CustodyEvent.objects.get(kind="exhibit.cosigned", item=exhibit.pk)
    told = json.loads(bytes(event.canonical))["payload"]
    row.refresh_from_db()
    assert told["exhibit"] == str(exhibit.pk)
    assert told["observation"] == str(row.observation_id)
    assert told["sha256"] == exhibit.file.sha256
    assert told["digest"] == row.digest == cosigning.digest_of(row)
    assert custody.verify(case) is None


def test_finds_a_signature_changed_past_the_triggers(
    case: Case, place: Sighting, bea: Person
) -> None:
    row = cosigning.cosign(place, seen=SEEN, exhibit=None, actor=bea, now=LATER)
    assert verifying.verify(case).verdict == Verdict.SOUND
    triggers = importlib.import_module("evidence.migrations.0013_signatures_are_never_changed")
    editor = SimpleNamespace(connection=connection, execute=connection.cursor().execute)

    triggers.unguard(None, editor)
    CoSignature.objects.update(same_account=True)
    triggers.guard(None, editor)

    assert cosigning.unsound(case) == [row.pk]
    assert verifying.verify(case).verdict == Verdict.BROKEN


def test_calls_a_look_long_after_not_strong(place: Sighting, bea: Person) -> None:
    late = NOON + timedelta(hours=3)

    row = cosigning.cosign(
        place, seen=replace(SEEN, opened_at=late), exhibit=None, actor=bea, now=late
    )

    assert not cosigning.is_strong(row)
    assert "less" in cosigning.strength(row)


def test_lets_nobody_sign_for_what_they_saw_first(place: Sighting, wren: Person) -> None:
    with pytest.raises(cosigning.SameObserver):
        cosigning.cosign(place, seen=SEEN, exhibit=None, actor=wren, now=LATER)


def test_lets_nobody_compare_a_file_they_gave(case: Case, place: Sighting, bea: Person) -> None:
    own = makers.exhibit(case, actor=bea)
    own.sighting = place
    own.save()

    with pytest.raises(cosigning.SameObserver):
        cosigning.cosign(place, seen=SEEN, exhibit=own, actor=bea, now=LATER)


@pytest.mark.parametrize("who", ["ida", "cy", "otto", "dan", "june"])
def test_lets_nobody_without_the_case_sign_or_describe(
    request: pytest.FixtureRequest, case: Case, place: Sighting, wren: Person, who: str
) -> None:
    person = request.getfixturevalue(who)
    exhibit = makers.exhibit(case, actor=wren)

    with pytest.raises(NotPermitted):
        cosigning.cosign(place, seen=SEEN, exhibit=None, actor=person, now=LATER)
    with pytest.raises(NotPermitted):
        describing.describe(exhibit, said=Described(), actor=person, now=LATER)
    with pytest.raises(NotPermitted):
        describing.note_archive(place, address="x", archived_at=None, actor=person, now=LATER)


def test_says_of_a_file_only_what_could_be_seen(
    case: Case, place: Sighting, wren: Person, bea: Person
) -> None:
    elsewhere = makers.exhibit(case, actor=wren)
    wrong = (
        (replace(SEEN, same_picture=True), None),
        (SEEN, elsewhere),
    )

    for seen, exhibit in wrong:
        with pytest.raises(cosigning.NothingSeen):
            cosigning.cosign(place, seen=seen, exhibit=exhibit, actor=bea, now=LATER)

    assert not CoSignature.objects.exists()


def test_corrects_a_signature_by_a_new_one(place: Sighting, bea: Person) -> None:
    first = cosigning.cosign(place, seen=SEEN, exhibit=None, actor=bea, now=LATER)

    gone = replace(SEEN, presence=Presence.GONE)
    second = cosigning.cosign(place, seen=gone, exhibit=None, actor=bea, now=LATER)

    assert second.corrects == first
    assert list(cosigning.standing(place)) == [second]
    assert CoSignature.objects.count() == 2


def test_signs_nothing_in_a_closed_case(case: Case, place: Sighting, bea: Person) -> None:
    case.state = State.CLOSED
    case.save()

    with pytest.raises(CaseClosed):
        cosigning.cosign(place, seen=SEEN, exhibit=None, actor=bea, now=LATER)


def test_notes_an_archive_and_lifts_the_files_of_the_place(
    case: Case, place: Sighting, wren: Person, now: datetime
) -> None:
    exhibit = makers.exhibit(case, actor=wren)
    exhibit.sighting = place
    exhibit.save()

    row = describing.note_archive(
        place, address="https://archive.example/1", archived_at=now, actor=wren, now=now
    )

    assert row.way == CaptureWay.ARCHIVED
    assert captures.reached(exhibit).highest.way == "ARCHIVED"
    assert [rung.way for rung in captures.reached(exhibit).rungs] == ["ARCHIVED", "GIVEN"]


def test_lets_anyone_of_the_case_sign_what_somebody_else_told(
    case: Case, wren: Person, now: datetime
) -> None:
    place = makers.sighting(case, actor=wren)
    assert captures.first_observer(place) == wren.pk

    Capture.objects.filter(sighting=place).delete()
    Capture.objects.create(
        case=case, sighting=place, way=CaptureWay.GIVEN, knowledge=Knowledge.TOLD,
        told_by="a friend", logged_at=now, logged_by=wren,
    )  # fmt: skip

    assert captures.first_observer(place) is None


def test_has_two_sentences_for_every_rung_and_uses_them_all() -> None:
    known = rungs.rungs()

    assert list(known) == CaptureWay.values
    assert all(rung.proves.endswith(".") and rung.limit.endswith(".") for rung in known.values())
    assert all(rung.used for rung in known.values())
    assert [rung.name for rung in known.values()] == CaptureWay.labels


def test_says_every_fault_of_a_rung(tmp_path: Path) -> None:
    (tmp_path / "given.toml").write_text('way = "GIVEN"\nrank = 1\nname = "x"\nproves = "y."\n')

    with pytest.raises(RegistryFault, match="limit"):
        rungs.load(tmp_path)
