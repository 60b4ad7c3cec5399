"""Costs of fingerprints side by side in one run: `python -m bench.fingerprints`.

Only the ratios travel between machines; the times are there to see what they are made of.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from statistics import median

import imagehash
import numpy as np

from evidence.fingerprints.base import distances
from evidence.fingerprints.crops import crops_of
from evidence.fingerprints.measure import measure
from evidence.fingerprints.pdq import luminance, pdq_of, turned_pdq_of, turned_pdq_of_picture
from evidence.fingerprints.phash import phash_of
from evidence.fingerprints.rectangles import rectangles_in
from evidence.intake.reader import Derivatives, read_file
from tests.data.pictures import drawn_picture, encoded
from tests.data.pictures.pages import forum_page

try:
    import pdqhash
except ImportError:
    pdqhash = None


def cost(act: Callable[[], object], *, rounds: int = 7) -> float:
    """Return the median time of an act in milliseconds, warmed up once."""
    act()
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        times.append((time.perf_counter() - begun) * 1000)
    return median(times)


def tell(what: str, ours: float, *, beside: str = "", theirs: float = 0.0) -> None:
    ratio = f"  {theirs / ours:6.1f} times as fast as {beside} ({theirs:.1f} ms)" if theirs else ""
    sys.stdout.write(f"{what:44} {ours:9.2f} ms{ratio}\n")


def main() -> None:
    full, small = drawn_picture(1, width=1920, height=1080), drawn_picture(1, width=512, height=288)
    page = forum_page(drawn_picture(2), 2)
    luma = luminance(small)
    screenshot = encoded(page.resize((1920, 1080)), form="JPEG", quality=90)
    pixels = np.ascontiguousarray(np.asarray(full))
    theirs = cost(lambda: pdqhash.compute(pixels)) if pdqhash else 0.0
    tell(
        "PDQ of 1920 x 1080", cost(lambda: pdq_of(luminance(full))), beside="pdqhash", theirs=theirs
    )
    tell("PDQ, 8 orientations, 1920 x 1080", cost(lambda: turned_pdq_of_picture(full)))
    tell("PDQ, 8 orientations, canonical", cost(lambda: turned_pdq_of(luma)))
    by_imagehash = cost(lambda: imagehash.phash(small, hash_size=16))
    tell(
        "phash 16 x 16, canonical",
        cost(lambda: phash_of(small)),
        beside="ImageHash",
        theirs=by_imagehash,
    )
    tell("51 crops of a reference", cost(lambda: crops_of(luma)))
    tell("rectangles in a 1280 x 900 page", cost(lambda: rectangles_in(page)))
    tell("everything of a 1280 x 900 page", cost(lambda: measure(page, sha256="0" * 64)))
    values = [os.urandom(32) for _ in range(480)]
    tell("480 values against 51", cost(lambda: distances(values, values[:51])))
    alone = cost(lambda: read_file(screenshot), rounds=3)
    tell("reading a 1080p screenshot in a child", alone)
    shown = Derivatives.PREVIEW_AND_OUTLINE
    tell(
        "  with preview and outline",
        cost(lambda: read_file(screenshot, derivatives=shown), rounds=3),
    )


if __name__ == "__main__":
    main()
