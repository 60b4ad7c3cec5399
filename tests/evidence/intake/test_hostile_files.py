from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from evidence.intake.limits import Limits
from evidence.intake.reader import read_file
from evidence.intake.sniff import Kind
from tests.data.pictures import drawn_picture, encoded
from tests.data.pictures.hostile import hostile_files, png_claiming, polyglots, tiff_looping

HOSTILE = hostile_files()
POLYGLOTS = polyglots()
SIXTY = (10_000, 6_000)
EIGHTY = (10_000, 8_000)


@cache
def wide(size: tuple[int, int], *, mode: str = "RGB") -> bytes:
    picture = drawn_picture(1, width=500, height=300).resize(size, Image.Resampling.NEAREST)
    return encoded(picture.convert(mode), compress_level=1)


@pytest.mark.parametrize("name", HOSTILE)
def test_gives_a_sentence_for_a_hostile_file(name: str) -> None:
    reading = read_file(HOSTILE[name])

    assert reading.why_not.endswith(".")
    assert (reading.fingerprints, reading.width) == (None, 0)


@pytest.mark.parametrize("name", [name for name in HOSTILE if "claiming 60000" in name])
def test_says_that_a_bomb_has_too_many_pixels(name: str) -> None:
    assert "more than 64 million pixels" in read_file(HOSTILE[name]).why_not


@pytest.mark.parametrize("name", POLYGLOTS)
def test_reads_the_picture_of_a_polyglot_and_nothing_else(name: str) -> None:
    reading = read_file(POLYGLOTS[name])

    assert (reading.why_not, reading.width) == ("", 640)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF"])
def test_never_fails_on_a_file_cut_short(form: str) -> None:
    data = encoded(drawn_picture(6, width=160, height=120), form=form)

    for share in (0.02, 0.3, 0.6, 0.9):
        reading = read_file(data[: int(len(data) * share)])

        assert reading.why_not
        assert reading.fingerprints is None


@pytest.mark.parametrize("seed", range(6))
def test_never_fails_on_a_file_with_changed_bytes(seed: int) -> None:
    form = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF")[seed]
    data = bytearray(encoded(drawn_picture(7, width=160, height=120), form=form))
    for step in range(30):
        data[(seed * 7919 + step * 104_729) % len(data)] ^= 1 << (step % 8)

    reading = read_file(bytes(data))

    assert bool(reading.why_not) != bool(reading.fingerprints)


def test_takes_sixty_million_pixels_with_transparency() -> None:
    reading = read_file(wide(SIXTY, mode="RGBA"))

    assert (reading.why_not, reading.width) == ("", 10_000)


def test_refuses_eighty_million_pixels() -> None:
    assert "more than 64 million pixels" in read_file(png_claiming(*EIGHTY)).why_not


def test_refuses_a_big_file_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "big.jpg"
    path.touch()
    os.truncate(path, 200 << 20)

    assert read_file(path).why_not == "This file is larger than 100 MB, so it was not taken."


def test_refuses_a_stream_once_it_grows_too_big(tmp_path: Path) -> None:
    path = tmp_path / "big.bin"
    path.touch()
    os.truncate(path, 3 << 20)

    with path.open("rb") as stream:
        reading = read_file(stream, limits=Limits(file_bytes=1 << 20))

    assert "larger than 1 MB" in reading.why_not


def test_does_not_wait_on_a_named_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    assert read_file(pipe).why_not == "This file could not be opened."


def test_stops_at_the_memory_limit_with_a_sentence() -> None:
    reading = read_file(wide((6_000, 5_000)), limits=Limits(memory=220 << 20))

    assert "needs more memory" in reading.why_not


def test_stops_at_the_time_limit_with_a_sentence() -> None:
    reading = read_file(wide(SIXTY, mode="RGBA"), limits=Limits(seconds=1))

    assert "took too long" in reading.why_not


def test_does_not_go_round_in_a_looping_tiff() -> None:
    reading = read_file(tiff_looping())

    assert reading.kind is Kind.TIFF
    assert reading.frames in (0, 1)
