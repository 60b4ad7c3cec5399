"""Where on a screenshot of a page the pictures are.

Two finders, each weak where the other is strong. Cutting: rows and columns of one colour
divide a page until nothing divides any more. Lines: a picture's border is a long straight
step between two columns or rows that stands out from what lies beside it; two of them of
like extent make a rectangle, also where pictures touch or lie over a dimmed page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from evidence.fingerprints.canonical import fitted, flattened

Box = tuple[int, int, int, int]
Luma = NDArray[np.uint8]
Steps = NDArray[np.int16]

MOST_RECTANGLES: Final = 60
_WORK_SIDE: Final = 1280
_WORK_PIXELS: Final = 3_000_000
_LEAST_SIDE: Final = 48
_MOST_SHARE: Final = 0.98
_MOST_SLENDER: Final = 5
_FLAT: Final = 10
_DEEPEST: Final = 14
_MOST_CUTS: Final = 600
_MOST_LINES: Final = 48
_MOST_PAIRS: Final = 300
_STEP: Final = 8
_BESIDE: Final = 3
_AROUND: Final = 12
_WINDOW: Final = 32
_SOLID: Final = 0.5
_SPANNED: Final = 0.45
_MOST_FOREMOST: Final = 24
_MOST_FRAMES: Final = 40
_HIDDEN: Final = 0.5
_FRAMED: Final = 3.0
_ALIKE: Final = 0.97
_LEAST_LIKELIHOOD: Final = 0.4
_CROSSING: Final = 0.8


@dataclass(frozen=True, slots=True)
class _Line:
    """A straight border: `at` is its place, `first` to `last` its extent (half open)."""

    at: int
    first: int
    last: int
    strength: float


def rectangles_in(page: Image.Image) -> tuple[Box, ...]:
    """Return at most `MOST_RECTANGLES` boxes on a page of screen size, likeliest first.

    A box is left, top, right, bottom. A picture that fills the whole frame yields no box.
    """
    luma = np.asarray(page.convert("L"))
    cut = list(_cut_boxes(luma))
    boxes = [*(box for box, _ in cut), *_line_boxes(page)]
    return tuple(_best(boxes, undivided={box for box, last in cut if last}, luma=luma))


def screen_sized(picture: Image.Image) -> Image.Image:
    """Return a copy of screen size: 1280 wide or high, more where a page is very tall."""
    area = (_WORK_PIXELS / (picture.width * picture.height)) ** 0.5
    scale = min(1.0, area, _WORK_SIDE / min(picture.size))
    return flattened(fitted(picture, long_side=max(1, round(max(picture.size) * scale))))


def _cut_boxes(luma: Luma) -> Iterator[tuple[Box, bool]]:
    """Yield every box cut out of the page, and whether nothing divides it any more."""
    height, width = luma.shape
    waiting: list[tuple[Box, int]] = [((0, 0, width, height), 0)]
    for _ in range(_MOST_CUTS):
        if not waiting:
            return
        box, depth = waiting.pop(0)
        parts = _divided(luma, box=box, along=depth % 2)
        if parts == [box]:
            other = _divided(luma, box=box, along=(depth + 1) % 2)
            if other == [box]:
                yield box, True
                continue
            parts = other
        yield box, False
        if depth < _DEEPEST:
            waiting.extend((part, depth + 1) for part in parts)


def _divided(luma: Luma, *, box: Box, along: int) -> list[Box]:
    """Return the bands of a box between its rows (0) or columns (1) of one colour."""
    left, top, right, bottom = box
    region = luma[top:bottom, left:right]
    busy = np.ptp(region, axis=1 - along) > _FLAT
    return [
        (left, top + first, right, top + last)
        if along == 0
        else (left + first, top, left + last, bottom)
        for first, last in _runs(busy)
        if last - first >= _LEAST_SIDE
    ]


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _line_boxes(page: Image.Image) -> Iterator[Box]:
    tints = np.asarray(page.convert("YCbCr"))[:, :, :2].astype(np.int16)
    upright = _lines(_larger(np.abs(np.diff(tints, axis=1))))
    level = _lines(_larger(np.abs(np.diff(tints, axis=0))).T)
    tall = [
        (a.at, (a.first + b.first) // 2, b.at, (a.last + b.last) // 2) for a, b in _pairs(upright)
    ]
    wide = [
        ((a.first + b.first) // 2, a.at, (a.last + b.last) // 2, b.at) for a, b in _pairs(level)
    ]
    yield from tall
    yield from wide
    yield from _framed(upright, level)
    crossings = (
        (one[0], other[1], one[2], other[3])
        for one in tall[:_MOST_PAIRS]
        for other in wide[:_MOST_PAIRS]
        if overlap(one, other) >= _CROSSING
    )
    yield from islice(crossings, _MOST_PAIRS)


def _larger(steps: Steps) -> Steps:
    return np.maximum(steps[:, :, 0], steps[:, :, 1])


def _lines(steps: Steps) -> list[_Line]:
    """Return the strongest upright borders, given each point's step to its right."""
    steps = np.ascontiguousarray(steps)
    height, width = steps.shape
    if height < _WINDOW or width < _LEAST_SIDE:
        return []
    marks = (steps > _STEP) & (_AROUND * steps > 2 * _beside(steps))
    marks[:, 1:] |= marks[:, :-1]
    columns = np.flatnonzero(marks.sum(axis=0) >= _LEAST_SIDE * _SOLID)
    return _strongest(list(_lines_of_columns(marks[:, columns], places=columns + 1)))


