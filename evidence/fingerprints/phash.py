from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from imagehash import ImageHash
from numpy.typing import NDArray
from PIL import Image

from evidence.fingerprints.base import Algorithm, Example, Fingerprint, drawn_ripples
from evidence.fingerprints.canonical import flattened
from evidence.fingerprints.pdq import luminance, pdq_of

_SIDE: Final = 16
_POINTS: Final = 64
_ALIKE: Final = 1e-6
"""What is nearer to the median is it: a flat picture has waves of nothing but rounding."""


class Phash(Algorithm):
    """ImageHash's phash with hash_size 16, bit for bit; its quality is borrowed from PDQ.

    The transform is written out because ImageHash loads SciPy for it, which takes longer than
    everything else done to a picture; the values are ImageHash's own, and it is the tests' oracle.
    """

    name = "phash256"
    version = "1"
    bits = 256

    def fingerprint(self, picture: Image.Image) -> Fingerprint:
        return Fingerprint(self.name, phash_of(picture), pdq_of(luminance(picture))[1])

    def examples(self) -> Sequence[Example]:
        return tuple(
            Example(f"ripples {seed}", drawn_ripples(seed), bytes.fromhex(value), quality)
            for seed, value, quality in _KNOWN
        )


def phash_of(picture: Image.Image) -> bytes:
    """Return the 32-byte value, in the order ImageHash prints it."""
    grey = picture if picture.mode == "L" else flattened(picture).convert("L")
    points = np.asarray(grey.resize((_POINTS, _POINTS), Image.Resampling.LANCZOS), dtype=np.float64)
    cosines = _cosines()
    waves = cosines @ points @ cosines.T
    middle = np.partition(waves.ravel(), (127, 128))[127:129].mean()
    return np.packbits((waves > middle + _ALIKE).ravel()).tobytes()


@lru_cache(maxsize=1)
def _cosines() -> NDArray[np.float64]:
    row, column = np.arange(_SIDE)[:, None], np.arange(_POINTS)[None, :]
    return np.asarray(2 * np.cos(np.pi / 2 / _POINTS * row * (2 * column + 1)))


def as_imagehash(value: bytes) -> ImageHash:
    """The value as an ImageHash object, to be printed and compared as other tools do."""
    return ImageHash(np.unpackbits(np.frombuffer(value, dtype=np.uint8)).reshape(_SIDE, _SIDE) > 0)


_KNOWN: Final = (
    (1, "810f0169066c8e48bc4a01d60f25e0cafeb4fb63fe9530f977c31a4f931eecf1", 100),
    (2, "813e8072039703b60f355c74686500cfff9af026c7cdfc3a17e5fc1970700faf", 100),
    (3, "810f01df01d90389039b071b6d32f87202e60fccff19e873c7c68e3c9bf3ff18", 100),
)
