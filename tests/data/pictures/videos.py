"""Small videos drawn from seeds: scenes of abstract pictures, of nobody."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, cast

import av
import numpy as np
from av.video.stream import VideoStream
from PIL import Image

from tests.data.pictures import drawn_picture

SIZE: Final = (320, 240)
RATE: Final = 5
_CODECS: Final = {
    "mp4": ("mp4", "libx264"),
    "mov": ("mov", "mpeg4"),
    "webm": ("webm", "libvpx"),
    "mkv": ("matroska", "mpeg4"),
    "avi": ("avi", "mpeg4"),
}


def scene(seed: int) -> Image.Image:
    """Return the still a scene shows."""
    return drawn_picture(seed, width=SIZE[0], height=SIZE[1])


def video(
    seeds: Sequence[int] = (1, 2, 3),
    *,
    form: str = "mp4",
    seconds: float = 1.0,
    tags: Mapping[str, str] | None = None,
) -> bytes:
    """Return a video that shows one scene after another, each for so many seconds."""
    shown = [scene(seed) for seed in seeds for _ in range(round(seconds * RATE))]
    return of_pictures(shown, form=form, tags=tags)


def of_pictures(
    pictures: Iterable[Image.Image],
    *,
    form: str = "mp4",
    rate: int = RATE,
    tags: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> bytes:
    """Return a video of pictures of one size; `tags` are what it says of itself."""
    container, codec = _CODECS[form]
    settings = {"movflags": "use_metadata_tags"} if form in ("mp4", "mov") else {}
    out = io.BytesIO()
    with av.open(out, "w", format=container, options=settings) as file:
        file.metadata.update(tags or {})
        stream: VideoStream | None = None
        for number, picture in enumerate(pictures):
            if stream is None:
                stream = cast("VideoStream", file.add_stream(codec, rate=rate))
                stream.width, stream.height = picture.size
                stream.pix_fmt = "yuv420p"
                stream.bit_rate = 1_500_000
                stream.options = dict(options or {})
            frame = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            file.mux(stream.encode(frame))
        if stream is not None:
            file.mux(stream.encode(None))
    return out.getvalue()


def sound_only() -> bytes:
    """Return an MP4 with a second of silence and no picture."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("aac", rate=8_000, layout="mono")
        for number in range(8):
            frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            frame.sample_rate, frame.pts = 8_000, number * 1024
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()
