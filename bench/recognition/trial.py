"""Each sighting against every enrolled photograph, through the product's own functions.

`measure` and `compare` decide. So that a million and a half wrong pairs can be looked at, the
nearest distances of all pairs are found in one product of matrices first; `compare` is then
asked about the right photograph and about every wrong one that comes within `WATCHED` of a
limit, and the two must agree.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from evidence.fingerprints.crops import LEAST_QUALITY
from evidence.fingerprints.matching import LIMITS, Step, Verdict, compare
from evidence.fingerprints.measure import measure
from evidence.fingerprints.pictures import PictureFingerprints

Signs = NDArray[np.float32]
Counts = NDArray[np.int64]
Compare = Callable[[PictureFingerprints, PictureFingerprints], Verdict | None]

WATCHED: Final = 2
NEVER: Final = 256


@dataclass(frozen=True, slots=True)
class Sighting:
    """A sighting measured once."""

    kind: str
    photo: str
    fingerprints: PictureFingerprints
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one sighting: the steps' distances to the right and to the nearest wrong."""

    kind: str
    photo: str
    found: str
    tier: int
    own: dict[str, int]
    wrong: dict[str, int]
    false: list[str]
    seconds: float


def sighted(file: Path, *, kind: str, photo: str) -> Sighting:
    """Read and measure a file as the product does, and how long it took the processor."""
    begun = time.process_time()
    content = file.read_bytes()
    with Image.open(file) as picture:
        picture.load()
        found = measure(picture, sha256=hashlib.sha256(content).hexdigest())
    return Sighting(kind, photo, found, time.process_time() - begun)


class Enrolled:
    """The enrolled photographs, with their values laid out for products of matrices."""

    def __init__(self, references: dict[str, PictureFingerprints]) -> None:
        self.references = references
        self.names = list(references)
        whole = [
            (index, each.whole.values[0])
            for index, each in enumerate(references.values())
            if each.whole.quality >= LEAST_QUALITY
        ]
        parts = [
            (index, crop.value)
            for index, each in enumerate(references.values())
            for crop in each.crops
            if crop.quality >= LEAST_QUALITY
        ]
        self._whole, self._parts = _laid_out(whole), _laid_out(parts)

    def nearest(self, sighting: PictureFingerprints) -> dict[Step, Counts]:
        """Return for each step the least distance to every enrolled photograph."""
        whole = [sighting.whole.values] if sighting.whole.quality >= LEAST_QUALITY else []
        boxes = [each.turned.values for each in sighting.rectangles]
        return {
            Step.WHOLE: self._least(whole, self._whole),
            Step.RECTANGLE: self._least(boxes, self._whole),
            Step.WHOLE_TO_PART: self._least(whole, self._parts),
            Step.RECTANGLE_TO_PART: self._least(boxes, self._parts),
        }

    def _least(
        self, values: Sequence[tuple[bytes, ...]], stored: tuple[NDArray[np.intp], Signs]
    ) -> Counts:
        least = np.full(len(self.names), NEVER)
        owners, signs = stored
        if values and owners.size:
            queries = signs_of([value for eight in values for value in eight])
            nearest = (NEVER - (queries @ signs).max(axis=0)) / 2
            np.minimum.at(least, owners, nearest.astype(np.int64))
        return least


def _laid_out(values: Sequence[tuple[int, bytes]]) -> tuple[NDArray[np.intp], Signs]:
    owners = np.array([index for index, _ in values], dtype=np.intp)
    return owners, np.ascontiguousarray(signs_of([value for _, value in values]).T)


def signs_of(values: Sequence[bytes]) -> Signs:
    """Return each bit as 1 or -1, so that a product of two rows is 256 less twice the distance."""
    bits = np.unpackbits(np.frombuffer(b"".join(values), np.uint8)).reshape(-1, 256)
    return bits.astype(np.float32) * 2 - 1


def judge(sighting: Sighting, enrolled: Enrolled, *, ask: Compare = compare) -> Outcome:
    """Ask the product about the right photograph and every wrong one that comes near."""
    nearest = enrolled.nearest(sighting.fingerprints)
    place = enrolled.names.index(sighting.photo)
    verdict = ask(sighting.fingerprints, enrolled.references[sighting.photo])
    others = np.arange(len(enrolled.names)) != place
    false = [
        f"{enrolled.names[index]}: {found.reason}"
        for index in _suspects(nearest, others=others)
        if (found := ask(sighting.fingerprints, enrolled.references[enrolled.names[index]]))
    ]
    return Outcome(
        kind=sighting.kind,
        photo=sighting.photo,
        found=str(verdict.step) if verdict else "",
        tier=int(verdict.tier) if verdict else 0,
        own={str(step): int(least[place]) for step, least in nearest.items()},
        wrong={str(step): int(least[others].min()) for step, least in nearest.items()},
        false=false,
        seconds=round(sighting.seconds, 4),
    )


def _suspects(nearest: dict[Step, Counts], *, others: NDArray[np.bool_]) -> Iterator[int]:
    near = [least <= LIMITS[step] + WATCHED for step, least in nearest.items()]
    yield from (int(index) for index in np.flatnonzero(np.logical_or.reduce(near) & others))
