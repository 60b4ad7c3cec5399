from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from evidence.fingerprints.canonical import (
    UPRIGHT,
    canonical_pixels,
    eight_bits,
    orientation_of,
    upright,
)
from evidence.fingerprints.crops import LEAST_QUALITY, Box, crops_of
from evidence.fingerprints.pdq import (
    ORIENTATIONS,
    luminance,
    turned_pdq_of,
    turned_pdq_of_picture,
)
from evidence.fingerprints.phash import phash_of
from evidence.fingerprints.pictures import PictureFingerprints, Rectangle
from evidence.fingerprints.rectangles import rectangles_in, screen_sized


def measure(picture: Image.Image, *, sha256: str) -> PictureFingerprints:
    """Return every fingerprint of a decoded picture; `sha256` is that of its file, in hex."""
    orientation = orientation_of(picture)
    shallow = eight_bits(picture)
    page = upright(screen_sized(shallow), orientation=orientation)
    width, _ = upright_size(picture.size, orientation=orientation)
    rectangles = tuple(_rectangles(page, scale=width / page.width))
    return _measured(shallow, sha256=sha256, orientation=orientation, rectangles=rectangles)


def measure_part(picture: Image.Image, *, sha256: str, box: Box) -> PictureFingerprints:
    """Return the fingerprints of a part of a decoded picture, as of a picture of its own.

    `box` stands on the upright picture, at full size. A part holds no rectangles.
    """
    orientation = orientation_of(picture)
    stored = picture.crop(stored_box(box, size=picture.size, orientation=orientation))
    shallow = eight_bits(stored)
    return _measured(shallow, sha256=sha256, orientation=orientation, rectangles=())


def _measured(
    shallow: Image.Image, *, sha256: str, orientation: int, rectangles: tuple[Rectangle, ...]
) -> PictureFingerprints:
    small = upright(canonical_pixels(shallow), orientation=orientation)
    luma = luminance(small)
    width, height = upright_size(shallow.size, orientation=orientation)
    return PictureFingerprints(
        sha256=sha256,
        width=width,
        height=height,
        whole=turned_pdq_of(luma),
        exchange=_exchange_value(shallow, orientation=orientation),
        phash=phash_of(small),
        rectangles=rectangles,
        crops=crops_of(luma),
    )


def stored_box(box: Box, *, size: tuple[int, int], orientation: int) -> Box:
    """Return where a box of the upright picture lies on the picture as it is stored."""
    width, height = size
    left, top, right, bottom = box
    places: dict[int, Box] = {
        1: (left, top, right, bottom),
        2: (width - right, top, width - left, bottom),
        3: (width - right, height - bottom, width - left, height - top),
        4: (left, height - bottom, right, height - top),
        5: (top, left, bottom, right),
        6: (top, height - right, bottom, height - left),
        7: (width - bottom, height - right, width - top, height - left),
        8: (width - bottom, left, width - top, right),
    }
    return places[orientation]


def upright_size(size: tuple[int, int], *, orientation: int) -> tuple[int, int]:
    """Return width and height after turning upright."""
    return (size[1], size[0]) if orientation >= 5 else size


def _exchange_value(picture: Image.Image, *, orientation: int) -> bytes:
    """Return PDQ of the upright picture at full size without turning its pixels."""
    place = ORIENTATIONS.index(UPRIGHT.get(orientation))
    return turned_pdq_of_picture(picture).values[place]


def _rectangles(page: Image.Image, *, scale: float) -> Iterator[Rectangle]:
    grey = page.convert("L")
    for box in rectangles_in(page):
        turned = turned_pdq_of(luminance(canonical_pixels(grey.crop(box))))
        if turned.quality >= LEAST_QUALITY:
            yield Rectangle(_scaled(box, scale=scale), turned)


def _scaled(box: Box, *, scale: float) -> Box:
    left, top, right, bottom = (round(edge * scale) for edge in box)
    return left, top, right, bottom
