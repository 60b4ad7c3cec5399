"""What local details say of two pictures, and how far it may be relied on.

Free of OpenCV, so that the web server can read what a child process found.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, isfinite
from typing import Any, Final

from PIL import Image

from evidence.fingerprints.matching import Tier

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]

LEAST_INLIERS: Final = 8
CERTAIN_INLIERS: Final = 12
LEAST_CORRELATION: Final = 0.977
_MOST_INLIERS: Final = 32_767
_MOST_FAR: Final = 1e6


class AlignmentUnreadable(ValueError):
    """The words of a child are no alignment."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a reference lies on a sighted picture.

    `inliers` counts distinct points that agree on one projection; no wrong pair of 5,568
    reached seven. `correlation` (-1 to 1) is what seven of ten blocks of 32 pixels reach once both
    lie on one another; it tells a copy from another photograph of the same scene, the nearest of
    which reached 0.972. `quad` holds the
    reference's corners (top left, then clockwise) as shares of the sighted picture's width and
    height, 0 to 1 inside it. `mirrored` says that the sighted picture is a mirror image.
    """

    inliers: int
    correlation: float
    mirrored: bool
    quad: Quad

    @property
    def tier(self) -> Tier:
        """What it comes to; another shot of the same scene is never called the same picture."""
        if not self.is_same_picture:
            return Tier.SAME_SCENE
        return Tier.CERTAIN if self.inliers >= CERTAIN_INLIERS else Tier.VERIFIED

    @property
    def is_same_picture(self) -> bool:
        """Whether this is the picture itself and not another shot of its scene."""
        return self.inliers >= LEAST_INLIERS and self.correlation >= LEAST_CORRELATION

    @property
    def reason(self) -> str:
        """Say in a sentence or two what was found."""
        turned = ", mirrored" if self.mirrored else ""
        percent = in_percent(self.correlation)
        figures = f"{self.inliers} details lie where they should"
        if self.is_same_picture:
            return (
                f"The same picture{turned}: {figures}, "
                f"and laid on one another they agree to {percent}."
            )
        return (
            f"The same scene{turned}, perhaps another photograph of it: {figures}, "
            f"but laid on one another they agree to {percent} only. Please look."
        )

    def as_dict(self) -> dict[str, Any]:
        """Return what `from_dict` reads, out of JSON's own kinds."""
        return {
            "inliers": self.inliers,
            "correlation": self.correlation,
            "mirrored": self.mirrored,
            "quad": [list(corner) for corner in self.quad],
        }

    @classmethod
    def from_dict(cls, words: Any) -> Alignment:
        """Return what `as_dict` wrote; raise `AlignmentUnreadable` for anything else."""
        try:
            inliers, correlation = int(words["inliers"]), float(words["correlation"])
            mirrored, corners = words["mirrored"], words["quad"]
            quad = quad_from(corners)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise AlignmentUnreadable("this is no alignment") from error
        if not 0 <= inliers <= _MOST_INLIERS or not -1 <= correlation <= 1:
            raise AlignmentUnreadable("the figures cannot be")
        if not isinstance(mirrored, bool):
            raise AlignmentUnreadable("mirrored is yes or no")
        return cls(inliers, correlation, mirrored, quad)


@dataclass(frozen=True, slots=True)
class PairExample:
    """Two pictures anyone can draw again, and what laying them on one another must come to."""

    name: str
    sighted: Image.Image
    reference: Image.Image
    tier: Tier | None


class Aligner(ABC):
    """One way to find a picture in another by its details, and to lay it there."""

    name: str
    version: str

    @abstractmethod
    def align(self, sighted: Image.Image, reference: Image.Image) -> Alignment | None:
        """Return how an upright reference lies on an upright sighted picture, if it does."""

    @abstractmethod
    def examples(self) -> Sequence[PairExample]:
        """Return pairs with the tier this version gives them."""


def in_percent(correlation: float) -> str:
    """Say a correlation in per cent, never rounded up over a limit, never below nothing."""
    return f"{max(0, floor(round(correlation * 1000, 3))) / 10:.1f} %"


def quad_from(corners: Sequence[Sequence[float]]) -> Quad:
    """Return four corners out of JSON; raise ValueError or TypeError for anything else."""
    one, two, three, four = ((float(x), float(y)) for x, y in corners)
    if not all(isfinite(each) and abs(each) < _MOST_FAR for each in (*one, *two, *three, *four)):
        raise ValueError("a corner lies nowhere")
    return one, two, three, four
