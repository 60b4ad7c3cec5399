"""The parts of a reference a stranger might have cut out before passing it on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Final

from evidence.fingerprints.pdq import Grid, pdq_of_parts

Box = tuple[int, int, int, int]

LEAST_QUALITY: Final = 50
_AREAS: Final = (0.9, 0.8, 0.7, 0.6, 0.5)
_PLACES: Final = (0.0, 0.5, 1.0)
_ASPECTS: Final = (1.0, 4 / 5, 3 / 2, 16 / 9, 9 / 16)


@dataclass(frozen=True, slots=True)
class Crop:
    """One part of a reference: `box` is left, top, right, bottom on the canonical picture."""

    box: Box
    value: bytes
    quality: int


def crops_of(luma: Grid) -> tuple[Crop, ...]:
    """Return the parts that are rich enough to be told apart, the whole picture first."""
    height, width = luma.shape
    boxes = list(crop_boxes(width, height))
    values = pdq_of_parts(luma, boxes)
    found = [Crop(box, *value) for box, value in zip(boxes, values, strict=True)]
    return tuple(crop for crop in found if crop.quality >= LEAST_QUALITY)


def crop_boxes(width: int, height: int) -> Iterator[Box]:
    """Yield 51 boxes: the whole, five sizes at nine places, five common shapes."""
    yield 0, 0, width, height
    for area in _AREAS:
        size = round(width * sqrt(area)), round(height * sqrt(area))
        for down in _PLACES:
            for across in _PLACES:
                yield _placed(width, height, size=size, at=(across, down))
    for aspect in _ASPECTS:
        size = min(width, round(height * aspect)), min(height, round(width / aspect))
        yield _placed(width, height, size=size, at=(0.5, 0.5))


def _placed(width: int, height: int, *, size: tuple[int, int], at: tuple[float, float]) -> Box:
    left, top = round((width - size[0]) * at[0]), round((height - size[1]) * at[1])
    return left, top, left + size[0], top + size[1]
