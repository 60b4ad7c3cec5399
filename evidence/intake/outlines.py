"""Two pictures side by side as line drawings, the one laid straight on the other.

Only lines leave here: no tone, no colour and no texture of either picture.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from evidence.fingerprints.details import Quad

CELL: Final = 400
_GAP: Final = 16
_LEVELS: Final = 4
_FILE: Final = (176, 84, 10)
_OWN: Final = (10, 92, 100)
_PAPER: Final = (255, 255, 255)
_FRAME: Final = (150, 150, 150)

Ink = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The drawings on one sheet, two abreast and one below the other; both are PNG files."""

    wide: bytes
    tall: bytes


def sheet_of(sighted: Image.Image, reference: Image.Image | None, *, quad: Quad) -> Sheet:
    """Draw the sighted picture with the place marked; where the reference is at hand, also

    that place laid straight, the reference, and both on one another. Both pictures are upright.
    """
    panels = [_marked(sighted, quad=quad)]
    if reference is not None:
        frame = _fitting(reference.size)
        own = _ink(ImageOps.grayscale(reference).resize(frame, Image.Resampling.LANCZOS))
        straight = _ink(_straightened(sighted, quad=quad, frame=frame))
        panels += [
            _inked([(straight, _FILE)]),
            _inked([(own, _OWN)]),
            _inked([(straight, _FILE), (own, _OWN)]),
        ]
    columns = 2 if len(panels) > 1 else 1
    return Sheet(_laid_out(panels, columns=columns), _laid_out(panels, columns=1))


def _marked(sighted: Image.Image, *, quad: Quad) -> Image.Image:
    size = _fitting(sighted.size)
    drawn = _inked([(_ink(ImageOps.grayscale(_shrunk(sighted, size=size))), _FILE)])
    corners = [(x * size[0], y * size[1]) for x, y in quad]
    pen = ImageDraw.Draw(drawn)
    pen.line([*corners, corners[0], corners[1]], fill=_PAPER, width=8, joint="curve")
    pen.line([*corners, corners[0], corners[1]], fill=_OWN, width=4, joint="curve")
    return drawn


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    scale = CELL / max(size)
    return max(8, round(size[0] * scale)), max(8, round(size[1] * scale))


def _shrunk(picture: Image.Image, *, size: tuple[int, int]) -> Image.Image:
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _straightened(sighted: Image.Image, *, quad: Quad, frame: tuple[int, int]) -> Image.Image:
    """Return the part of the sighted picture under the quad, as it would lie on the frame."""
    grey = ImageOps.grayscale(sighted)
    corners = np.array(quad) * grey.size
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    shrink = max(frame) / max(float(sides.max()), 1.0)
    if shrink < 1:
        size = max(8, round(grey.width * shrink)), max(8, round(grey.height * shrink))
        grey = _shrunk(grey, size=size)
        corners = np.array(quad) * grey.size
    terms = _perspective(frame, corners=corners)
    return grey.transform(
        frame, Image.Transform.PERSPECTIVE, terms, Image.Resampling.BICUBIC, fillcolor=255
    )


def _perspective(frame: tuple[int, int], *, corners: NDArray[np.float64]) -> list[float]:
    """Return the eight terms that take points of the frame to points of the picture."""
    width, height = frame
    rows, wanted = [], []
    ends = ((0, 0), (width, 0), (width, height), (0, height))
    for (x, y), (to_x, to_y) in zip(ends, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -to_x * x, -to_x * y], [0, 0, 0, x, y, 1, -to_y * x, -to_y * y]]
        wanted += [to_x, to_y]
    return [float(term) for term in np.linalg.solve(np.array(rows), np.array(wanted))]


def _ink(grey: Image.Image) -> Ink:
    """Return how dark each point of the line drawing is, 0 to 1, in few steps."""
    framed = ImageOps.expand(grey.filter(ImageFilter.GaussianBlur(1.4)), 1)
    edges = framed.filter(ImageFilter.FIND_EDGES)
    inner = edges.crop((2, 2, edges.width - 2, edges.height - 2))
    strong = ImageOps.autocontrast(ImageOps.expand(inner, 1), cutoff=1)
    levels = np.asarray(strong, dtype=np.float32) // (256 // _LEVELS)
    return np.asarray(levels / (_LEVELS - 1), dtype=np.float32)


def _inked(layers: Sequence[tuple[Ink, tuple[int, int, int]]]) -> Image.Image:
    """Return lines in their colours on paper; where lines meet they darken one another."""
    height, width = layers[0][0].shape
    light: NDArray[Any] = np.ones((height, width, 3), dtype=np.float32)
    for ink, colour in layers:
        light *= 1 - ink[:, :, None] * (1 - np.array(colour, dtype=np.float32) / 255)
    return Image.fromarray((light * 255).astype(np.uint8), "RGB")


def _laid_out(panels: Sequence[Image.Image], *, columns: int) -> bytes:
    cell = max(each.width for each in panels), max(each.height for each in panels)
    rows = -(-len(panels) // columns)
    size = columns * (cell[0] + _GAP) + _GAP, rows * (cell[1] + _GAP) + _GAP
    paper = Image.new("RGB", size, _PAPER)
    pen, font = ImageDraw.Draw(paper), ImageFont.load_default(size=18)
    for index, panel in enumerate(panels):
        row, column = divmod(index, columns)
        left = _GAP + column * (cell[0] + _GAP) + (cell[0] - panel.width) // 2
        top = _GAP + row * (cell[1] + _GAP)
        paper.paste(panel, (left, top))
        pen.rectangle((left - 1, top - 1, left + panel.width, top + panel.height), outline=_FRAME)
        if len(panels) > 1:
            pen.rectangle((left, top, left + 24, top + 24), fill=_PAPER, outline=_FRAME)
            pen.text((left + 12, top + 12), str(index + 1), fill=(0, 0, 0), font=font, anchor="mm")
    out = io.BytesIO()
    paper.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()
