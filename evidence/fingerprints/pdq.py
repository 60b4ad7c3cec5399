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

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from evidence.fingerprints.base import Algorithm, Example, Fingerprint, drawn_ripples
from evidence.fingerprints.canonical import flattened

Grid = NDArray[np.floating[Any]]
Reckoning = Callable[[Grid, Grid, Grid], Grid]
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
_STRIP: Final = 128
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
        return _plain(_quickly(down, luma, across))
    except Unsettled:
        return _plain(_exactly(down, luma, across))


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
            found.append(_plain(_exactly(_sampling(bottom - top), part, across)))
    return found


def turned_pdq_of(luma: Grid) -> Turned:
    """Return the values of all eight orientations of a luma grid."""
    if min(luma.shape) < LEAST_SIDE:
        return Turned((bytes(32),) * 8, 0)
    down, across = (_both_ways(side) for side in luma.shape)
    try:
        return _turned(down @ _sampled_across(luma))
    except Unsettled:
        return _turned(_exactly(down, luma, across))


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
    """Return the points from either side; a stripe of the picture gives to few of them."""
    width, height = picture.size
    down, across = _both_ways(height), _both_ways(width)
    given, step = [], max(1, _STRIPE_PIXELS // width)
    for top in range(0, height, step):
        stripe = luminance(picture.crop((0, top, width, min(height, top + step))))
        shares = down[:, top : top + step]
        points = np.flatnonzero(shares.any(axis=1))
        given.append((points, reckoned(shares[points], stripe, across)))
    sums = np.zeros((2 * _POINTS, 2 * _POINTS), dtype=given[0][1].dtype)
    for points, amounts in given:
        sums[points] += amounts
    return sums


def _sampled_across(luma: Grid) -> Grid:
    """Return the points of every row from either side, in 32 bits: (height, 128)."""
    height, width = luma.shape
    columns = np.zeros((2 * _POINTS, height), dtype=np.float32)
    for first, points, shares in _strips(width):
        columns[points] += shares @ luma[:, first : first + _STRIP].T
    return columns.T


def _quickly(down: Grid, luma: Grid, across: Grid) -> Grid:
    """Return the points in 32 bits."""
    return np.asarray(np.linalg.multi_dot([down, luma, across.T]))


def _exactly(down: Grid, luma: Grid, across: Grid) -> Grid:
    """Return the points in 64 bits."""
    thousandths = np.rint(luma * np.float64(1000))
    return np.asarray(down @ thousandths @ across.T / 1000)


def _plain(points: Grid) -> tuple[bytes, int]:
    return _values(_transform(points)[None])[0], quality_of(points)


def _turned(points: Grid) -> Turned:
    """Read the eight values off the points sampled from either side: (128, 128)."""
    plain, mirrored = points[:_POINTS, :_POINTS], points[:_POINTS, _POINTS:]
    flipped, half = points[_POINTS:, :_POINTS], points[_POINTS:, _POINTS:]
    waves = _transform(np.stack([plain, mirrored, flipped, half]))
    turned = waves[[0, 2, 1, 3]].transpose(0, 2, 1)
    return Turned(tuple(_values(np.concatenate([waves, turned]))), quality_of(plain))


def _transform(points: Grid) -> Grid:
    cosines = _cosines()
    return cosines @ points @ cosines.T


def _values(waves: Grid) -> list[bytes]:
    """Return the value of each of several tables of waves."""
    flat = waves.reshape(len(waves), -1)
    median, above = np.partition(flat, (127, 128), axis=1)[:, 127:129].T
    if waves.dtype == np.float32 and (above - median < _NEAR_WAVE).any():
        raise Unsettled
    bits = (flat > median[:, None] + _ALIKE)[:, ::-1]
    return [value.tobytes() for value in np.packbits(bits, axis=1)]


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


@lru_cache(maxsize=16)
def _strips(side: int) -> list[tuple[int, NDArray[np.intp], Grid]]:
    """Return the sampling from either side in strips, without the points that take nothing."""
    found = []
    for first in range(0, side, _STRIP):
        shares = _both_ways(side)[:, first : first + _STRIP]
        points = np.flatnonzero(shares.any(axis=1))
        found.append((first, points, np.ascontiguousarray(shares[points])))
    return found


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
