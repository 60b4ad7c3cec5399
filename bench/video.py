"""Looking at ten minutes of 1080p in the child: `python -m bench.video`.

The video is generated: twenty seconds of drawn scenes that move, played thirty times over, so
that every frame is decoded anew. Told is the speed against the length of the video.
"""

from __future__ import annotations

import io
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import av
from PIL import Image

from evidence.intake.limits import DEFAULT_LIMITS, Limits
from evidence.intake.reader import Reading, read_file
from tests.data.pictures import drawn_picture
from tests.data.pictures.videos import of_pictures

MINUTES = 10
PIECE = 20
RATE = 25
SIZE = (1920, 1080)


def main() -> None:
    """Make the video, look at it by key frames alone, then as far as the time goes."""
    video = ten_minutes()
    sys.stdout.write(f"{MINUTES} minutes of 1080p at {RATE} a second, {len(video) >> 20} MB\n")
    roomy = replace(DEFAULT_LIMITS, file_bytes=1 << 30, video_seconds=240)
    keys_alone = replace(roomy, seconds_apart=MINUTES * 60)
    _tell("key frames alone", video, limits=keys_alone)
    _tell("key frames and one a second", video, limits=roomy)


def _tell(what: str, video: bytes, *, limits: Limits) -> None:
    begun, used = time.perf_counter(), _processor()
    reading: Reading = read_file(video, limits=limits)
    took, used = time.perf_counter() - begun, _processor() - used
    frames = len(reading.fingerprints.frames) if reading.fingerprints else 0
    sys.stdout.write(
        f"{what:32} {took:7.2f} s {MINUTES * 60 / took:7.1f} x real time, "
        f"{used:.2f} s of the processor {MINUTES * 60 / used:.1f} x, {frames} frames kept\n"
        f"{'':32} {reading.note or reading.why_not}\n"
    )


def _processor() -> float:
    """Return the seconds that children have used so far, on all cores."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def ten_minutes() -> bytes:
    """Return the piece, its packets written again and again with later times."""
    piece = of_pictures(
        _moving(), rate=RATE, options={"preset": "ultrafast", "g": str(3 * RATE), "crf": "28"}
    )
    out = io.BytesIO()
    with av.open(io.BytesIO(piece), "r") as source, av.open(out, "w", format="mp4") as target:
        shown = source.streams.video[0]
        written = target.add_stream_from_template(shown)
        packets = [packet for packet in source.demux(shown) if packet.dts is not None]
        for _ in range(MINUTES * 60 // PIECE):
            for packet in packets:
                packet.stream = written
                target.mux(packet)
                length = round(PIECE / packet.time_base)
                packet.pts, packet.dts = (packet.pts or 0) + length, (packet.dts or 0) + length
    return out.getvalue()


def _moving() -> Iterator[Image.Image]:
    """Yield frames that pan over a scene of a second and a half, then over another."""
    width, height = SIZE
    hold = RATE * 3 // 2
    for number in range(PIECE * RATE):
        scene, step = divmod(number, hold)
        if step == 0:
            wide = drawn_picture(scene, width=width + 4 * hold, height=height)
        yield wide.crop((4 * step, 0, 4 * step + width, height))


if __name__ == "__main__":
    main()
