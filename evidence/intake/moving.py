"""The frames of a moving picture (GIF, WebP, PNG, AVIF), sampled. Runs in the child only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import BinaryIO, Final

from PIL import Image

from evidence.fingerprints.pictures import Frame
from evidence.fingerprints.vpdq import FrameSet
from evidence.intake.decoding import BROKEN, Decoded, form_of, opened, strict
from evidence.intake.limits import Limits
from evidence.intake.sniff import Kind

_EVERY_ONE: Final = 64
_STEP: Final = 1_000
_SHARE_OF_TIME: Final = 0.5
_LIKELY_DURATION: Final = 100


def moving_frames(
    stream: BinaryIO, *, decoded: Decoded, kind: Kind, limits: Limits
) -> tuple[Frame, ...]:
    """Return the frames that differ: of a short loop all are looked at, else one a second.

    A frame that does not decode ends it; what came before counts. Half of the time allowed is
    spent on it at most.
    """
    if not decoded.animated:
        return ()
    gathered = FrameSet()
    with strict():
        for at, picture in _sampled(stream, decoded=decoded, kind=kind, limits=limits):
            gathered.add(picture, at=at)
    return gathered.frames()


def _sampled(
    stream: BinaryIO, *, decoded: Decoded, kind: Kind, limits: Limits
) -> Iterator[tuple[int, Image.Image]]:
    step = 0 if decoded.frames <= _EVERY_ONE else _STEP
    at = due = 0
    try:
        picture = opened(stream, form=form_of(kind), limits=limits)
        for number in range(decoded.frames):
            picture.seek(number)
            if at >= due:
                yield at, picture.copy()
                due = at + step
            at += _duration(picture)
            if at > limits.moving_seconds * 1000 or spent(limits) > _SHARE_OF_TIME:
                return
    except BROKEN:
        return


def _duration(picture: Image.Image) -> int:
    shown = picture.info.get("duration", 0)
    return int(shown) if isinstance(shown, int | float) and shown > 0 else _LIKELY_DURATION


def spent(limits: Limits) -> float:
    """Return the share of the processor's time that is used up."""
    return time.process_time() / limits.seconds
