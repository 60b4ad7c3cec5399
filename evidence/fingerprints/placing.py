"""Where a reference lies on a sighted file, told from the boxes of a likeness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from evidence.fingerprints.canonical import LONG_SIDE
from evidence.fingerprints.crops import Box
from evidence.fingerprints.details import Point, Quad
from evidence.fingerprints.matching import Orientation, Verdict

Size = tuple[int, int]

_CORNERS: Final[Quad] = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
_SIGHTED: Final[dict[Orientation, Callable[[float, float], Point]]] = {
    Orientation.AS_IT_IS: lambda u, v: (u, v),
    Orientation.MIRRORED: lambda u, v: (1 - u, v),
    Orientation.FLIPPED: lambda u, v: (u, 1 - v),
    Orientation.HALF_TURN: lambda u, v: (1 - u, 1 - v),
    Orientation.DIAGONAL: lambda u, v: (v, u),
    Orientation.LEFT: lambda u, v: (v, 1 - u),
    Orientation.RIGHT: lambda u, v: (1 - v, u),
    Orientation.OTHER_DIAGONAL: lambda u, v: (1 - v, 1 - u),
}


def quad_of(verdict: Verdict, *, sighted: Size, reference: Size) -> Quad:
    """Return the corners of the whole reference as shares of the sighted file's sides.

    Both sizes are those of the upright files. Where a part of the reference was found, its
    other corners may lie outside 0 to 1.
    """
    left, top, right, bottom = _shares(verdict.region, of=sighted)
    first, upper, last, lower = _shares(verdict.part, of=canonical_size(reference))
    turned = _SIGHTED[verdict.orientation]

    def on_file(corner: Point) -> Point:
        u = (corner[0] - first) / (last - first)
        v = (corner[1] - upper) / (lower - upper)
        x, y = turned(u, v)
        return round(left + x * (right - left), 5), round(top + y * (bottom - top), 5)

    one, two, three, four = (on_file(corner) for corner in _CORNERS)
    return one, two, three, four


def canonical_size(size: Size) -> Size:
    """Return the size of the canonical copy of an upright file."""
    scale = min(1.0, LONG_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _shares(box: Box | None, *, of: Size) -> tuple[float, float, float, float]:
    if box is None:
        return 0.0, 0.0, 1.0, 1.0
    return box[0] / of[0], box[1] / of[1], box[2] / of[0], box[3] / of[1]
