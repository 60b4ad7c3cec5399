"""How long one check of a sighting takes on one core: `python -m bench.check`.

Counted: fingerprinting a decoded page screenshot and comparing it with the references of a case,
then the details against 20 working copies. Not counted: starting the child process and decoding
the file; both are told beside. Goals: 250 ms (p95) by fingerprints only, 1,500 ms with 20 working
copies. Last, what fingerprinting a JPEG costs against decoding it alone: the canonical copy with
PDQ and phash, and beside it, without a goal, also the value at full size and the 51 parts of a
reference. Times are those of the processor, so that other work on the computer does not count.
Exit status 1 where one is missed.
"""

from __future__ import annotations

import os

# Before numpy loads: this is about one core.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import io
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median

import numpy as np
from PIL import Image

from evidence.fingerprints.aligning import WorkingCopy, aligned, view_of, working_copy_of
from evidence.fingerprints.base import drawn_ripples
from evidence.fingerprints.canonical import canonical
from evidence.fingerprints.matching import compare
from evidence.fingerprints.measure import measure, measure_part
from evidence.fingerprints.pdq import luminance, turned_pdq_of
from evidence.fingerprints.phash import phash_of
from evidence.fingerprints.pictures import PictureFingerprints
from evidence.fingerprints.search import References
from evidence.intake.closer import Asked, look_closer
from evidence.intake.reader import read_file
from tests.data.pictures import drawn_picture, encoded
from tests.data.pictures.pages import PAGES

REFERENCES = 20
ROUNDS = 6
PAIRS = 15
GOAL_PRINTS, GOAL_DETAILS = 250.0, 1500.0
SIZES = {(4000, 3000): 1.25, (1920, 1080): 1.5}


def cost(act: Callable[[], object]) -> float:
    """Return the processor time of an act in milliseconds."""
    begun = time.process_time()
    act()
    return (time.process_time() - begun) * 1000


def say(what: str, took: float, *, goal: float = 0.0, unit: str = "ms") -> bool:
    """Print one line; True where a goal was missed."""
    bound = f"goal {goal:g} {unit}" if goal else "no goal"
    sys.stdout.write(f"{what:58} {took:9.2f} {unit}  ({bound})\n")
    return bool(goal) and took > goal


def by_fingerprints(page: Image.Image, references: list[PictureFingerprints]) -> None:
    sighted = measure(page, sha256="0" * 64)
    for place in References(references).likely(sighted):
        compare(sighted, references[place])


def prints_only() -> bool:
    """Every kind of page, several times, against 20 references."""
    own = [measure(drawn_picture(seed), sha256=f"{seed:064x}") for seed in range(REFERENCES)]
    pages = [draw(drawn_picture(seed), seed) for draw in PAGES.values() for seed in range(ROUNDS)]
    by_fingerprints(pages[0], own)
    times = [cost(lambda page=page: by_fingerprints(page, own)) for page in pages]  # type: ignore[misc]  # a page of its own each
    say(f"fingerprints only, {len(pages)} pages, {REFERENCES} references: median", median(times))
    return say("  95 of 100", float(np.percentile(times, 95)), goal=GOAL_PRINTS)


def with_details() -> bool:
    """A page full of detail, against 20 working copies of 3,000 details each."""
    copies = [working_copy_of(textured(seed)).to_bytes() for seed in range(1, REFERENCES + 1)]
    page = Image.new("RGB", (1280, 1280), (240, 240, 240))
    page.paste(textured(3).resize((900, 675)), (200, 300))
    page.paste(textured(40).resize((1280, 300)), (0, 980))

    def act() -> None:
        view = view_of(page)
        found = [aligned(view, WorkingCopy.from_bytes(copy)) for copy in copies]
        assert [place for place, each in enumerate(found) if each] == [2]

    act()
    missed = say(
        f"details against {REFERENCES} working copies", median([cost(act) for _ in range(3)]),
        goal=GOAL_DETAILS,
    )  # fmt: skip
    begun, file = time.perf_counter(), encoded(page, form="JPEG", quality=85)
    read_file(file)
    say("  a child of its own for the fingerprints, by the clock", clock(begun))
    begun = time.perf_counter()
    look_closer([file], [Asked(copy, None, align=True) for copy in copies])
    say("  and one for the details and the drawing, by the clock", clock(begun))
    return missed


def clock(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def textured(seed: int) -> Image.Image:
    """A picture with 3,000 details and more."""
    return drawn_ripples(seed, width=1280, height=960)


def against_decoding() -> bool:
    """The canonical copy, PDQ in eight orientations and phash, beside decoding alone."""
    missed = False
    for (width, height), goal in SIZES.items():
        drawn = drawn_picture(1, width=width // 2, height=height // 2).resize((width, height))
        data = encoded(drawn, form="JPEG", quality=90)
        # In pairs, so that what else the computer does falls on both.
        known = beside_decoding(partial(fingerprinted, data), data)
        whole = beside_decoding(partial(enrolled, data), data)
        say(f"decoding a JPEG of {width} x {height}", cost(partial(decoded, data)))
        missed |= say("  with its fingerprints", known, goal=goal, unit="times")
        say("  with the value at full size and the parts too", whole, unit="times")
    return missed


def beside_decoding(act: Callable[[], object], data: bytes) -> float:
    """Return how many times as long an act takes as decoding alone: the median of pairs."""
    act()
    pairs = [(cost(partial(decoded, data)), cost(act)) for _ in range(PAIRS)]
    return median(whole / alone for alone, whole in pairs)


def decoded(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def fingerprinted(data: bytes) -> None:
    small = canonical(decoded(data))
    turned_pdq_of(luminance(small))
    phash_of(small)


def enrolled(data: bytes) -> None:
    """Everything a reference is known by."""
    picture = decoded(data)
    measure_part(picture, sha256="0" * 64, box=(0, 0, *picture.size))


def main() -> int:
    missed = [measured() for measured in (prints_only, with_details, against_decoding)]
    return 1 if any(missed) else 0


if __name__ == "__main__":
    sys.exit(main())
