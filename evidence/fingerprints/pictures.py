from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, Final

from evidence.fingerprints.crops import Box, Crop
from evidence.fingerprints.pdq import Turned

_MAGIC: Final = b"RPF2"
_READ: Final = (_MAGIC, b"RPF1")
"""Version 1 shrank to the canonical copy otherwise. Over 60 photographs its values lie 2 bits of
256 from those of version 2, at most 8, and no further from copies of other sizes: they compare."""
_HEAD: Final = struct.Struct(">4s32sIIBBBB")
_BOX: Final = struct.Struct(">4IB")
_FRAMES: Final = struct.Struct(">H")
_FRAME: Final = struct.Struct(">IB")
_VALUE: Final = 32
_HAS_FRAMES: Final = 1


class FingerprintsUnreadable(ValueError):
    """The bytes are not a set of fingerprints, or of a version not known here."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A picture found on a page: `box` in the sighted file's own upright pixels."""

    box: Box
    turned: Turned


@dataclass(frozen=True, slots=True)
class Frame:
    """A moment of a moving picture, `at` milliseconds after its beginning."""

    at: int
    turned: Turned


@dataclass(frozen=True, slots=True)
class PictureFingerprints:
    """All that is kept to know a picture by; of a moving one, that of its poster and its frames.

    `whole`, `crops` and `phash` come from the canonical picture, `exchange` is PDQ at full
    size for banks run by others. Together they are as telling as a thumbnail: seal them.
    """

    sha256: str
    width: int
    height: int
    whole: Turned
    exchange: bytes
    phash: bytes
    rectangles: tuple[Rectangle, ...]
    crops: tuple[Crop, ...]
    frames: tuple[Frame, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the compact form `from_bytes` reads: at most 21 KB, and 261 bytes a frame.

        Without frames it is what it was before there were any: old values stay readable.
        """
        head = _HEAD.pack(
            _MAGIC,
            bytes.fromhex(self.sha256),
            self.width,
            self.height,
            self.whole.quality,
            len(self.rectangles),
            len(self.crops),
            _HAS_FRAMES if self.frames else 0,
        )
        parts = [head, *self.whole.values, self.exchange, self.phash]
        for rectangle in self.rectangles:
            parts.append(_BOX.pack(*rectangle.box, rectangle.turned.quality))
            parts.extend(rectangle.turned.values)
        for crop in self.crops:
            parts += [_BOX.pack(*crop.box, crop.quality), crop.value]
        if self.frames:
            parts.append(_FRAMES.pack(len(self.frames)))
        for frame in self.frames:
            parts += [_FRAME.pack(frame.at, frame.turned.quality), *frame.turned.values]
        return b"".join(parts)

    @classmethod
    def from_bytes(cls, data: bytes) -> PictureFingerprints:
        """Return what `to_bytes` wrote, now or in version 1.

        Raises `FingerprintsUnreadable` for anything else.
        """
        reader = _Reader(data)
        magic, digest, width, height, quality, boxes, parts, flags = reader.unpack(_HEAD)
        if magic not in _READ:
            raise FingerprintsUnreadable("these are not fingerprints of version 1 or 2")
        whole = Turned(reader.values(8), quality)
        exchange, phash = reader.values(2)
        rectangles = tuple(reader.rectangle() for _ in range(boxes))
        crops = tuple(reader.crop() for _ in range(parts))
        frames = reader.frames() if flags & _HAS_FRAMES else ()
        reader.finish()
        return cls(digest.hex(), width, height, whole, exchange, phash, rectangles, crops, frames)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def unpack(self, form: struct.Struct) -> tuple[Any, ...]:
        return form.unpack(self._take(form.size))

    def values(self, count: int) -> tuple[bytes, ...]:
        return tuple(self._take(_VALUE) for _ in range(count))

    def rectangle(self) -> Rectangle:
        left, top, right, bottom, quality = self.unpack(_BOX)
        return Rectangle((left, top, right, bottom), Turned(self.values(8), quality))

    def crop(self) -> Crop:
        left, top, right, bottom, quality = self.unpack(_BOX)
        return Crop((left, top, right, bottom), self.values(1)[0], quality)

    def frames(self) -> tuple[Frame, ...]:
        (count,) = self.unpack(_FRAMES)
        return tuple(self._frame() for _ in range(count))

    def _frame(self) -> Frame:
        at, quality = self.unpack(_FRAME)
        return Frame(at, Turned(self.values(8), quality))

    def finish(self) -> None:
        if self._at != len(self._data):
            raise FingerprintsUnreadable("there are bytes after the last fingerprint")

    def _take(self, size: int) -> bytes:
        piece = self._data[self._at : self._at + size]
        if len(piece) != size:
            raise FingerprintsUnreadable("the fingerprints end too early")
        self._at += size
        return piece
