"""Look at one video in a process of its own: `python -m evidence.intake.video_child ORDER < file`.

Speaks as `child` does. First the key frames are looked at, which is quick, then one frame a
second as far as the time goes; both within the first `moving_seconds`. The demuxer is the one
the file's first bytes name, and no other file or address is opened from within it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import av
import av.error
from PIL import Image

from evidence.fingerprints.canonical import LONG_SIDE
from evidence.fingerprints.measure import measure
from evidence.fingerprints.vpdq import FrameSet
from evidence.intake import child
from evidence.intake.decoding import BROKEN, TooManyPixels
from evidence.intake.derivatives import outline_of, preview_of
from evidence.intake.limits import Limits
from evidence.intake.metadata import metadata_of_tags
from evidence.intake.order import Order
from evidence.intake.sentences import Refusal
from evidence.intake.sniff import Kind

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_DEMUXERS: Final = {
    Kind.MP4: "mov",
    Kind.MOV: "mov",
    Kind.WEBM: "matroska",
    Kind.MKV: "matroska",
    Kind.AVI: "avi",
}
_KEY_FRAMES_UNTIL: Final = 0.5
_SECONDS_UNTIL: Final = 0.75
_TURNS: Final = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


@dataclass(slots=True)
class _Seen:
    """What was gathered: the frames, the best of them whole, and how far it was looked.

    `until` is in seconds; `whole` says that the end was reached.
    """

    frames: FrameSet
    poster: VideoFrame | None = None
    best: int = -1
    until: float = 0.0
    whole: bool = False


def look_at_video(stream: BinaryIO, order: Order, limits: Limits) -> child.Answer:
    """Return what is said of a video, and the parts that follow it."""
    try:
        return _looked_at(stream, order, limits)
    except av.error.FFmpegError as error:
        if isinstance(error, MemoryError):
            raise
        return {"refusal": Refusal.DAMAGED}, []


def _looked_at(stream: BinaryIO, order: Order, limits: Limits) -> child.Answer:
    begun, seen, facts = time.monotonic(), _Seen(FrameSet()), dict[str, Any]()
    for keys_only, share in ((True, _KEY_FRAMES_UNTIL), (False, _SECONDS_UNTIL)):
        stream.seek(0)
        with _opened(stream, kind=Kind[order.kind]) as container:
            if not container.streams.video:
                return {"refusal": Refusal.NOTHING_MOVES}, []
            facts = facts or _facts(container)
            until = begun + share * limits.seconds
            _gather(container, seen, keys_only=keys_only, until=until, limits=limits)
        if limits.seconds_apart >= limits.moving_seconds:
            break
    if seen.poster is None:
        return {"refusal": Refusal.DAMAGED}, []
    looked = facts["seconds"] if seen.whole else _whole(round(seen.until * 1000))
    return facts | {"seen": looked}, _parts(seen, order=order)


def _opened(stream: BinaryIO, *, kind: Kind) -> InputContainer:
    options = {"protocol_whitelist": "none"}
    return av.open(stream, "r", format=_DEMUXERS[kind], options=options)


def _gather(
    container: InputContainer, seen: _Seen, *, keys_only: bool, until: float, limits: Limits
) -> None:
    """Take frames in until the end, the limits, or the first that does not decode."""
    video = container.streams.video[0]
    _prepare(video, keys_only=keys_only, limits=limits)
    due = 0.0
    try:
        for frame in container.decode(video):
            at = max(0.0, frame.time or 0.0)
            if at > limits.moving_seconds or time.monotonic() > until:
                return
            if keys_only or at >= due:
                _take(frame, seen, at=at, limits=limits)
                due = int(at) + limits.seconds_apart
    except (av.error.FFmpegError, *BROKEN):
        return
    seen.whole = True


def _prepare(video: VideoStream, *, keys_only: bool, limits: Limits) -> None:
    if video.width * video.height > limits.pixels:
        raise TooManyPixels(f"{video.width} x {video.height}")
    video.thread_type = "AUTO"
    video.codec_context.thread_count = 2
    if keys_only:
        video.codec_context.skip_frame = "NONKEY"


def _take(frame: VideoFrame, seen: _Seen, *, at: float, limits: Limits) -> None:
    if frame.width * frame.height > limits.pixels:
        raise TooManyPixels(f"{frame.width} x {frame.height}")
    quality = seen.frames.add(_small(frame), at=round(at * 1000))
    seen.until = max(seen.until, at)
    if quality > seen.best:
        seen.best, seen.poster = quality, frame


def _small(frame: VideoFrame) -> Image.Image:
    """Return the frame upright with its long side at most that of the canonical picture."""
    scale = min(1.0, LONG_SIDE / max(frame.width, frame.height))
    width, height = (max(1, round(side * scale)) for side in (frame.width, frame.height))
    small = frame.reformat(width=width, height=height, format="rgb24", interpolation="AREA")
    return _upright(_pixels(small), frame)


def _pixels(frame: VideoFrame) -> Image.Image:
    return Image.fromarray(frame.to_ndarray(format="rgb24"), "RGB")


def _upright(picture: Image.Image, frame: VideoFrame) -> Image.Image:
    turn = _TURNS.get(round(frame.rotation) % 360)
    return picture if turn is None else picture.transpose(turn)


def _parts(seen: _Seen, *, order: Order) -> list[bytes]:
    assert seen.poster is not None
    poster = _upright(_pixels(seen.poster), seen.poster)
    prints = measure(poster, sha256=order.sha256)
    parts = [replace(prints, frames=seen.frames.frames()).to_bytes()]
    return [*parts, preview_of(poster), outline_of(poster)] if order.derivatives else parts


def _facts(container: InputContainer) -> dict[str, Any]:
    tags = {**container.streams.video[0].metadata, **container.metadata}
    return {
        "frames": 1,
        "animated": True,
        "paper": 0.0,
        "seconds": _whole((container.duration or 0) // 1000),
        "metadata": metadata_of_tags(tags).as_dict(),
    }


def _whole(milliseconds: int) -> int:
    """Return full seconds, rounded up; of a length nobody can have, none."""
    return -(-milliseconds // 1000) if 0 < milliseconds < 1 << 40 else 0


if __name__ == "__main__":
    child.main(look_at_video)
