from __future__ import annotations

import pytest

from evidence.fingerprints.measure import measure
from evidence.fingerprints.pictures import FingerprintsUnreadable, PictureFingerprints
from tests.data.pictures import drawn_picture
from tests.data.pictures.pages import forum_page


@pytest.fixture(scope="module")
def prints() -> PictureFingerprints:
    return measure(forum_page(drawn_picture(1), 1), sha256="0f" * 32)


def test_reads_back_what_it_wrote(prints: PictureFingerprints) -> None:
    assert PictureFingerprints.from_bytes(prints.to_bytes()) == prints


def test_holds_rectangles_and_crops_to_write(prints: PictureFingerprints) -> None:
    assert prints.rectangles
    assert prints.crops


def test_stays_small(prints: PictureFingerprints) -> None:
    assert len(prints.to_bytes()) <= 21_000


def test_reads_what_version_1_wrote(prints: PictureFingerprints) -> None:
    assert PictureFingerprints.from_bytes(b"RPF1" + prints.to_bytes()[4:]) == prints


def test_refuses_another_version(prints: PictureFingerprints) -> None:
    with pytest.raises(FingerprintsUnreadable):
        PictureFingerprints.from_bytes(b"RPF9" + prints.to_bytes()[4:])


def test_refuses_bytes_that_end_anywhere_too_early(prints: PictureFingerprints) -> None:
    data = prints.to_bytes()

    for length in range(0, len(data), 97):
        with pytest.raises(FingerprintsUnreadable):
            PictureFingerprints.from_bytes(data[:length])


def test_refuses_bytes_after_the_end(prints: PictureFingerprints) -> None:
    with pytest.raises(FingerprintsUnreadable):
        PictureFingerprints.from_bytes(prints.to_bytes() + b"\x00")