def _beside(steps: Steps) -> Steps:
    """Return the sum of the steps 3 to 8 columns away, to tell a border from mere texture."""
    padded = np.pad(steps, ((0, 0), (8, 8)))
    twos = padded[:, :-1] + padded[:, 1:]
    sixes = twos[:, :-4] + twos[:, 2:-2]
    sixes += twos[:, 4:]
    return sixes[:, :-11] + sixes[:, 11:]


def _lines_of_columns(marks: NDArray[np.bool_], *, places: NDArray[np.intp]) -> Iterator[_Line]:
    """Yield each dense stretch of a column, and the span of them all if that is dense too."""
    marks = np.asfortranarray(marks)
    sums = np.zeros((marks.shape[0] + 1, marks.shape[1]), dtype=np.int32, order="F")
    np.cumsum(marks, axis=0, out=sums[1:])
    columns, begin, end = _stretches(sums)
    before = np.cumsum(sums[-1]) - sums[-1]
    rows = np.flatnonzero(marks.T) % max(1, marks.shape[0])
    first = rows[before[columns] + sums[begin, columns]]
    last = rows[before[columns] + sums[end, columns] - 1] + 1
    strength = sums[end, columns] - sums[begin, columns]
    solid = (last - first >= _LEAST_SIDE) & (strength >= _SPANNED * (last - first))
    found = (places[columns], first, last, strength)
    for at, start, stop, count in zip(*(each[solid].tolist() for each in found), strict=True):
        yield _Line(at, start, stop, float(count))


def _stretches(sums: NDArray[np.int32]) -> tuple[NDArray[np.intp], ...]:
    """Return column, begin and end of each dense stretch, and of all of a column after them."""
    dense = (sums[_WINDOW:] - sums[:-_WINDOW]) >= _SOLID * _WINDOW
    edges = np.diff(np.pad(dense.T.view(np.int8), ((0, 0), (1, 1))), axis=1)
    columns, begin = np.nonzero(edges == 1)
    end = np.nonzero(edges == -1)[1] + _WINDOW - 1
    bounds = np.flatnonzero(np.diff(columns, prepend=-1, append=sums.shape[1]))
    several = np.diff(bounds) > 1
    opening, closing = bounds[:-1][several], bounds[1:][several]
    return (
        np.insert(columns, closing, columns[opening]),
        np.insert(begin, closing, begin[opening]),
        np.insert(end, closing, end[closing - 1]),
    )


def _strongest(lines: Sequence[_Line]) -> list[_Line]:
    kept: list[_Line] = []
    for line in sorted(lines, key=lambda each: -each.strength):
        if len(kept) == _MOST_LINES:
            break
        if not any(abs(line.at - other.at) <= 3 and _same_extent(line, other) for other in kept):
            kept.append(line)
    return sorted(kept, key=lambda each: each.at)


def _pairs(lines: Sequence[_Line]) -> Iterator[tuple[_Line, _Line]]:
    for index, near in enumerate(lines):
        for far in lines[index + 1 :]:
            if far.at - near.at >= _LEAST_SIDE and _same_extent(near, far):
                yield near, far


def _same_extent(one: _Line, other: _Line) -> bool:
    shared = min(one.last, other.last) - max(one.first, other.first)
    spanned = max(one.last, other.last) - min(one.first, other.first)
    return shared >= 0.8 * spanned


