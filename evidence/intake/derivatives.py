"""What may be shown of a picture: made anew from pixels, so nothing rides along."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Final

from PIL import Image, ImageFilter, ImageOps

from evidence.fingerprints.canonical import eight_bits, flattened, orientation_of, upright
from evidence.fingerprints.crops import Box
from evidence.fingerprints.measure import stored_box, upright_size

PREVIEW_WIDTH: Final = 1240
OUTLINE_SIDE: Final = 320
_PREVIEW_ROOM: Final = (PREVIEW_WIDTH, 16_000)
_INK_LEVELS: Final = 4
_BLACK: Final = (0, 0, 0)
_SQUARE: Final = 8
"""A JPEG without subsampling is packed in squares of this side, each by itself."""
_RIM: Final = 2
"""How far a line drawing is moved against its picture and its lines spread, in pixels."""


def preview_of(picture: Image.Image) -> bytes:
    """Return an upright JPEG at most `PREVIEW_WIDTH` wide, without metadata."""
    return _saved(_shrunk(picture, room=_PREVIEW_ROOM), form="JPEG", quality=80)


def covered_preview_of(picture: Image.Image, *, boxes: Sequence[Box]) -> bytes:
    """Return the preview with boxes of the upright picture black, widened to whole squares.

    They are painted before the picture is made smaller, so that no pixel of theirs spreads, and
    again after it, so that each is of one tone once the JPEG is opened.
    """
    small = _shrunk(picture, room=_PREVIEW_ROOM, covered=boxes)
    for box in _on_copy(boxes, picture=picture, copy=small):
        small.paste(_BLACK, _on_squares(box, within=small.size))
    return _saved(small, form="JPEG", quality=80, subsampling=0)


def covered_outline_of(picture: Image.Image, *, boxes: Sequence[Box]) -> bytes:
    """Return the outline drawing with boxes of the upright picture black."""
    drawing = _drawing(_shrunk(picture, room=(OUTLINE_SIDE, OUTLINE_SIDE), covered=boxes))
    for left, top, right, bottom in _on_copy(boxes, picture=picture, copy=drawing):
        drawing.paste(0, (max(0, left - _RIM), max(0, top - _RIM), right + _RIM, bottom + _RIM))
    return _saved(drawing, form="PNG")


def outline_of(picture: Image.Image) -> bytes:
    """Return an upright line drawing, grey PNG, long side at most `OUTLINE_SIDE`."""
    return drawing_of(picture, side=OUTLINE_SIDE)


def drawing_of(picture: Image.Image, *, side: int) -> bytes:
    """Return an upright line drawing, grey PNG, long side at most `side`."""
    return _saved(_drawing(_shrunk(picture, room=(side, side))), form="PNG")


def scaled(box: Box, *, of: tuple[int, int], to: tuple[int, int]) -> Box:
    """Return where a box of a picture of one size lies on a copy of another.

    No pixel it touches is left out, and it is never empty.
    """
    left, top, right, bottom = box
    return (
        left * to[0] // of[0],
        top * to[1] // of[1],
        -(-right * to[0] // of[0]),
        -(-bottom * to[1] // of[1]),
    )


def _drawing(small: Image.Image) -> Image.Image:
    grey = ImageOps.grayscale(small)
    framed = ImageOps.expand(grey.filter(ImageFilter.GaussianBlur(1.4)), 1)
    edges = framed.filter(ImageFilter.FIND_EDGES)
    inner = edges.crop((2, 2, edges.width - 2, edges.height - 2)) if min(grey.size) > 4 else grey
    drawing = ImageOps.invert(ImageOps.autocontrast(inner, cutoff=1))
    step = 256 // _INK_LEVELS
    return drawing.point(lambda ink: min(255, ink // step * (step + 21)))


def _shrunk(
    picture: Image.Image, *, room: tuple[int, int], covered: Sequence[Box] = ()
) -> Image.Image:
    orientation = orientation_of(picture)
    width, height = room if orientation < 5 else room[::-1]
    scale = min(1.0, width / picture.width, height / picture.height)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    plain = flattened(eight_bits(picture))
    if covered:
        plain = _painted(plain, boxes=covered, orientation=orientation)
    small = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return upright(small, orientation=orientation)


def _painted(plain: Image.Image, *, boxes: Sequence[Box], orientation: int) -> Image.Image:
    painted = plain.copy()
    for box in boxes:
        painted.paste(_BLACK, stored_box(box, size=plain.size, orientation=orientation))
    return painted


def _on_copy(boxes: Sequence[Box], *, picture: Image.Image, copy: Image.Image) -> Iterator[Box]:
    size = upright_size(picture.size, orientation=orientation_of(picture))
    return (scaled(box, of=size, to=copy.size) for box in boxes)


def _on_squares(box: Box, *, within: tuple[int, int]) -> Box:
    left, top, right, bottom = (
        edge // _SQUARE * _SQUARE
        for edge in (box[0], box[1], box[2] + _SQUARE - 1, box[3] + _SQUARE - 1)
    )
    return left, top, min(within[0], right), min(within[1], bottom)


def _saved(picture: Image.Image, *, form: str, quality: int = 80, subsampling: int = -1) -> bytes:
    """`subsampling` is that of a JPEG; -1 is what the library takes by itself."""
    picture.info = {}
    out = io.BytesIO()
    picture.save(out, form, quality=quality, subsampling=subsampling)
    return out.getvalue()
