"""Laying a reference on a sighted picture: shared details, one projection, then block by block.

Loads OpenCV, as `features` does.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from evidence.fingerprints.details import LEAST_INLIERS, Alignment, Quad
from evidence.fingerprints.features import (
    Features,
    FeaturesUnreadable,
    Floats,
    features_of,
    halves,
    working_grey,
)

Matrix = NDArray[np.float64]
Pixels = NDArray[np.uint8]
Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]

_MAGIC: Final = b"RWC1"
_HEAD: Final = struct.Struct(">4sI")
_QUALITY: Final = 92
_RATIO: Final = 0.75
_ROWS: Final = 128
_NEAR: Final = 5.0
_ROUNDS: Final = 2000
_SURE: Final = 0.999
_CELL: Final = 2.0
_BLOCK: Final = 32
_APART: Final = 16
_REACHED_BY: Final = 0.7
_LEAST_SHARE: Final = 0.15
_MOST_FRAME: Final = 512
_LEAST_FRAME: Final = 192
_LEAST_BLOCKS: Final = 4
_SOFT: Final = 1.0
_LEAST_SPREAD: Final = 3.0
_LEAST_AREA: Final = 24.0 * 24.0


class WorkingCopyUnreadable(ValueError):
    """The bytes are not a working copy, or of a version not known here."""


@dataclass(frozen=True, slots=True)
class View:
    """A picture as details see it: its grey working copy, and what was found in it."""

    grey: Image.Image
    features: Features


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A view in the form it is kept in; the grey picture is decoded only where it is needed."""

    jpeg: bytes
    features: Features

    @property
    def view(self) -> View:
        """The view again; its grey picture went through JPEG once."""
        with Image.open(io.BytesIO(self.jpeg), formats=("JPEG",)) as picture:
            return View(picture.convert("L"), self.features)

    def to_bytes(self) -> bytes:
        """Return what `from_bytes` reads: as telling as the picture itself, so seal it."""
        head = _HEAD.pack(_MAGIC, len(self.jpeg))
        return head + self.jpeg + self.features.to_bytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> WorkingCopy:
        """Return what `to_bytes` wrote; raise `WorkingCopyUnreadable` for anything else."""
        if len(data) < _HEAD.size or data[:4] != _MAGIC:
            raise WorkingCopyUnreadable("this is no working copy of version 1")
        end = _HEAD.size + int(_HEAD.unpack_from(data)[1])
        try:
            return cls(data[_HEAD.size : end], Features.from_bytes(data[end:]))
        except FeaturesUnreadable as error:
            raise WorkingCopyUnreadable(str(error)) from error


@dataclass(frozen=True, slots=True)
class Projection:
    """`matrix` takes points of the reference, mirrored where `mirrored`, to the sighted one.

    `hull` is the outline of the agreeing points, on the reference; None stands for all of it.
    """

    matrix: Matrix
    inliers: int
    mirrored: bool
    hull: Floats | None = None


def view_of(picture: Image.Image) -> View:
    """Return the view of an upright picture of any size."""
    grey = working_grey(picture)
    return View(grey, features_of(grey))


def working_copy_of(picture: Image.Image) -> WorkingCopy:
    """Return what is kept of an upright picture to know it by its details."""
    view = view_of(picture)
    out = io.BytesIO()
    view.grey.save(out, "JPEG", quality=_QUALITY)
    return WorkingCopy(out.getvalue(), view.features)


def aligned(sighted: View, reference: View | WorkingCopy) -> Alignment | None:
    """Return how the reference lies on the sighted picture; None where it is not found there."""
    found = projection(sighted.features, reference.features)
    if found is None:
        return None
    own = reference.view if isinstance(reference, WorkingCopy) else reference
    return Alignment(
        inliers=found.inliers,
        correlation=round(block_correlation(sighted.grey, own.grey, along=found), 4),
        mirrored=found.mirrored,
        quad=_shares(found.matrix, of=own.features, on=sighted.features, like=found),
    )


def projection(sighted: Features, reference: Features) -> Projection | None:
    """Return the projection most details agree on, with at least `LEAST_INLIERS` of them.

    The reference is tried as it is and mirrored; the one with more agreement is taken.
    """
    plain, turned = _pairs(sighted, reference)
    ways = (
        _projected(sighted, reference, pairs=plain, mirrored=False),
        _projected(sighted, reference.mirrored(), pairs=turned, mirrored=True),
    )
    found = [way for way in ways if way is not None]
    return max(found, key=lambda way: way.inliers, default=None)


