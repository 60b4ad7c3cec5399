from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Final

_MEBIBYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask of us.

    64 million pixels hold a page capture 1,366 wide and 40,000 high; counting of frames
    stops at `frames`; `seconds` bounds both the clock and the processor; `memory` is the
    child's whole address space in bytes. Of a video the first `moving_seconds` are looked at,
    in at most `video_seconds`: its key frames, then a frame every `seconds_apart`.
    """

    file_bytes: int = 100 * _MEBIBYTE
    pixels: int = 64_000_000
    frames: int = 1_000
    seconds: int = 30
    memory: int = 1536 * _MEBIBYTE
    moving_seconds: int = 600
    video_seconds: int = 45
    seconds_apart: int = 1

    def for_video(self) -> Limits:
        """Return the same with the time a video may take."""
        return replace(self, seconds=self.video_seconds)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Limits:
        return cls(**json.loads(text))


DEFAULT_LIMITS: Final = Limits()
