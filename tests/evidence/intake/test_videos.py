from __future__ import annotations

import io

import pytest
from PIL import Image

from evidence.fingerprints import frames, matching
from evidence.fingerprints.frames import PARTNER
from evidence.fingerprints.matching import Step, Tier
from evidence.intake.limits import Limits
from evidence.intake.reader import Derivatives, Reading, read_file
from evidence.intake.sniff import Kind
from tests.data.pictures import drawn_picture, encoded
from tests.data.pictures.hostile import animation
from tests.data.pictures.videos import of_pictures, scene, sound_only, video

FORMS = {
    "mp4": Kind.MP4, "mov": Kind.MOV, "webm": Kind.WEBM, "mkv": Kind.MKV, "avi": Kind.AVI,
}  # fmt: skip


@pytest.fixture(scope="module")
def film() -> Reading:
    return read_file(
        video((1, 2, 3, 4), tags={"location": "+52.5200+013.4050/"}),
        derivatives=Derivatives.PREVIEW_AND_OUTLINE,
    )


@pytest.mark.parametrize("form", FORMS)
def test_reads_every_kind_of_video(form: str) -> None:
    reading = read_file(video((1, 2), form=form), name=f"film.{form}")

    assert (reading.kind, reading.why_not) == (FORMS[form], "")
    assert (reading.width, reading.height, reading.animated) == (320, 240, True)
    assert reading.note == "It runs 0:02 minutes; 2 of its pictures are compared."


def test_keeps_one_frame_of_each_scene(film: Reading) -> None:
    assert film.fingerprints is not None

    assert [frame.at // 1000 for frame in film.fingerprints.frames] == [0, 1, 2, 3]


def test_draws_a_poster_without_metadata(film: Reading) -> None:
    for derivative in (film.preview, film.outline):
        assert derivative is not None
        shown = Image.open(io.BytesIO(derivative))
        assert max(shown.size) in (318, 320)
        assert not shown.getexif()
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_takes_the_richest_frame_for_the_poster() -> None:
    black = Image.new("RGB", (320, 240))

    reading = read_file(of_pictures([black] * 10 + [scene(5)] * 10))

    still = read_file(encoded(scene(5))).fingerprints
    assert reading.fingerprints and still
    assert len(reading.fingerprints.frames) == 1
    assert matching.compare(still, reading.fingerprints) is not None


def test_says_of_a_video_of_one_colour_that_it_cannot_be_recognised() -> None:
    reading = read_file(of_pictures([Image.new("RGB", (320, 240), (90, 90, 90))] * 10))

    assert "too little detail" in reading.why_not


def test_looks_no_further_than_the_limit() -> None:
    reading = read_file(video((1, 2, 3, 4, 5)), limits=Limits(moving_seconds=2))

    assert reading.note.startswith("It runs 0:05 minutes; its first 0:0")
    assert reading.fingerprints is not None
    assert len(reading.fingerprints.frames) <= 3


def test_says_of_a_video_that_holds_only_sound_that_it_has_no_pictures() -> None:
    reading = read_file(sound_only())

    assert reading.kind is Kind.MP4
    assert reading.why_not.startswith("There are no pictures in this video")


def test_refuses_more_pixels_than_the_limit() -> None:
    reading = read_file(video((1,)), limits=Limits(pixels=70_000))

    assert "more than 0 million pixels" in reading.why_not


def test_stops_a_video_at_the_memory_limit_with_a_sentence() -> None:
    reading = read_file(video((1,)), limits=Limits(memory=150 << 20))

    assert reading.why_not.endswith("It can be kept.")
    assert reading.fingerprints is None


def test_opens_no_other_file_a_video_points_at() -> None:
    playlist = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n"

    reading = read_file(playlist, name="film.mp4")

    assert reading.kind is Kind.TXT
    assert reading.fingerprints is None


def test_finds_a_leaked_still_of_a_video(film: Reading) -> None:
    still = read_file(encoded(scene(3).resize((213, 160)), form="JPEG", quality=60))
    assert still.fingerprints and film.fingerprints

    verdict = frames.compare(still.fingerprints, film.fingerprints)

    assert verdict is not None
    assert (verdict.step, verdict.tier) == (Step.FRAME, Tier.CERTAIN)
    assert "a still of the reference, at 0:02" in verdict.reason


def test_finds_a_video_again_in_another_form_and_size(film: Reading) -> None:
    copy = read_file(of_pictures(_played((1, 2, 3, 4), size=(212, 160)), form="webm"))
    assert copy.fingerprints and film.fingerprints

    verdict = frames.compare(copy.fingerprints, film.fingerprints)

    assert verdict is not None
    assert (verdict.step, verdict.tier) == (Step.FRAMES, Tier.CERTAIN)
    assert verdict.distance <= PARTNER


def test_finds_a_reference_in_a_later_frame_of_a_moving_picture() -> None:
    moving = read_file(animation(form="GIF", frames=3))
    later = drawn_picture(61, width=320, height=240).rotate(3)
    reference = read_file(encoded(later))
    assert moving.fingerprints and reference.fingerprints

    verdict = frames.compare(moving.fingerprints, reference.fingerprints)

    assert verdict is not None
    assert verdict.step is Step.FRAME


def _played(seeds: tuple[int, ...], *, size: tuple[int, int]) -> list[Image.Image]:
    return [scene(seed).resize(size) for seed in seeds for _ in range(5)]