def _projected(
    sighted: Features, reference: Features, *, pairs: Pairs, mirrored: bool
) -> Projection | None:
    rows, columns = pairs
    if len(rows) < LEAST_INLIERS:
        return None
    source, target = reference.points[columns], sighted.points[rows]
    estimate, mask = cv2.findHomography(
        source, target, cv2.RANSAC, _NEAR, maxIters=_ROUNDS, confidence=_SURE
    )
    matrix = None if estimate is None else np.asarray(estimate, dtype=np.float64)
    if matrix is None or not _is_sound(matrix, size=(reference.width, reference.height)):
        return None
    inside = mask.ravel().astype(bool)
    inliers = min(_distinct(source[inside]), _distinct(target[inside]))
    if inliers < LEAST_INLIERS:
        return None
    return Projection(matrix, inliers, mirrored, np.asarray(cv2.convexHull(source[inside])))


def _pairs(sighted: Features, reference: Features) -> tuple[Pairs, Pairs]:
    """Return which details have one partner clearly nearer than the next, plain and mirrored.

    All distances come out of matrix products, a few hundred rows at a time so that the table
    stays in the processor's cache.
    """
    none = np.zeros(0, np.intp)
    plain, turned = [(none, none)], [(none, none)]
    kept, swapped = halves(sighted.values)
    own_kept, own_swapped = (np.ascontiguousarray(half.T) for half in halves(reference.values))
    room = np.empty((3, _ROWS, len(reference.points)), dtype=np.float32)
    for first in range(0, len(kept) if len(reference.points) > 1 else 0, _ROWS):
        alike, unlike, both = room[:, : len(kept[first : first + _ROWS])]
        np.matmul(kept[first : first + _ROWS], own_kept, out=alike)
        np.matmul(swapped[first : first + _ROWS], own_swapped, out=unlike)
        plain.append(_clear(np.add(alike, unlike, out=both), first=first))
        turned.append(_clear(np.subtract(alike, unlike, out=both), first=first))
    return _joined(plain), _joined(turned)


def _clear(table: Floats, *, first: int) -> Pairs:
    """Return the rows (counted from `first`) whose best column stands out, and that column."""
    every = np.arange(len(table))
    nearest = table.argmax(axis=1)
    best = table[every, nearest]
    table[every, nearest] = -1
    second = table.max(axis=1)
    rows = np.flatnonzero((1 - best) < _RATIO * _RATIO * (1 - second))
    return rows + first, nearest[rows]


def _joined(pairs: list[Pairs]) -> Pairs:
    return np.concatenate([rows for rows, _ in pairs]), np.concatenate([to for _, to in pairs])


def _distinct(points: Floats) -> int:
    """Return how many points remain when those on the same spot count once."""
    return len(np.unique(np.round(points / _CELL), axis=0))


def _corners(size: tuple[int, int]) -> Matrix:
    width, height = size
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)


def _is_sound(matrix: Matrix, *, size: tuple[int, int]) -> bool:
    """Return whether the whole reference lands as one convex shape that is not turned over."""
    corners = np.column_stack([_corners(size), np.ones(4)]) @ matrix.T
    if not np.all(np.isfinite(corners)) or np.any(corners[:, 2] <= 1e-9):
        return False
    shape = corners[:, :2] / corners[:, 2:]
    sides = np.roll(shape, -1, axis=0) - shape
    following = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
    return bool(np.all(turns > 0)) and _area(shape) >= _LEAST_AREA


def _area(shape: Matrix) -> float:
    after = np.roll(shape, -1, axis=0)
    return float(np.abs((shape[:, 0] * after[:, 1] - after[:, 0] * shape[:, 1]).sum()) / 2)


def _moved(points: Matrix, matrix: Matrix) -> Matrix:
    moved = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:])


def _shares(matrix: Matrix, *, of: Features, on: Features, like: Projection) -> Quad:
    """Return where the reference's own corners lie, top left first even where mirrored."""
    moved = _moved(_corners((of.width, of.height)), matrix) / (on.width, on.height)
    order = (1, 0, 3, 2) if like.mirrored else (0, 1, 2, 3)
    corners = [(round(float(x), 5), round(float(y), 5)) for x, y in moved[list(order)]]
    one, two, three, four = corners
    return one, two, three, four


