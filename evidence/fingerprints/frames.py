"""Likeness of moving pictures: a video and a video, a video and a still, either way round.

A frame and its partner lie within 31 of 256 points, the limit under which two stills are the
same picture. One shared frame can be a title card that half the world uses; so a video is called
the same only where at least half of one side's frames, and three of them, are in the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evidence.fingerprints import matching
from evidence.fingerprints.base import distances
from evidence.fingerprints.crops import LEAST_QUALITY, Box
from evidence.fingerprints.matching import Orientation, Step, Tier, Verdict
from evidence.fingerprints.pdq import Turned
from evidence.fingerprints.pictures import Frame, PictureFingerprints

PARTNER: Final = 31
_SURE_SHARE: Final = 0.5
_SURE_FRAMES: Final = 3


@dataclass(frozen=True, slots=True)
class _Look:
    """One thing a still shows: the whole of it, or a picture found on it."""

    turned: Turned
    region: Box | None


@dataclass(frozen=True, slots=True)
class _Nearest:
    """The closest pair: rows and columns of the two sides, and how the first is turned."""

    distance: int
    row: int
    column: int
    orientation: Orientation


def compare(sighted: PictureFingerprints, reference: PictureFingerprints) -> Verdict | None:
    """Return the surest likeness found, by whole pictures, parts and frames."""
    still = matching.compare(sighted, reference)
    moving = None if still and still.tier is Tier.SAME_FILE else compare_frames(sighted, reference)
    if still is None or moving is None:
        return still or moving
    return moving if moving.tier >= still.tier else still


def compare_frames(sighted: PictureFingerprints, reference: PictureFingerprints) -> Verdict | None:
    """Return the likeness of the frames; None where neither moves or no frame has a partner."""
    if sighted.frames and reference.frames:
        return _both_move(sighted, reference)
    if reference.frames:
        return _still_from_video(sighted, reference)
    if sighted.frames:
        return _video_shows_still(sighted, reference)
    return None


def _both_move(sighted: PictureFingerprints, reference: PictureFingerprints) -> Verdict | None:
    own = [frame.turned.values[0] for frame in reference.frames]
    tables = list(_tables([frame.turned for frame in sighted.frames], own))
    shares = [_share(table) for table in tables]
    turn = max(range(len(tables)), key=lambda place: (shares[place].rate, -tables[place].min()))
    share, table = shares[turn], tables[turn]
    if not share.partners:
        return None
    row, column = divmod(int(table.argmin()), table.shape[1])
    sure = share.rate >= _SURE_SHARE and share.partners >= min(_SURE_FRAMES, share.of)
    whose = "frames of this video" if share.of_sighted else "frames of the reference"
    there = "the reference" if share.of_sighted else "this video"
    return _verdict(
        Tier.CERTAIN if sure else Tier.PROBABLE,
        Step.FRAMES,
        nearest=_Nearest(int(table[row, column]), row, column, _ORIENTATIONS[turn]),
        qualities=(sighted.frames[row].turned.quality, reference.frames[column].turned.quality),
        region=None,
        phash_distance=_phash(sighted, reference),
        reason=f"{share.partners} of the {share.of} {whose} have a partner in {there} within "
        f"{PARTNER} of 256 points ({share.rate:.0%}){_turned(_ORIENTATIONS[turn])}.",
    )


@dataclass(frozen=True, slots=True)
class _Share:
    partners: int
    of: int
    of_sighted: bool

    @property
    def rate(self) -> float:
        return self.partners / self.of


def _share(table: NDArray[np.int64]) -> _Share:
    """Return the larger of two shares: of the rows with a partner, of the columns with one."""
    near = table <= PARTNER
    rows = _Share(int(near.any(axis=1).sum()), near.shape[0], of_sighted=True)
    columns = _Share(int(near.any(axis=0).sum()), near.shape[1], of_sighted=False)
    return max(rows, columns, key=lambda share: share.rate)


def _still_from_video(
    sighted: PictureFingerprints, reference: PictureFingerprints
) -> Verdict | None:
    looks = [_Look(sighted.whole, None)]
    looks += [_Look(found.turned, found.box) for found in sighted.rectangles]
    looks = [look for look in looks if look.turned.quality >= LEAST_QUALITY]
    frames = reference.frames
    nearest = _nearest([look.turned for look in looks], [each.turned.values[0] for each in frames])
    if nearest is None:
        return None
    look, frame = looks[nearest.row], frames[nearest.column]
    where = "A picture on this page" if look.region else "This picture"
    return _verdict(
        Tier.CERTAIN,
        Step.FRAME,
        nearest=nearest,
        qualities=(look.turned.quality, frame.turned.quality),
        region=look.region,
        phash_distance=_phash(sighted, reference),
        reason=f"{where} is a still of the reference, at {clock(frame)}"
        f"{_turned(nearest.orientation)}: {_points(nearest.distance)}; "
        f"{_have_partner(_partners(look.turned, frames), of=len(frames))}.",
    )


def _video_shows_still(
    sighted: PictureFingerprints, reference: PictureFingerprints
) -> Verdict | None:
    if reference.whole.quality < LEAST_QUALITY:
        return None
    frames = sighted.frames
    turned = [each.turned for each in frames]
    nearest = _nearest(turned, [reference.whole.values[0]])
    if nearest is None:
        return None
    frame = frames[nearest.row]
    return _verdict(
        Tier.CERTAIN,
        Step.FRAME,
        nearest=nearest,
        qualities=(frame.turned.quality, reference.whole.quality),
        region=None,
        phash_distance=_phash(sighted, reference),
        reason=f"This video shows the reference at {clock(frame)}{_turned(nearest.orientation)}: "
        f"{_points(nearest.distance)}; "
        f"{_have_partner(_partners(reference.whole, frames), of=len(frames))}.",
    )


_ORIENTATIONS: Final = tuple(Orientation)


def _tables(turned: Sequence[Turned], values: Sequence[bytes]) -> Iterator[NDArray[np.int64]]:
    """Yield the distances of one side to the other, once an orientation."""
    for place in range(len(_ORIENTATIONS)):
        yield distances([each.values[place] for each in turned], values)


def _nearest(turned: Sequence[Turned], values: Sequence[bytes]) -> _Nearest | None:
    best = None
    if not turned or not values:
        return None
    for orientation, table in zip(_ORIENTATIONS, _tables(turned, values), strict=True):
        row, column = divmod(int(table.argmin()), table.shape[1])
        found = _Nearest(int(table[row, column]), row, column, orientation)
        if found.distance <= PARTNER and (best is None or found.distance < best.distance):
            best = found
    return best


def _partners(still: Turned, frames: Sequence[Frame]) -> int:
    table = distances(still.values, [frame.turned.values[0] for frame in frames])
    return int((table <= PARTNER).any(axis=0).sum())


def _verdict(
    tier: Tier,
    step: Step,
    *,
    nearest: _Nearest,
    qualities: tuple[int, int],
    region: Box | None,
    phash_distance: int,
    reason: str,
) -> Verdict:
    return Verdict(
        tier=tier,
        step=step,
        distance=nearest.distance,
        limit=PARTNER,
        sighted_quality=qualities[0],
        reference_quality=qualities[1],
        orientation=nearest.orientation,
        region=region,
        part=None,
        phash_distance=phash_distance,
        reason=reason,
    )


def _phash(sighted: PictureFingerprints, reference: PictureFingerprints) -> int:
    return int(distances([sighted.phash], [reference.phash])[0, 0])


def clock(frame: Frame) -> str:
    """Return the moment of a frame as players write it: `1:04`."""
    minutes, seconds = divmod(frame.at // 1000, 60)
    return f"{minutes}:{seconds:02d}"


def _turned(orientation: Orientation) -> str:
    return "" if orientation is Orientation.AS_IT_IS else f", {orientation}"


def _points(distance: int) -> str:
    word = "point differs" if distance == 1 else "points differ"
    return f"{distance} of 256 {word}; up to {PARTNER} counts as certain"


def _have_partner(partners: int, *, of: int) -> str:
    return f"{partners} of the video's {of} frames {'shows' if partners == 1 else 'show'} it"
