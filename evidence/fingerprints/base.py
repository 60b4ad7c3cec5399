from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image


class FingerprintsDoNotCompare(ValueError):
    """Two values of different lengths were put side by side."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A likeness value: `value` is big-endian, `quality` is 0 (flat) to 100 (rich)."""

    algorithm: str
    value: bytes
    quality: int


@dataclass(frozen=True, slots=True)
class Example:
    """A picture anyone can draw again, and the value it must give."""

    name: str
    picture: Image.Image
    value: bytes
    quality: int


class Algorithm(ABC):
    """One way to turn a picture into a value that near copies share, bar a few bits."""

    name: str
    version: str
    bits: int

    @abstractmethod
    def fingerprint(self, picture: Image.Image) -> Fingerprint:
        """Return the value of the picture as it is: no shrinking, no turning upright."""

    @abstractmethod
    def examples(self) -> Sequence[Example]:
        """Return pictures with the values this version gives them."""

    def distance(self, a: bytes, b: bytes) -> int:
        """Return how many of `bits` differ."""
        if len(a) != self.bits // 8 or len(b) != self.bits // 8:
            raise FingerprintsDoNotCompare(f"{self.name} values are {self.bits // 8} bytes long")
        return (int.from_bytes(a) ^ int.from_bytes(b)).bit_count()


def distances(queries: Sequence[bytes], stored: Sequence[bytes]) -> NDArray[np.int64]:
    """Return the differing bits of every query against every stored 32-byte value: (q, s)."""
    left, right = _words(queries), _words(stored)
    counts = np.bitwise_count(left[:, None, :] ^ right[None, :, :])
    return np.asarray(counts.sum(axis=2), dtype=np.int64)


def _words(values: Sequence[bytes]) -> NDArray[np.uint64]:
    return np.frombuffer(b"".join(values), dtype=np.uint64).reshape(len(values), 4)


def drawn_ripples(seed: int, *, width: int = 96, height: int = 80) -> Image.Image:
    """Draw a small picture out of arithmetic alone, the same on every machine."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    waves = (x * x * (seed + 3) + y * y * (2 * seed + 1) + x * y * (seed % 5 + 1)) // 24
    patches = ((x // 13) * 37 + (y // 11) * (53 + seed)) % 97
    red = (waves + patches * 2) % 256
    green = (waves // 2 + patches + x) % 256
    blue = (255 - patches * 2 + y) % 256
    return Image.fromarray(np.dstack([red, green, blue]).astype(np.uint8), "RGB")