def block_correlation(sighted: Image.Image, reference: Image.Image, *, along: Projection) -> float:
    """Return the correlation seven of ten blocks reach, 0 where too few can be compared.

    A median is not enough: in another photograph of a scene most of it may lie still. Both are
    brought to the size at which the coarser of the two still has all its detail.
    """
    frame = _frame(reference.size, matrix=along.matrix)
    own = cv2.resize(np.asarray(reference), frame, interpolation=cv2.INTER_AREA)
    if along.mirrored:
        own = np.ascontiguousarray(own[:, ::-1])
    pixels = np.asarray(sighted)
    there, seen = _straightened(pixels, matrix=along.matrix, size=reference.size, frame=frame)
    inside = _between_details(along.hull, size=reference.size, frame=frame)
    left, right = _softened(own), _softened(there)
    figures = _blocks(left, right, seen=seen & inside)
    if len(figures) < _LEAST_BLOCKS:
        figures = _blocks(left, right, seen=seen)
    return float(np.quantile(figures, 1 - _REACHED_BY)) if len(figures) >= _LEAST_BLOCKS else 0.0


def _between_details(
    hull: Floats | None, *, size: tuple[int, int], frame: tuple[int, int]
) -> NDArray[np.bool_]:
    """Return the points of the frame that lie between agreeing details.

    A page may show a part of the picture only, with something else where the rest would lie.
    Where too little lies between them all points count; else a mark two pictures share would do.
    """
    inside = np.zeros((frame[1], frame[0]), np.uint8)
    if hull is not None:
        corners = _moved(hull.reshape(-1, 2).astype(np.float64), _resizing(size, to=frame))
        cv2.fillConvexPoly(inside, np.round(corners).astype(np.int32), 1)
    return inside > 0 if inside.mean() >= _LEAST_SHARE else np.ones(inside.shape, np.bool_)


def _frame(size: tuple[int, int], *, matrix: Matrix) -> tuple[int, int]:
    """Return the size to compare at."""
    stretch = (_area(_moved(_corners(size), matrix)) / (size[0] * size[1])) ** 0.5
    long_side = max(size)
    wanted = min(max(long_side * min(1.0, stretch), _LEAST_FRAME), _MOST_FRAME)
    scale = min(1.0, wanted / long_side)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _straightened(
    sighted: Pixels, *, matrix: Matrix, size: tuple[int, int], frame: tuple[int, int]
) -> tuple[Pixels, NDArray[np.bool_]]:
    """Return the sighted picture laid on the frame, and which points of the frame it covers."""
    to_frame = _resizing(size, to=frame) @ np.linalg.inv(matrix)
    shrink = (abs(np.linalg.det(to_frame[:2, :2])) / max(to_frame[2, 2] ** 2, 1e-12)) ** 0.5
    if shrink < 0.7:
        softness = 0.5 / shrink
        sighted = np.asarray(cv2.GaussianBlur(sighted, (0, 0), softness), dtype=np.uint8)
    there = cv2.warpPerspective(sighted, to_frame, frame, flags=cv2.INTER_LINEAR)
    covered = cv2.warpPerspective(
        np.full(sighted.shape, 255, np.uint8), to_frame, frame, flags=cv2.INTER_NEAREST
    )
    return np.asarray(there, dtype=np.uint8), np.asarray(covered) == 255


def _resizing(size: tuple[int, int], *, to: tuple[int, int]) -> Matrix:
    """Return the projection a resize does, which keeps corners and not the middles of pixels."""
    across, down = to[0] / size[0], to[1] / size[1]
    return np.array([[across, 0, (across - 1) / 2], [0, down, (down - 1) / 2], [0, 0, 1]])


def _softened(pixels: Any) -> Floats:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), _SOFT), dtype=np.float32)


def _blocks(own: Floats, there: Floats, *, seen: NDArray[np.bool_]) -> Floats:
    """Return the correlation of every whole block that both pictures show, flat ones left out."""
    if min(own.shape) < _BLOCK:
        return np.zeros(0, np.float32)
    whole = _tiled(seen).all(axis=1)
    tiles = [_tiled(each)[whole] for each in (own, there)]
    left, right = (each - each.mean(axis=1, keepdims=True) for each in tiles)
    spread = left.std(axis=1), right.std(axis=1)
    fit = spread[0] >= _LEAST_SPREAD
    shared = (left * right).mean(axis=1)[fit]
    return np.asarray(shared / np.maximum(spread[0][fit] * spread[1][fit], 1e-6), np.float32)


def _tiled(pixels: NDArray[Any]) -> NDArray[Any]:
    """Return every block, each half a block further than the one before: (n, 1024)."""
    tiles = np.lib.stride_tricks.sliding_window_view(pixels, (_BLOCK, _BLOCK))
    return tiles[::_APART, ::_APART].reshape(-1, _BLOCK * _BLOCK)
