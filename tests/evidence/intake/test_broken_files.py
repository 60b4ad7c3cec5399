"""Over a hundred files made to break readers, through the real child process."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest

from evidence.intake.reader import Derivatives, Reading, read_file
from tests.data.pictures.broken import broken_files, good_files

BROKEN = broken_files()
READ_STILL = {
    "WEBP, turned round",
    "BMP, turned round",
    "BMP, filled with ones",
    "moving GIF, cut short",
    "mkv, cut short",
    "avi, cut short",
    "png of two heads",
    "gif growing to 65535x65535",
}
"""Of these enough is whole to be compared."""


class Heard(logging.Handler):
    """What was said of readers that did not end by themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@cache
def looked() -> tuple[dict[str, Reading], list[str]]:
    heard, reader = Heard(), logging.getLogger("redress.evidence")
    reader.addHandler(heard)
    try:
        with ThreadPoolExecutor(2) as pool:
            readings = dict(zip(BROKEN, pool.map(_read, BROKEN.values()), strict=True))
    finally:
        reader.removeHandler(heard)
    return readings, heard.said


def _read(data: bytes) -> Reading:
    return read_file(data, derivatives=Derivatives.PREVIEW_AND_OUTLINE)


def test_knows_at_least_sixty_that_are_sealed_with_a_sentence() -> None:
    readings, _ = looked()

    assert sum(bool(reading.why_not) for reading in readings.values()) >= 60


def test_neither_crashes_nor_traces_back_over_any() -> None:
    _, said = looked()

    assert said == []


@pytest.mark.parametrize("name", BROKEN)
def test_gives_one_sentence_or_a_whole_reading(name: str) -> None:
    reading = looked()[0][name]

    if name in READ_STILL:
        assert reading.fingerprints and reading.preview
        return
    assert reading.why_not.endswith(".")
    assert "took too long" not in reading.why_not
    assert (reading.fingerprints, reading.preview, reading.outline) == (None, None, None)


@pytest.mark.parametrize("kind", good_files())
def test_reads_the_same_files_before_they_are_broken(kind: str) -> None:
    reading = read_file(good_files()[kind])

    assert (reading.why_not, bool(reading.fingerprints)) == ("", True)
