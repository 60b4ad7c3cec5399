"""Whether a picture looks like a screenshot of a page rather than like a picture itself.

A page stands on paper: one tone covers a good part of it. Of 120 photographs at hand only shots
of things before a white wall did so too; of page screenshots, also saved as JPEG at quality 60,
all did (23 to 60 %). A wrong guess costs one press of a button, so it may err towards the page.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

from evidence.fingerprints.canonical import eight_bits, flattened
from evidence.fingerprints.crops import LEAST_QUALITY, Box
from evidence.fingerprints.pictures import PictureFingerprints
from evidence.fingerprints.rectangles import overlap

MOST_OFFERED: Final = 8
_SIDE: Final = 512
_PAPER: Final = 0.2
_MOSTLY_PAPER: Final = 0.5
_LEAST_SHARE: Final = 0.01
_MOST_SHARE: Final = 0.98
_ALIKE: Final = 0.8


def paper_share(picture: Image.Image) -> float:
    """Return 0 to 1: the share of points of the commonest tone, give or take one of 256.

    Points are picked, not averaged, because averages make grain smooth.
    """
    scale = min(1.0, _SIDE / max(picture.size))
    size = max(1, int(picture.width * scale)), max(1, int(picture.height * scale))
    few = eight_bits(picture).resize(size, Image.Resampling.NEAREST)
    tones = np.bincount(np.asarray(flattened(few).convert("L")).ravel(), minlength=256)
    return float(np.convolve(tones, (1, 1, 1), "same").max() / tones.sum())


def looks_like_a_page(prints: PictureFingerprints, *, paper: float) -> bool:
    """Return whether a whole picture is probably a screenshot that holds another picture.

    One too plain to be told apart is not: nothing is ever taken for it.
    """
    if prints.whole.quality < LEAST_QUALITY:
        return False
    return paper >= _MOSTLY_PAPER or (paper >= _PAPER and bool(offered(prints)))


def offered(prints: PictureFingerprints) -> tuple[Box, ...]:
    """Return the rectangles found that are worth offering, likeliest first, no two alike."""
    kept: list[Box] = []
    for rectangle in prints.rectangles:
        box = rectangle.box
        share = (box[2] - box[0]) * (box[3] - box[1]) / (prints.width * prints.height)
        if not _LEAST_SHARE <= share <= _MOST_SHARE:
            continue
        if len(kept) < MOST_OFFERED and all(overlap(box, other) < _ALIKE for other in kept):
            kept.append(box)
    return tuple(kept)
