from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, Final

from evidence.fingerprints.crops import Box, Crop
from evidence.fingerprints.pdq import Turned

_MAGIC: Final = b"RPF1"
_HEAD: Final = struct.Struct(">4s32sIIBBBB")
_BOX: Final = struct.Struct(">4IB")
_VALUE: Final = 32


class FingerprintsUnreadable(ValueError):
    """The bytes are not a set of fingerprints, or of a version not known here."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A picture found on a page: `box` in the sighted file's own upright pixels."""

    box: Box
    turned: Turned


@dataclass(frozen=True, slots=True)
class PictureFingerprints:
    """All that is kept to know a picture by.

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

    def to_bytes(self) -> bytes:
        """Return the compact form `from_bytes` reads: at most 21 KB."""
        head = _HEAD.pack(
            _MAGIC,
            bytes.fromhex(self.sha256),
            self.width,
            self.height,
            self.whole.quality,
            len(self.rectangles),
            len(self.crops),
            0,
        )
        parts = [head, *self.whole.values, self.exchange, self.phash]
        for rectangle in self.rectangles:
            parts.append(_BOX.pack(*rectangle.box, rectangle.turned.quality))
            parts.extend(rectangle.turned.values)
        for crop in self.crops:
            parts += [_BOX.pack(*crop.box, crop.quality), crop.value]
        return b"".join(parts)

    @classmethod
    def from_bytes(cls, data: bytes) -> PictureFingerprints:
        """Return what `to_bytes` wrote; raise `FingerprintsUnreadable` for anything else."""
        reader = _Reader(data)
        magic, digest, width, height, quality, boxes, parts, _ = reader.unpack(_HEAD)
        if magic != _MAGIC:
            raise FingerprintsUnreadable("these are not fingerprints of version 1")
        whole = Turned(reader.values(8), quality)
        exchange, phash = reader.values(2)
        rectangles = tuple(reader.rectangle() for _ in range(boxes))
        crops = tuple(reader.crop() for _ in range(parts))
        reader.finish()
        return cls(digest.hex(), width, height, whole, exchange, phash, rectangles, crops)


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

    def finish(self) -> None:
        if self._at != len(self._data):
            raise FingerprintsUnreadable("there are bytes after the last fingerprint")

    def _take(self, size: int) -> bytes:
        piece = self._data[self._at : self._at + size]
        if len(piece) != size:
            raise FingerprintsUnreadable("the fingerprints end too early")
        self._at += size
        return piece
