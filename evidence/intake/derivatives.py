"""What may be shown of a picture: made anew from pixels, so nothing rides along."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageFilter, ImageOps

from evidence.fingerprints.canonical import eight_bits, flattened, orientation_of, upright

PREVIEW_WIDTH: Final = 1240
OUTLINE_SIDE: Final = 320
_PREVIEW_HEIGHT: Final = 16_000
_INK_LEVELS: Final = 4


def preview_of(picture: Image.Image) -> bytes:
    """Return an upright JPEG at most `PREVIEW_WIDTH` wide, without metadata."""
    return _saved(_shrunk(picture, room=(PREVIEW_WIDTH, _PREVIEW_HEIGHT)), form="JPEG", quality=80)


def outline_of(picture: Image.Image) -> bytes:
    """Return an upright line drawing, grey PNG, long side at most `OUTLINE_SIDE`."""
    return drawing_of(picture, side=OUTLINE_SIDE)


def drawing_of(picture: Image.Image, *, side: int) -> bytes:
    """Return an upright line drawing, grey PNG, long side at most `side`."""
    grey = ImageOps.grayscale(_shrunk(picture, room=(side, side)))
    framed = ImageOps.expand(grey.filter(ImageFilter.GaussianBlur(1.4)), 1)
    edges = framed.filter(ImageFilter.FIND_EDGES)
    inner = edges.crop((2, 2, edges.width - 2, edges.height - 2)) if min(grey.size) > 4 else grey
    drawing = ImageOps.invert(ImageOps.autocontrast(inner, cutoff=1))
    step = 256 // _INK_LEVELS
    return _saved(drawing.point(lambda ink: min(255, ink // step * (step + 21))), form="PNG")


def _shrunk(picture: Image.Image, *, room: tuple[int, int]) -> Image.Image:
    orientation = orientation_of(picture)
    width, height = room if orientation < 5 else room[::-1]
    scale = min(1.0, width / picture.width, height / picture.height)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    plain = flattened(eight_bits(picture))
    small = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return upright(small, orientation=orientation)


def _saved(picture: Image.Image, *, form: str, quality: int = 80) -> bytes:
    picture.info = {}
    out = io.BytesIO()
    picture.save(out, form, quality=quality)
    return out.getvalue()
