"""When two pictures count as the same, and in what words.

The limits are those measured on 174 photographs and 8,921 sightings without a false match.
A match is a lead a person confirms; no match says nothing about whose picture it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

import numpy as np

from evidence.fingerprints.base import distances
from evidence.fingerprints.crops import LEAST_QUALITY, Box
from evidence.fingerprints.pictures import PictureFingerprints


class Tier(IntEnum):
    """How far a verdict may be relied on; higher is surer."""

    SAME_SCENE = 1
    PROBABLE = 2
    VERIFIED = 3
    CERTAIN = 4
    SAME_FILE = 5


class Step(StrEnum):
    """The comparison that found the likeness."""

    FILE = "file"
    WHOLE = "whole"
    RECTANGLE = "rectangle"
    WHOLE_TO_PART = "whole_to_part"
    RECTANGLE_TO_PART = "rectangle_to_part"
    DETAILS = "details"
    FRAME = "frame"
    FRAMES = "frames"


class Orientation(StrEnum):
    """How the sighted picture is turned against the reference."""

    AS_IT_IS = "as it is"
    MIRRORED = "mirrored"
    FLIPPED = "mirrored top to bottom"
    HALF_TURN = "upside down"
    DIAGONAL = "mirrored and turned to the left"
    LEFT = "turned to the left"
    RIGHT = "turned to the right"
    OTHER_DIAGONAL = "mirrored and turned to the right"


_CERTAIN: Final = 31
LIMITS: Final = {
    Step.WHOLE: 76,
    Step.RECTANGLE: 64,
    Step.WHOLE_TO_PART: 62,
    Step.RECTANGLE_TO_PART: 46,
}
LOOSEST: Final = max(LIMITS.values())
"""No pair of values further apart than this is ever part of a verdict."""
_POINTS: Final = 256
_ORIENTATIONS: Final = tuple(Orientation)
_FOUND_IN: Final = {
    Step.WHOLE: "",
    Step.RECTANGLE: ", found on the page",
    Step.WHOLE_TO_PART: ", cut down",
    Step.RECTANGLE_TO_PART: ", cut down and found on the page",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why two pictures are thought the same.

    `region` is the box on the sighted file, `part` the box on the canonical reference, each
    None for the whole picture. `phash_distance` is told beside, it never decides.
    """

    tier: Tier
    step: Step
    distance: int
    limit: int
    sighted_quality: int
    reference_quality: int
    orientation: Orientation
    region: Box | None
    part: Box | None
    phash_distance: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Side:
    """Values to compare on one side, with the box and quality each stands for."""

    values: Sequence[bytes]
    boxes: Sequence[Box | None]
    qualities: Sequence[int]


def compare(sighted: PictureFingerprints, reference: PictureFingerprints) -> Verdict | None:
    """Return the surest likeness found; None is "not recognised", never "not your picture"."""
    phash = int(distances([sighted.phash], [reference.phash])[0, 0])
    if sighted.sha256 == reference.sha256:
        return _same_file(sighted, reference, phash_distance=phash)
    found = list(_likenesses(sighted, reference, phash_distance=phash))
    return max(found, key=_surety, default=None)


def _same_file(
    sighted: PictureFingerprints, reference: PictureFingerprints, *, phash_distance: int
) -> Verdict:
    return Verdict(
        tier=Tier.SAME_FILE,
        step=Step.FILE,
        distance=0,
        limit=0,
        sighted_quality=sighted.whole.quality,
        reference_quality=reference.whole.quality,
        orientation=Orientation.AS_IT_IS,
        region=None,
        part=None,
        phash_distance=phash_distance,
        reason="The same file, byte for byte.",
    )


def _likenesses(
    sighted: PictureFingerprints, reference: PictureFingerprints, *, phash_distance: int
) -> Iterator[Verdict]:
    whole = _Side(sighted.whole.values, [None], [sighted.whole.quality])
    rectangles = _Side(
        [value for each in sighted.rectangles for value in each.turned.values],
        [each.box for each in sighted.rectangles],
        [each.turned.quality for each in sighted.rectangles],
    )
    enrolled = _Side([reference.whole.values[0]], [None], [reference.whole.quality])
    parts = _Side(
        [each.value for each in reference.crops],
        [each.box for each in reference.crops],
        [each.quality for each in reference.crops],
    )
    for step, left, right in (
        (Step.WHOLE, whole, enrolled),
        (Step.RECTANGLE, rectangles, enrolled),
        (Step.WHOLE_TO_PART, whole, parts),
        (Step.RECTANGLE_TO_PART, rectangles, parts),
    ):
        verdict = _nearest(left, right, step=step, phash_distance=phash_distance)
        if verdict is not None:
            yield verdict


def _nearest(left: _Side, right: _Side, *, step: Step, phash_distance: int) -> Verdict | None:
    if not left.values or not right.values:
        return None
    table = distances(left.values, right.values)
    rich = np.repeat(np.array(left.qualities) >= LEAST_QUALITY, len(_ORIENTATIONS))
    table[~rich] = _POINTS
    table[:, np.array(right.qualities) < LEAST_QUALITY] = _POINTS
    row, column = divmod(int(table.argmin()), table.shape[1])
    distance, limit = int(table[row, column]), LIMITS[step]
    if distance > limit:
        return None
    certain = distance <= _CERTAIN and step in (Step.WHOLE, Step.RECTANGLE)
    tier, limit = (Tier.CERTAIN, _CERTAIN) if certain else (Tier.PROBABLE, limit)
    place, turn = divmod(row, len(_ORIENTATIONS))
    return Verdict(
        tier=tier,
        step=step,
        distance=distance,
        limit=limit,
        sighted_quality=left.qualities[place],
        reference_quality=right.qualities[column],
        orientation=_ORIENTATIONS[turn],
        region=left.boxes[place],
        part=right.boxes[column],
        phash_distance=phash_distance,
        reason=_reason(step, tier=tier, turn=_ORIENTATIONS[turn], distance=distance, limit=limit),
    )


def _reason(step: Step, *, tier: Tier, turn: Orientation, distance: int, limit: int) -> str:
    certain = tier is Tier.CERTAIN
    opening = "The same picture" if certain else "Probably the same picture"
    turned = "" if turn is Orientation.AS_IT_IS else f", {turn}"
    points = "point differs" if distance == 1 else "points differ"
    counts = "certain" if certain else "probable"
    return (
        f"{opening}{turned}{_FOUND_IN[step]}: {distance} of {_POINTS} {points}; "
        f"up to {limit} counts as {counts}."
    )


def _surety(verdict: Verdict) -> tuple[int, float]:
    return verdict.tier, -verdict.distance / verdict.limit
