from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from evidence.fingerprints.canonical import (
    LONG_SIDE,
    UPRIGHT,
    canonical_pixels,
    eight_bits,
    fitted,
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
    small = upright(canonical_pixels(shallow), orientation=orientation)
    luma = luminance(small)
    width, height = upright_size(picture.size, orientation=orientation)
    page = upright(screen_sized(shallow), orientation=orientation)
    return PictureFingerprints(
        sha256=sha256,
        width=width,
        height=height,
        whole=turned_pdq_of(luma),
        exchange=_exchange_value(shallow, orientation=orientation),
        phash=phash_of(small),
        rectangles=tuple(_rectangles(page, scale=width / page.width)),
        crops=crops_of(luma),
    )


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
        turned = turned_pdq_of(luminance(fitted(grey.crop(box), long_side=LONG_SIDE)))
        if turned.quality >= LEAST_QUALITY:
            yield Rectangle(_scaled(box, scale=scale), turned)


def _scaled(box: Box, *, scale: float) -> Box:
    left, top, right, bottom = (round(edge * scale) for edge in box)
    return left, top, right, bottom
