from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from evidence.fingerprints.measure import measure
from evidence.fingerprints.pictures import FingerprintsUnreadable, Frame, PictureFingerprints
from evidence.fingerprints.vpdq import MOST_FRAMES, FrameSet, Vpdq
from tests.data.pictures import as_jpeg, drawn_picture
from tests.evidence.fingerprints.algorithm_suite import AlgorithmSuite


class TestVpdq(AlgorithmSuite):
    algorithm = Vpdq()


def small(seed: int) -> PictureFingerprints:
    return measure(drawn_picture(seed, width=96, height=80), sha256="0" * 64)


def with_frames(*seeds: int) -> PictureFingerprints:
    gathered = FrameSet()
    for at, seed in enumerate(seeds):
        gathered.add(drawn_picture(seed, width=96, height=80), at=at * 1000)
    return replace(small(seeds[0]), frames=gathered.frames())


def test_keeps_one_of_frames_that_look_alike() -> None:
    gathered = FrameSet()
    for at, quality in enumerate((95, 80, 60)):
        gathered.add(as_jpeg(drawn_picture(1), quality=quality), at=at)

    assert [frame.at for frame in gathered.frames()] == [0]


def test_keeps_frames_that_differ_in_the_order_of_time() -> None:
    gathered = FrameSet()
    for at in (2000, 0, 1000):
        gathered.add(drawn_picture(at), at=at)

    assert [frame.at for frame in gathered.frames()] == [0, 1000, 2000]


def test_leaves_flat_frames_out() -> None:
    gathered = FrameSet()

    quality = gathered.add(Image.new("RGB", (96, 80), (90, 90, 90)), at=0)

    assert (quality < 50, gathered.frames()) == (True, ())


def test_reads_frames_back_as_they_were_written() -> None:
    prints = with_frames(1, 2, 3)

    assert len(prints.frames) == 3
    assert PictureFingerprints.from_bytes(prints.to_bytes()) == prints


def test_writes_a_still_as_before_there_were_frames() -> None:
    data = small(1).to_bytes()

    assert data[:4] == b"RPF2"
    assert data[47] == 0
    assert PictureFingerprints.from_bytes(data).frames == ()


def test_refuses_frames_that_end_too_early() -> None:
    data = with_frames(1, 2).to_bytes()

    for cut in (1, 32, 261, 262, 523):
        with pytest.raises(FingerprintsUnreadable):
            PictureFingerprints.from_bytes(data[:-cut])


def test_writes_as_many_frames_as_are_ever_kept() -> None:
    prints = with_frames(1)
    many = tuple(Frame(at, prints.frames[0].turned) for at in range(MOST_FRAMES))

    data = replace(prints, frames=many).to_bytes()

    assert PictureFingerprints.from_bytes(data).frames == many
