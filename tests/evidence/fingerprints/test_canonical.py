from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from evidence.fingerprints.canonical import UPRIGHT, canonical, eight_bits, fitted, flattened
from evidence.fingerprints.measure import measure
from evidence.fingerprints.pdq import luminance, pdq_of
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


def test_ends_where_the_picture_ends_inside_the_last_square() -> None:
    light = Image.new("L", (1027, 4), 200)
    light.paste(0, (1026, 0, 1027, 4))

    small = np.asarray(canonical(light))

    assert (small.shape, small[0, -2]) == ((2, 512), 200)
    assert 75 <= small[0, -1] <= 125


@pytest.mark.parametrize("shape", [(1600, 900), (901, 603), (3000, 4000)])
def test_stays_near_the_copy_of_version_1(shape: tuple[int, int]) -> None:
    picture = drawn_picture(4, width=shape[0], height=shape[1])

    (now, _), (before, _) = (
        pdq_of(luminance(small)) for small in (canonical(picture), fitted(picture, long_side=512))
    )

    assert (int.from_bytes(now) ^ int.from_bytes(before)).bit_count() <= 10


def test_puts_transparency_over_white() -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))

    assert flattened(clear).getpixel((3, 3)) == (255, 255, 255)


def test_puts_a_transparent_palette_colour_over_white() -> None:
    picture = Image.new("P", (20, 20), 1)
    picture.putpalette([0, 0, 0, 9, 9, 9])
    picture.info["transparency"] = 1

    assert canonical(picture).getpixel((3, 3)) == 255


def test_keeps_the_upper_half_of_sixteen_bits() -> None:
    deep = Image.fromarray(np.full((9, 9), 0x8000, dtype=np.uint16))

    assert eight_bits(deep).getpixel((4, 4)) in (127, 128)


@pytest.mark.parametrize("orientation", sorted(UPRIGHT))
def test_turns_upright_what_exif_says_is_turned(orientation: int) -> None:
    picture = drawn_picture(2, width=300, height=200)

    turned = canonical(turned_by_exif(picture, orientation=orientation))

    assert np.array_equal(np.asarray(turned), np.asarray(picture.convert("L")))


@pytest.mark.parametrize("orientation", [2, 5, 6], ids=["mirrored", "transposed", "turned"])
def test_measures_the_upright_picture_at_full_size(orientation: int) -> None:
    picture = drawn_picture(3, width=700, height=400)
    turned = turned_by_exif(picture, orientation=orientation)

    found, wanted = measure(turned, sha256="0" * 64), measure(picture, sha256="0" * 64)

    assert (found.width, found.height) == (700, 400)
    assert found.exchange == wanted.exchange
