"""SIFT: local details of a picture that survive cutting, collage and a photographed screen.

Loads OpenCV: for the limited child process and for measurements, never for the web server.
A mirrored picture needs no second look. Mirroring swaps the four rows of cells of a
descriptor and turns its eight directions round, so the mirrored details are the same numbers
in another order.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from evidence.fingerprints.canonical import fitted, flattened

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

LONG_SIDE: Final = 1280
MOST_POINTS: Final = 3000
_VALUES: Final = 128
_MAGIC: Final = b"RSF1"
_HEAD: Final = struct.Struct(">4sIII")
_CELLS: Final = np.arange(_VALUES).reshape(4, 4, 8)
_MIRROR: Final = _CELLS[::-1][:, :, (-np.arange(8)) % 8].ravel()
_FIRST: Final = _CELLS[:2].ravel()


class FeaturesUnreadable(ValueError):
    """The bytes are not a set of features, or of a version not known here."""


@dataclass(frozen=True, slots=True)
class Features:
    """Details of a picture at working size: `points` (n, 2) in pixels, `values` (n, 128)."""

    width: int
    height: int
    points: Floats
    values: Bytes

    def mirrored(self) -> Features:
        """Return the details of the picture's mirror image."""
        turned = self.points.copy()
        turned[:, 0] = self.width - 1 - turned[:, 0]
        return Features(self.width, self.height, turned, self.values[:, _MIRROR])

    def to_bytes(self) -> bytes:
        """Return the compact form `from_bytes` reads: 136 bytes a point."""
        head = _HEAD.pack(_MAGIC, self.width, self.height, len(self.points))
        return head + self.points.astype("<f4").tobytes() + self.values.tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Features:
        """Return what `to_bytes` wrote; raise `FeaturesUnreadable` for anything else."""
        if len(data) < _HEAD.size:
            raise FeaturesUnreadable("the features end too early")
        magic, width, height, count = _HEAD.unpack_from(data)
        if magic != _MAGIC or len(data) != _HEAD.size + count * (8 + _VALUES):
            raise FeaturesUnreadable("these are not features of version 1")
        points = np.frombuffer(data, "<f4", count * 2, _HEAD.size).reshape(count, 2)
        values = np.frombuffer(data, np.uint8, count * _VALUES, _HEAD.size + count * 8)
        return cls(width, height, points.astype(np.float32), values.reshape(count, _VALUES))


def working_grey(picture: Image.Image) -> Image.Image:
    """Return the grey copy details are read from: long side at most 1280, never enlarged."""
    small = fitted(picture, long_side=LONG_SIDE)
    return small if small.mode == "L" else flattened(small).convert("L")


def features_of(grey: Image.Image) -> Features:
    """Return the 3,000 strongest details of an upright grey picture of working size."""
    cv2.setNumThreads(1)
    finder = cv2.SIFT.create(nfeatures=MOST_POINTS, enable_precise_upscale=True)
    found, values = finder.detectAndCompute(np.asarray(grey), None)
    if values is None or not found:
        return Features(*grey.size, np.zeros((0, 2), np.float32), np.zeros((0, _VALUES), np.uint8))
    points = np.array([each.pt for each in found], dtype=np.float32)
    kept = slice(0, MOST_POINTS)
    return Features(*grey.size, points[kept], np.asarray(values[kept]).astype(np.uint8))


def halves(values: NDArray[Any]) -> tuple[Floats, Floats]:
    """Return each row at length one, as what mirroring keeps and what it turns over: (n, 64) each.

    Of two rows, the products of both halves together are their likeness, and the first less the
    second is the likeness to the mirrored row: one table's work gives both tables, exactly.
    """
    rows = values.astype(np.float32)
    lengths = np.sqrt(2 * np.einsum("ij,ij->i", rows, rows))
    rows /= np.maximum(lengths, 1e-6)[:, None]
    first, second = rows[:, _FIRST], rows[:, _MIRROR[_FIRST]]
    return first + second, first - second
