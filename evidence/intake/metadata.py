from __future__ import annotations

import struct
from dataclasses import asdict, dataclass
from typing import Any, Final

from PIL import ExifTags, Image

_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class MetadataSummary:
    """What a picture says of itself, as written in it: texts are unchecked claims."""

    has_gps: bool = False
    taken_at: str = ""
    device: str = ""
    software: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def metadata_of(picture: Image.Image) -> MetadataSummary:
    """Return the summary; places are told of, never read out."""
    try:
        exif = picture.getexif()
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        has_gps = bool(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except (ValueError, SyntaxError, TypeError, KeyError, OSError, struct.error, Warning):
        return MetadataSummary()
    base = ExifTags.Base
    taken = inner.get(base.DateTimeOriginal) or exif.get(base.DateTime)
    device = f"{_text(exif.get(base.Make))} {_text(exif.get(base.Model))}".strip()
    return MetadataSummary(has_gps, _text(taken), device, _text(exif.get(base.Software)))


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    return "".join(letter for letter in value if letter.isprintable()).strip()[:_LONGEST]
