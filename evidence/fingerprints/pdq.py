"""PDQ, the likeness value platforms exchange, as two matrix products.

The reference blurs twice with a running box, keeps 64 x 64 points and takes a cosine
transform. All of it is linear and works on rows and columns apart, so for a side of n pixels
one cached 64 x n matrix does the blur and the choice of points at once. The bits equal those
of the reference (ThreatExchange, pdq/cpp) from 64 pixels a side; under that, points repeat and
rounding breaks the ties. Mirrored and turned pictures are sampled from the flipped side, which
is exact, where the reference bends the transform, which is not.

32 bits are enough for nearly every picture. Where two waves beside the median are too near for
them, everything is reckoned again in 64 bits from luma in whole thousandths, and what is still
alike counts as alike: one answer, whatever the order of the sums. The browser's twin of this
file (static/js/pdq.js) always reckons so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from evidence.fingerprints.base import Algorithm, Example, Fingerprint, drawn_ripples
from evidence.fingerprints.canonical import flattened

Grid = NDArray[np.floating[Any]]
Reckoning = Callable[[Grid, Iterable[Grid], Grid], Grid]
Box = tuple[int, int, int, int]

LEAST_SIDE: Final = 5
ORIENTATIONS: Final = (
    None,
    Image.Transpose.FLIP_LEFT_RIGHT,
    Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.ROTATE_180,
    Image.Transpose.TRANSPOSE,
    Image.Transpose.ROTATE_270,
    Image.Transpose.ROTATE_90,
    Image.Transpose.TRANSVERSE,
)
_POINTS: Final = 64
_STRIPE_PIXELS: Final = 1 << 20
_NEAR_WAVE: Final = 4e-3
"""Ten times the most that 32 bits were seen to be off by over 1,224 drawn parts."""
_NEAR_STEP: Final = 2e-4
_ALIKE: Final = 1e-6
"""Far above what the order of sums in 64 bits can change, far below any difference that is seen."""


@dataclass(frozen=True, slots=True)
class Turned:
    """The values of a picture in eight orientations, in the order of `ORIENTATIONS`."""

    values: tuple[bytes, ...]
    quality: int


def luminance(picture: Image.Image) -> Grid:
    """Return the luma of every pixel, 0 to 255: (height, width)."""
    if picture.mode == "L":
        return np.asarray(picture, dtype=np.float32)
    # Pillow adds up whole thousandths, 299 red, 587 green and 114 blue, and then divides.
    return np.asarray(flattened(picture).convert("F"), dtype=np.float32)


class Unsettled(ArithmeticError):
    """Two waves, or a step of the quality, are too near to be told apart in 32 bits."""


def pdq_of(luma: Grid) -> tuple[bytes, int]:
    """Return the 32-byte value and the quality of a luma grid."""
    if min(luma.shape) < LEAST_SIDE:
        return bytes(32), 0
    down, across = (_sampling(side) for side in luma.shape)
    try:
        return _plain(_quickly(down, [luma], across))
    except Unsettled:
        return _plain(_exactly(down, [luma], across))


def pdq_of_parts(luma: Grid, boxes: Sequence[Box]) -> list[tuple[bytes, int]]:
    """Return value and quality of many parts; those that share their rows are sampled as one."""
    bands: dict[tuple[int, int], Grid] = {}
    found = []
    for left, top, right, bottom in boxes:
        if min(right - left, bottom - top) < LEAST_SIDE:
            found.append((bytes(32), 0))
            continue
        if (top, bottom) not in bands:
            bands[top, bottom] = _sampling(bottom - top) @ luma[top:bottom]
        across = _sampling(right - left)
        try:
            found.append(_plain(bands[top, bottom][:, left:right] @ across.T))
        except Unsettled:
            part = luma[top:bottom, left:right]
            found.append(_plain(_exactly(_sampling(bottom - top), [part], across)))
    return found


def turned_pdq_of(luma: Grid) -> Turned:
    """Return the values of all eight orientations of a luma grid."""
    if min(luma.shape) < LEAST_SIDE:
        return Turned((bytes(32),) * 8, 0)
    down, across = (_both_ways(side) for side in luma.shape)
    try:
        return _turned(_quickly(down, [luma], across))
    except Unsettled:
        return _turned(_exactly(down, [luma], across))


def turned_pdq_of_picture(picture: Image.Image) -> Turned:
    """Return the values of a picture at full size, reading it in stripes to spare memory."""
    if min(picture.size) < LEAST_SIDE:
        return Turned((bytes(32),) * 8, 0)
    try:
        return _turned(_striped(picture, _quickly))
    except Unsettled:
        return _turned(_striped(picture, _exactly))


def quality_of(points: Grid) -> int:
    """Return 0 to 100: how much the 64 x 64 points change from one to the next.

    Raises Unsettled where that hangs on a step which is nearly whole.
    """
    if points.dtype == np.float64:
        return _graded(points, slack=_ALIKE)
    least = _graded(points, slack=-_NEAR_STEP)
    if least < 100 and least != _graded(points, slack=_NEAR_STEP):
        raise Unsettled
    return least


def _graded(points: Grid, *, slack: float) -> int:
    scaled = points * points.dtype.type(100 / 255)
    down, across = scaled[:-1] - scaled[1:], scaled[:, :-1] - scaled[:, 1:]
    changes = sum(np.trunc(np.abs(steps) + slack).sum() for steps in (down, across))
    return min(100, int(changes) // 90)


def _striped(picture: Image.Image, reckoned: Reckoning) -> Grid:
    width, height = picture.size
    step = max(1, _STRIPE_PIXELS // width)
    tops = range(0, height, step)
    parts = (picture.crop((0, top, width, min(height, top + step))) for top in tops)
    return reckoned(_both_ways(height), map(luminance, parts), _both_ways(width))


def _quickly(down: Grid, stripes: Iterable[Grid], across: Grid) -> Grid:
    """Return the points in 32 bits."""
    return _gathered(down, stripes) @ across.T


def _exactly(down: Grid, stripes: Iterable[Grid], across: Grid) -> Grid:
    """Return the points in 64 bits."""
    thousandths = (np.rint(stripe * np.float64(1000)) for stripe in stripes)
    return np.asarray(_gathered(down, thousandths) @ across.T / 1000)


def _gathered(down: Grid, stripes: Iterable[Grid]) -> Grid:
    """Return `down` times the stripes one below the other.

    A point takes from few rows, so that most of `down` is nothing to a stripe and is left out.
    """
    parts, top = [], 0
    for stripe in stripes:
        shares = down[:, top : top + len(stripe)]
        taking = np.flatnonzero(shares.any(axis=1))
        parts.append((taking, shares[taking] @ stripe))
        top += len(stripe)
    first = parts[0][1]
    rows = np.zeros((len(down), first.shape[1]), dtype=first.dtype)
    for taking, part in parts:
        rows[taking] += part
    return rows


def _plain(points: Grid) -> tuple[bytes, int]:
    return _value(_transform(points)), quality_of(points)


def _turned(points: Grid) -> Turned:
    """Read the eight values off the points sampled from either side: (128, 128)."""
    plain, mirrored = points[:_POINTS, :_POINTS], points[:_POINTS, _POINTS:]
    flipped, half = points[_POINTS:, :_POINTS], points[_POINTS:, _POINTS:]
    waves = [_transform(each) for each in (plain, mirrored, flipped, half)]
    waves += [waves[0].T, waves[2].T, waves[1].T, waves[3].T]
    return Turned(tuple(_value(wave) for wave in waves), quality_of(plain))


def _transform(points: Grid) -> Grid:
    cosines = _cosines()
    return cosines @ points @ cosines.T


def _value(waves: Grid) -> bytes:
    flat = waves.ravel()
    median, above = np.partition(flat, (127, 128))[127:129]
    if waves.dtype == np.float32 and above - median < _NEAR_WAVE:
        raise Unsettled
    return np.packbits((flat > median + _ALIKE)[::-1]).tobytes()


@lru_cache(maxsize=1)
def _cosines() -> Grid:
    row, column = np.arange(1, 17)[:, None], np.arange(_POINTS)[None, :]
    wave = np.cos(np.pi / 2 / _POINTS * row * (2 * column + 1))
    return np.asarray(np.sqrt(2 / _POINTS) * wave, dtype=np.float32)


@lru_cache(maxsize=256)
def _sampling(side: int) -> Grid:
    """Return what each of 64 points takes from a side of that many pixels: (64, side)."""
    kept = ((np.arange(_POINTS) + 0.5) * side / _POINTS).astype(np.int64)
    if side == _POINTS:
        return np.eye(_POINTS, dtype=np.float32)
    first, last = _window(kept, side=side)
    inner_first, inner_last = _window(np.arange(side), side=side)
    shares = 1.0 / (inner_last - inner_first)
    weights = np.zeros((_POINTS, side + 1))
    for point in range(_POINTS):
        inner = np.arange(first[point], last[point])
        amounts = shares[inner] / inner.size
        np.add.at(weights[point], inner_first[inner], amounts)
        np.add.at(weights[point], inner_last[inner], -amounts)
    return np.cumsum(weights, axis=1)[:, :side].astype(np.float32)


def _window(
    centres: NDArray[np.int64], *, side: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the reference's box around each centre begins and ends (half open)."""
    width = (side + 2 * _POINTS - 1) // (2 * _POINTS)
    ahead = (width + 2) // 2
    return np.maximum(centres + ahead - width, 0), np.minimum(centres + ahead, side)


@lru_cache(maxsize=32)
def _both_ways(side: int) -> Grid:
    """Return the sampling from the near end above that from the far end: (128, side)."""
    near = _sampling(side)
    return np.vstack([near, near[:, ::-1]])


class Pdq(Algorithm):
    name = "pdq"
    version = "1"
    bits = 256

    def fingerprint(self, picture: Image.Image) -> Fingerprint:
        value, quality = pdq_of(luminance(picture))
        return Fingerprint(self.name, value, quality)

    def examples(self) -> Sequence[Example]:
        return tuple(
            Example(f"ripples {seed}", drawn_ripples(seed), bytes.fromhex(value), quality)
            for seed, value, quality in _KNOWN
        )


_KNOWN: Final = (
    (1, "83f54f1fbc64792c61f7ca8694bfe96f86be29835278b5c0a91c89389b60c740", 100),
    (2, "38c17ab887c7cc1f9bd4ae1fd9f1b2032cff79d0530b171cd778366074e02700", 100),
    (3, "e3228c7f67849e38b1f56703cc7f99f0b3a1271f265a6ef06ce049e04dc07dc0", 100),
)
