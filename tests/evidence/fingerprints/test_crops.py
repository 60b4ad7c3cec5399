from __future__ import annotations

from PIL import Image

from evidence.fingerprints.crops import LEAST_QUALITY, crop_boxes, crops_of
from evidence.fingerprints.pdq import luminance, pdq_of
from tests.data.pictures import drawn_picture


def test_cuts_fifty_one_parts() -> None:
    assert len(list(crop_boxes(512, 384))) == 51


def test_starts_with_the_whole_picture() -> None:
    assert next(crop_boxes(512, 384)) == (0, 0, 512, 384)


def test_stays_inside_the_picture() -> None:
    for left, top, right, bottom in crop_boxes(301, 512):
        assert 0 <= left < right <= 301
        assert 0 <= top < bottom <= 512


def test_goes_down_to_half_the_area_at_every_place() -> None:
    halves = [
        (right - left) * (bottom - top) / (400 * 300)
        for left, top, right, bottom in list(crop_boxes(400, 300))[37:46]
    ]

    assert len(halves) == 9
    assert all(abs(share - 0.5) < 0.01 for share in halves)


def test_keeps_every_part_of_a_rich_picture() -> None:
    assert len(crops_of(luminance(drawn_picture(1)))) == 51


def test_leaves_out_parts_too_flat_to_tell_apart() -> None:
    picture = Image.new("RGB", (512, 384), (200, 200, 200))
    picture.paste(drawn_picture(2, width=100, height=384))

    found = crops_of(luminance(picture))

    assert 0 < len(found) < 51
    assert all(crop.quality >= LEAST_QUALITY for crop in found)


def test_gives_a_part_the_value_it_has_as_a_picture_of_its_own() -> None:
    luma = luminance(drawn_picture(3, width=512, height=300))

    found = crops_of(luma)

    assert len(found) == 51
    for crop in found:
        left, top, right, bottom = crop.box
        assert pdq_of(luma[top:bottom, left:right]) == (crop.value, crop.quality)
