"""PDQ of the frames of a moving picture: what is known of a video is a set of such values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PIL import Image

from evidence.fingerprints.base import (
    Algorithm,
    Example,
    Fingerprint,
    distances,
    drawn_ripples,
)
from evidence.fingerprints.canonical import canonical_pixels
from evidence.fingerprints.crops import LEAST_QUALITY
from evidence.fingerprints.pdq import Turned, luminance, pdq_of, turned_pdq_of
from evidence.fingerprints.pictures import Frame

MOST_FRAMES: Final = 1_000
_ALIKE: Final = 15


class Vpdq(Algorithm):
    """PDQ of one frame, shrunk to the canonical size first, as its frame set holds it."""

    name = "vpdq"
    version = "2"
    bits = 256

    def fingerprint(self, picture: Image.Image) -> Fingerprint:
        value, quality = pdq_of(luminance(canonical_pixels(picture)))
        return Fingerprint(self.name, value, quality)

    def examples(self) -> Sequence[Example]:
        return tuple(
            Example(f"ripples {seed}", drawn_ripples(seed, width=800), bytes.fromhex(value), rich)
            for seed, value, rich in _KNOWN
        )


class FrameSet:
    """Frames that differ, gathered one by one and in any order.

    Of frames within 15 points of one another only the first stays, so that a copy that is 16
    points away still lies within the 31 that are asked of it. Flat frames are left out: they
    look like each other in every video. At most `MOST_FRAMES` are kept.
    """

    def __init__(self) -> None:
        self._frames: list[Frame] = []
        self._values: list[bytes] = []

    def add(self, picture: Image.Image, *, at: int) -> int:
        """Take in one upright frame, `at` milliseconds from the beginning; return its quality."""
        turned = turned_pdq_of(luminance(canonical_pixels(picture)))
        if turned.quality >= LEAST_QUALITY and self._is_new(turned):
            self._frames.append(Frame(max(0, at), turned))
            self._values.append(turned.values[0])
        return turned.quality

    def frames(self) -> tuple[Frame, ...]:
        """Return what was kept, in the order of time."""
        return tuple(sorted(self._frames, key=lambda frame: frame.at))

    def _is_new(self, turned: Turned) -> bool:
        if not self._values:
            return True
        if len(self._values) >= MOST_FRAMES:
            return False
        return bool(distances([turned.values[0]], self._values).min() > _ALIKE)


_KNOWN: Final = (
    (1, "fffffffb00378210ffd0f860aeffffbf07fefd7f03800020022b001f0007c000", 100),
    (2, "be871c00ffffffff001a67ff13fffffff2a00d40fffc0b6800000000800002bf", 100),
    (3, "d601907f3ec08befbb7fffbbbffd043f60ffc41fed3f08000000fb487a880000", 100),
)
