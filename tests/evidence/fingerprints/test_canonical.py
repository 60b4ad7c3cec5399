from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from evidence.fingerprints.canonical import UPRIGHT, canonical, eight_bits, flattened
from evidence.fingerprints.measure import measure
from tests.data.pictures import drawn_picture, encoded


def turned_by_exif(picture: Image.Image, *, orientation: int) -> Image.Image:
    """Return a file's picture whose pixels stand so that its EXIF turns them upright."""
    undone = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    stored = picture.transpose(undone.get(orientation, UPRIGHT[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    return Image.open(io.BytesIO(encoded(stored, exif=exif)))


def test_shrinks_to_a_long_side_of_512() -> None:
    assert canonical(drawn_picture(1, width=1600, height=900)).size == (512, 288)


def test_enlarges_nothing() -> None:
    assert canonical(drawn_picture(1, width=90, height=60)).size == (90, 60)


def test_puts_transparency_over_white() -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))

    assert flattened(clear).getpixel((3, 3)) == (255, 255, 255)


def test_puts_a_transparent_palette_colour_over_white() -> None:
    picture = Image.new("P", (20, 20), 1)
    picture.putpalette([0, 0, 0, 9, 9, 9])
    picture.info["transparency"] = 1

    assert canonical(picture).getpixel((3, 3)) == (255, 255, 255)


def test_keeps_the_upper_half_of_sixteen_bits() -> None:
    deep = Image.fromarray(np.full((9, 9), 0x8000, dtype=np.uint16))

    assert eight_bits(deep).getpixel((4, 4)) in (127, 128)


@pytest.mark.parametrize("orientation", sorted(UPRIGHT))
def test_turns_upright_what_exif_says_is_turned(orientation: int) -> None:
    picture = drawn_picture(2, width=300, height=200)

    turned = canonical(turned_by_exif(picture, orientation=orientation))

    assert np.array_equal(np.asarray(turned), np.asarray(picture))


@pytest.mark.parametrize("orientation", [2, 5, 6], ids=["mirrored", "transposed", "turned"])
def test_measures_the_upright_picture_at_full_size(orientation: int) -> None:
    picture = drawn_picture(3, width=700, height=400)
    turned = turned_by_exif(picture, orientation=orientation)

    found, wanted = measure(turned, sha256="0" * 64), measure(picture, sha256="0" * 64)

    assert (found.width, found.height) == (700, 400)
    assert found.exchange == wanted.exchange
