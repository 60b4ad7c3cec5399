"""The closer look, where a working copy is kept: the product's own alignment by details."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from PIL import Image

from bench.recognition.edits import Family
from bench.recognition.photographs import Photograph, opened
from bench.recognition.sightings import KINDS
from evidence.fingerprints.aligning import View, WorkingCopy, aligned, view_of, working_copy_of

_HARD: Final = frozenset(
    (
        "crop 30 %",
        "crop 50 %",
        "crop 75 %",
        "turned by 5 degrees",
        "drawn face over 30 %",
        "story, blurred fill",
        "collage of two",
        "photo of a screen",
        "messenger chain",
    )
)
LOOKED_AT: Final = frozenset(
    kind for kind, family in KINDS if family in (Family.PAGE, Family.HELD_OUT) or kind in _HARD
)
WRONG_COPIES: Final = 3
"""How many other photographs' copies every sighting is laid beside."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the closer look said: distinct inliers and correlation, 0 where nothing was found."""

    kind: str
    photo: str
    same: bool
    inliers: int
    correlation: float
    wrong_inliers: int
    false: list[str]
    scenes: list[str]


def copy_of(photograph: Photograph) -> WorkingCopy:
    return working_copy_of(opened(photograph.file))


def look(
    file: Path, *, kind: str, own: tuple[str, WorkingCopy], others: dict[str, WorkingCopy]
) -> Look:
    """Lay the right copy and some wrong ones on a sighting."""
    with Image.open(file) as picture:
        view = view_of(picture.convert("RGB"))
    found = aligned(view, own[1])
    wrong = {name: aligned(view, copy) for name, copy in others.items()}
    near = {name: each for name, each in wrong.items() if each is not None}
    return Look(
        kind=kind,
        photo=own[0],
        same=found is not None and found.is_same_picture,
        inliers=found.inliers if found else 0,
        correlation=found.correlation if found else 0.0,
        wrong_inliers=max((each.inliers for each in near.values()), default=0),
        false=[f"{name}: {each.reason}" for name, each in near.items() if each.is_same_picture],
        scenes=[name for name, each in near.items() if not each.is_same_picture],
    )


def of_one_scene(photographs: Sequence[Photograph]) -> list[dict[str, Any]]:
    """Lay every two photographs of one scene on one another."""
    views: dict[str, View] = {each.name: view_of(opened(each.file)) for each in photographs}
    pairs = [pair for pair in combinations(photographs, 2) if pair[0].role == pair[1].role]
    return [
        {"sighted": Path(one.path).name, "reference": Path(other.path).name}
        | _laid(views[one.name], views[other.name])
        for one, other in pairs
    ]


def _laid(sighted: View, reference: View) -> dict[str, Any]:
    found = aligned(sighted, reference)
    if found is None:
        return {"same": False, "inliers": 0, "correlation": 0.0}
    return {
        "same": found.is_same_picture,
        "inliers": found.inliers,
        "correlation": found.correlation,
    }
