"""One way from a decoded picture to the pixels that are fingerprinted.

Both sides of a comparison go through here, because shrinking changes the bits: upright by
EXIF, transparency over white, no colour conversion, grey, long side at most 512.

Version 2 shrinks in two steps, as whole numbers: means of whole squares of pixels in colour,
down to less than twice the size; then the rest of the way in grey, by weights that fall off
like a triangle. It takes half the time of version 1 (area averages in colour, in one step), and
copies of other sizes lie nearer to one another. The browser's twin is static/js/measure.js.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

LONG_SIDE: Final = 512
_DEEP_MODES: Final = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")
_ORIENTATION_TAG: Final = 0x0112
UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def canonical(picture: Image.Image) -> Image.Image:
    """Return the upright grey copy whose long side is at most `LONG_SIDE`, never enlarged."""
    return upright(canonical_pixels(picture), orientation=orientation_of(picture))


def canonical_pixels(picture: Image.Image) -> Image.Image:
    """Return the canonical copy of a picture whose pixels already stand as they should."""
    width, height = fitted_size(picture.size)
    sheet, square = _resizable(picture), max(1, max(picture.size) // LONG_SIDE)
    grey = _grey(sheet.reduce(square) if square > 1 else sheet)
    # Where the last squares are not whole, the picture ends inside them.
    right, bottom = picture.width / square, picture.height / square
    triangle = Image.Resampling.BILINEAR
    across = grey.resize((width, grey.height), triangle, box=(0, 0, right, grey.height))
    return across.resize((width, height), triangle, box=(0, 0, width, bottom))


def _grey(picture: Image.Image) -> Image.Image:
    return picture if picture.mode == "L" else flattened(picture).convert("L")


def flattened(picture: Image.Image) -> Image.Image:
    """Return an RGB copy; what is transparent becomes white."""
    if picture.mode == "RGB":
        return picture
    if picture.mode in _DEEP_MODES:
        return eight_bits(picture).convert("RGB")
    if not _has_alpha(picture):
        return picture.convert("RGB")
    layers = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, (255, 255, 255))
    paper.paste(layers, mask=layers.getchannel("A"))
    return paper


def fitted(picture: Image.Image, *, long_side: int) -> Image.Image:
    """Return the picture shrunk by area averages until its long side fits.

    Across first, then down, always: left to itself Pillow takes whichever order is cheaper, and
    rounding between the two would change fingerprints.
    """
    size = fitted_size(picture.size, long_side=long_side)
    if size == picture.size:
        return picture
    sheet = _resizable(picture)
    weighted = sheet.convert("RGBa") if sheet.mode == "RGBA" else sheet
    across = weighted.resize((size[0], sheet.height), Image.Resampling.BOX)
    return across.resize(size, Image.Resampling.BOX).convert(sheet.mode)


def fitted_size(size: tuple[int, int], *, long_side: int = LONG_SIDE) -> tuple[int, int]:
    """Return width and height shrunk until the longer fits; never more than before."""
    scale = long_side / max(size)
    if scale >= 1:
        return size
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def orientation_of(picture: Image.Image) -> int:
    """Return the EXIF orientation of a loaded picture, 1 to 8; 1 where there is none."""
    turn = picture.getexif().get(_ORIENTATION_TAG, 1)
    return turn if isinstance(turn, int) and turn in UPRIGHT else 1


def upright(picture: Image.Image, *, orientation: int) -> Image.Image:
    """Return the picture turned the way an EXIF orientation says."""
    turn = UPRIGHT.get(orientation)
    return picture if turn is None else picture.transpose(turn)


def _has_alpha(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def _resizable(picture: Image.Image) -> Image.Image:
    if picture.mode in _DEEP_MODES:
        return eight_bits(picture)
    if picture.mode in ("RGB", "L", "RGBA", "CMYK") and "transparency" not in picture.info:
        return picture
    return flattened(picture)


def eight_bits(picture: Image.Image) -> Image.Image:
    """Return the picture with at most 8 bits a sample; deeper grey is taken for 16-bit."""
    if picture.mode not in _DEEP_MODES:
        return picture
    wide = picture.convert("F")
    scale = 255 / 65535 if np.asarray(wide).max() > 255 else 1.0
    return wide.point(lambda value: value * scale + 0).convert("L")
