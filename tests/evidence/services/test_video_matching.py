"""Videos as references: a leaked still of one is found."""

import io
from datetime import datetime

import pytest

from accounts.models import Person
from cases.models import Case
from evidence.fingerprints.pictures import PictureFingerprints
from evidence.models import Comparing, Comparison, Exhibit, Fingerprint, Match, Reading
from evidence.services import readings, references, vault
from evidence.services.references import Given, Keeping
from tests.data.pictures import encoded
from tests.data.pictures.videos import scene, video
from tests.evidence import makers

pytestmark = pytest.mark.django_db


def given(case: Case, clear: bytes, *, actor: Person, now: datetime) -> Given:
    return references.give(
        case, io.BytesIO(clear), name="own.mp4", label="", keeping=Keeping.FINGERPRINTS,
        actor=actor, now=now,
    )  # fmt: skip


def kept(case: Case, clear: bytes, *, actor: Person, now: datetime, name: str = "") -> Exhibit:
    exhibit = makers.exhibit(case, actor=actor, clear=clear, name=name)
    claimed = readings.claim(now=now, only=exhibit.pk)
    assert claimed is not None
    readings.read(claimed, now=now)
    exhibit.refresh_from_db()
    return exhibit


def test_finds_a_leaked_still_of_a_video(case: Case, wren: Person, now: datetime) -> None:
    reference = given(case, video((1, 2, 3)), actor=wren, now=now).reference

    still = kept(case, encoded(scene(2), form="JPEG"), actor=wren, now=now)

    match = Match.objects.get(exhibit=still)
    assert (match.reference, match.step, match.tier) == (reference, "frame", "CERTAIN")
    assert match.reason.startswith("This picture is a still of the reference, at 0:01: ")


def test_finds_the_video_among_files_kept_before(case: Case, wren: Person, now: datetime) -> None:
    film = kept(case, video((1, 2, 3), form="webm"), actor=wren, now=now)

    found = given(case, video((1, 2, 3)), actor=wren, now=now)
    makers.compared(now=now)

    match = Match.objects.get(exhibit=film)
    assert (found.comparing, match.step) == (1, "frames")
    assert "3 of the 3 frames of this video have a partner in the reference" in match.reason


def test_finds_a_still_in_a_video(case: Case, wren: Person, now: datetime) -> None:
    given(case, encoded(scene(2)), actor=wren, now=now)
    kept(case, video((4, 5)), actor=wren, now=now)

    film = kept(case, video((3, 2)), actor=wren, now=now)

    match = Match.objects.get()
    assert (match.exhibit, match.step) == (film, "frame")
    assert match.reason.startswith("This video shows the reference at 0:01: ")


def test_looks_no_closer_at_a_video(case: Case, wren: Person, now: datetime) -> None:
    makers.reference(case, actor=wren, seed=5, keeping=Keeping.SEALED)
    film = kept(case, video((4, 5)), actor=wren, now=now)

    makers.compared(now=now)

    assert Comparison.objects.get(exhibit=film).state == Comparing.DONE


def test_seals_the_frames_with_the_case(case: Case, wren: Person, now: datetime) -> None:
    film = kept(case, video((1, 2)), actor=wren, now=now, name="film.mp4")

    assert (film.reading, film.mime) == (Reading.DONE, "video/mp4")
    assert film.note == "It runs 0:02 minutes; 2 of its pictures are compared."
    sealed = bytes(Fingerprint.objects.get(exhibit=film).sealed)
    clear = vault.open_value(case, sealed, purpose=f"fingerprint:exhibit:{film.pk}")
    frames = PictureFingerprints.from_bytes(clear).frames
    assert len(frames) == 2
    assert not any(frame.turned.values[0] in sealed for frame in frames)