def _framed(upright: Sequence[_Line], level: Sequence[_Line]) -> Iterator[Box]:
    """Yield the boxes four lines frame, surest first, also where some are hidden in part.

    A dark picture over a dimmed page shows only pieces of its border, and a line may run on
    into what lies behind: two lines then differ in extent, but four still meet at corners.
    """
    columns, rows = _foremost(upright), _foremost(level)
    near, far = _apart(columns)
    upper, lower = _apart(rows)
    if not near.size or not upper.size:
        return
    heights = np.stack((rows[upper, 0], rows[lower, 0]))
    widths = np.stack((columns[near, 0], columns[far, 0]))
    covered, fitting = _along(columns, heights)
    covered_level, fitting_level = (each.T for each in _along(rows, widths))
    least = np.minimum(
        np.minimum(covered[near], covered[far]),
        np.minimum(covered_level[:, upper], covered_level[:, lower]),
    )
    total = fitting[near] + fitting[far] + fitting_level[:, upper] + fitting_level[:, lower]
    total[least < _HIDDEN] = 0
    for place in np.argsort(-total, axis=None, kind="stable")[:_MOST_FRAMES]:
        wide, tall = divmod(int(place), total.shape[1])
        if total[wide, tall] < _FRAMED:
            return
        (left, right), (top, bottom) = widths[:, wide].tolist(), heights[:, tall].tolist()
        yield left, top, right, bottom


def _foremost(lines: Sequence[_Line]) -> NDArray[np.int64]:
    """Return place, first and last of the strongest lines, none a piece of a stronger one."""
    kept: list[_Line] = []
    for line in sorted(lines, key=lambda each: -each.strength):
        if len(kept) == _MOST_FOREMOST:
            break
        if not any(_is_piece(line, of=other) for other in kept):
            kept.append(line)
    kept.sort(key=lambda each: each.at)
    return np.array([(each.at, each.first, each.last) for each in kept]).reshape(-1, 3)


def _is_piece(line: _Line, *, of: _Line) -> bool:
    return abs(line.at - of.at) <= 3 and of.first <= line.first and line.last <= of.last


def _apart(lines: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs of lines a picture fits between."""
    near, far = np.triu_indices(len(lines), 1)
    wide = lines[far, 0] - lines[near, 0] >= _LEAST_SIDE
    return near[wide], far[wide]


def _along(
    lines: NDArray[np.int64], spans: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the share of each span every line covers, and shared over joint length."""
    first, last = lines[:, 1:2], lines[:, 2:3]
    begin, end = spans
    shared = np.maximum(np.minimum(last, end) - np.maximum(first, begin), 0).astype(np.float32)
    joint = np.maximum(last, end) - np.minimum(first, begin)
    return shared / (end - begin), shared / joint


def _best(boxes: Sequence[Box], *, undivided: set[Box], luma: Luma) -> list[Box]:
    height, width = luma.shape
    fit = {box for box in boxes if _is_fit(box, whole=width * height)}
    weighed = sorted((-_likelihood(box, luma=luma, cut=box in undivided), box) for box in fit)
    kept: list[Box] = []
    for weight, box in weighed:
        if len(kept) == MOST_RECTANGLES or -weight < _LEAST_LIKELIHOOD:
            break
        if not any(overlap(box, other) >= _ALIKE for other in kept):
            kept.append(box)
    return kept


def _is_fit(box: Box, *, whole: int) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    if min(width, height) < _LEAST_SIDE or width * height > _MOST_SHARE * whole:
        return False
    return max(width, height) <= _MOST_SLENDER * min(width, height)


def _likelihood(box: Box, *, luma: Luma, cut: bool) -> float:
    """Return 0 to 3: how well a box stands off on its four sides, and whether it has detail.

    What was cut out on all sides and cannot be divided is likely a picture, also where a pale
    sky runs into a white page.
    """
    sides = [_standing_off(luma, box=box), _standing_off(luma.T, box=_transposed(box))]
    shares = [share for pair in sides for share in pair]
    left, top, right, bottom = box
    sample = luma[top:bottom:4, left:right:4].astype(np.int16)
    detail = float((np.abs(np.diff(sample, axis=1)) > 2).mean())
    least = 1.0 if cut else min(shares)
    return (least + sum(shares) / 4 + cut) * min(1.0, 0.2 + 2 * detail)


def _standing_off(luma: Luma, *, box: Box) -> tuple[float, float]:
    """Return the share of the left and of the right border where inside and outside differ."""
    left, top, right, bottom = box
    last = luma.shape[1] - 1
    shares = []
    for outside, inside in ((left - _BESIDE, left + 2), (right + _BESIDE - 1, right - 3)):
        if 0 <= outside <= last:
            pair = luma[top:bottom, (outside, inside)].astype(np.int16)
            shares.append(float((np.abs(pair[:, 0] - pair[:, 1]) > _STEP).mean()))
        else:
            shares.append(1.0)
    return shares[0], shares[1]


def _transposed(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def overlap(one: Box, other: Box) -> float:
    """Return shared area over joint area, 0 to 1."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (_area(one) + _area(other) - shared)


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
