from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from evidence.fingerprints.pdq import (
    ORIENTATIONS,
    Pdq,
    luminance,
    pdq_of,
    turned_pdq_of,
    turned_pdq_of_picture,
)
from tests.data.pictures import drawn_picture
from tests.evidence.fingerprints.algorithm_suite import AlgorithmSuite

SIZES = ((640, 480), (480, 640), (64, 64), (65, 63), (129, 127), (64, 300), (1300, 70), (801, 90))


class TestPdq(AlgorithmSuite):
    algorithm = Pdq()


REFERENCE = json.loads((Path(__file__).parents[2] / "data" / "pdq_reference.json").read_text())
"""What the reference's own code said of the same drawn pictures: value in hex, quality."""


def drawn(seed: int) -> Image.Image:
    width, height = SIZES[seed % len(SIZES)]
    return drawn_picture(seed, width=width + seed, height=height + seed // 2)


def really_turned(place: int) -> Image.Image:
    picture, turn = drawn_picture(50, width=301, height=407), ORIENTATIONS[place]
    return picture if turn is None else picture.transpose(turn)


@pytest.mark.parametrize("seed", range(40))
def test_equals_the_reference_bit_for_bit(seed: int) -> None:
    value, quality = pdq_of(luminance(drawn(seed)))

    assert [value.hex(), quality] == REFERENCE["drawn"][str(seed)]


@pytest.mark.parametrize("place", range(8))
def test_equals_the_reference_on_pixels_really_turned(place: int) -> None:
    picture = drawn_picture(50, width=301, height=407)

    turned = turned_pdq_of(luminance(picture)).values[place]

    assert turned.hex() == REFERENCE["turned"][str(place)][0]


def test_keeps_what_the_reference_says_where_it_is_installed() -> None:
    oracle = pytest.importorskip("pdqhash", reason="pdqhash, the reference, is not installed")

    said = {}
    for place in range(8):
        bits, quality = oracle.compute(np.ascontiguousarray(np.asarray(really_turned(place))))
        said[str(place)] = [np.packbits(bits).tobytes().hex(), int(quality)]

    assert said == REFERENCE["turned"]


def test_reads_in_stripes_what_it_reads_whole() -> None:
    picture = drawn_picture(51, width=1700, height=1300)

    assert turned_pdq_of_picture(picture) == turned_pdq_of(luminance(picture))


def test_gives_a_flat_picture_no_quality() -> None:
    flat = Image.new("RGB", (300, 200), (120, 130, 140))

    assert Pdq().fingerprint(flat).quality == 0


def test_gives_a_picture_under_five_pixels_an_empty_value() -> None:
    tiny = drawn_picture(1).crop((0, 0, 4, 200))

    assert pdq_of(luminance(tiny)) == (bytes(32), 0)
    assert turned_pdq_of_picture(tiny).values == (bytes(32),) * 8
