"""What a file says of itself. All of it is claims: anyone can write them."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from PIL import ExifTags, Image

_LONGEST: Final = 60
_READ: Final = 400
_ISO_6709: Final = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")
_XMP: Final = {
    "taken_at": ("exif:DateTimeOriginal", "xmp:CreateDate", "photoshop:DateCreated"),
    "changed_at": ("xmp:ModifyDate",),
    "software": ("xmp:CreatorTool",),
    "maker": ("tiff:Make",),
    "model": ("tiff:Model",),
    "latitude": ("exif:GPSLatitude",),
    "longitude": ("exif:GPSLongitude",),
}
_TAGS: Final = {
    "taken_at": ("com.apple.quicktime.creationdate", "creation_time", "creation time", "date"),
    "changed_at": ("modification_time",),
    "software": ("com.apple.quicktime.software", "software", "encoder"),
    "maker": ("com.apple.quicktime.make", "make", "com.android.manufacturer"),
    "model": ("com.apple.quicktime.model", "model", "com.android.model"),
    "author": ("artist", "author", "copyright"),
    "remark": ("title", "comment", "description"),
    "place": ("com.apple.quicktime.location.iso6709", "location", "location-eng"),
}
_UNREADABLE: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    Warning,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class MetadataSummary:
    """What a file says of itself, as written in it: texts are unchecked claims.

    `place` is latitude and longitude in degrees, empty where the numbers make no sense;
    `has_gps` says whether there were any.
    """

    has_gps: bool = False
    taken_at: str = ""
    device: str = ""
    software: str = ""
    changed_at: str = ""
    author: str = ""
    remark: str = ""
    place: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, said: object) -> MetadataSummary:
        """Return what `as_dict` gave; raise ValueError or TypeError for anything else."""
        if not isinstance(said, dict):
            raise TypeError("metadata comes as an object")
        known = {field.name for field in fields(cls)}
        if strange := set(said) - known:
            raise ValueError(f"metadata has no {sorted(strange)}")
        texts = {name: _text(said.get(name, "")) for name in known - {"has_gps"}}
        return cls(has_gps=said.get("has_gps") is True, **texts)


def metadata_of(picture: Image.Image) -> MetadataSummary:
    """Return what the EXIF, XMP and text parts of a loaded picture say, in that order of trust."""
    exif, texts, xmp = _exif(picture), _from_tags(_texts(picture)), _xmp(picture)
    sources = (exif, xmp, texts)

    def first(name: str) -> str:
        return next((said[name] for said in sources if said.get(name)), "")

    return MetadataSummary(
        has_gps=any("has_gps" in said for said in sources),
        taken_at=first("taken_at"),
        device=first("device"),
        software=first("software"),
        changed_at=first("changed_at"),
        author=first("author"),
        remark=first("remark"),
        place=first("place"),
    )


def metadata_of_tags(tags: Mapping[str, str]) -> MetadataSummary:
    """Return what the tags of a video say; their names are those FFmpeg gives them."""
    said = _from_tags(tags)
    has_gps = said.pop("has_gps", "") == "yes"
    return MetadataSummary(has_gps=has_gps, **said)


def _exif(picture: Image.Image) -> dict[str, str]:
    base = ExifTags.Base
    try:
        exif = picture.getexif()
        inner, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
        found = {
            "taken_at": _text(inner.get(base.DateTimeOriginal) or exif.get(base.DateTime))
            + _zone(inner.get(base.OffsetTimeOriginal)),
            "changed_at": _text(exif.get(base.DateTime)),
            "device": _joined(exif.get(base.Make), exif.get(base.Model)),
            "software": _text(exif.get(base.Software)),
            "author": _text(exif.get(base.Artist) or exif.get(base.Copyright)),
            "remark": _text(exif.get(base.ImageDescription)),
        }
    except _UNREADABLE:
        return {}
    if gps:
        found |= {"has_gps": "yes", "place": _degrees(gps)}
    return found


def _zone(offset: object) -> str:
    written = _text(offset)
    return f" {written}" if written else ""


def _degrees(gps: Mapping[int, Any]) -> str:
    try:
        latitude = _decimal(gps[2]) * (-1 if _text(gps.get(1)) == "S" else 1)
        longitude = _decimal(gps[4]) * (-1 if _text(gps.get(3)) == "W" else 1)
    except _UNREADABLE:
        return ""
    return _on_earth(latitude, longitude)


def _decimal(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def _on_earth(latitude: float, longitude: float) -> str:
    sound = -90 <= latitude <= 90 and -180 <= longitude <= 180
    return f"{latitude:.6f}, {longitude:.6f}" if sound else ""


def _texts(picture: Image.Image) -> dict[str, str]:
    """Return the text parts of a PNG and the remarks of a JPEG or GIF."""
    written = {**picture.info, **getattr(picture, "text", {})}
    return {str(name): _text(value) for name, value in written.items() if _text(value)}


def _xmp(picture: Image.Image) -> dict[str, str]:
    """Return what a packet of XMP says, found by its words and never parsed as XML."""
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    words = packet.decode("utf-8", "replace") if isinstance(packet, bytes) else str(packet)
    said = {name: _first_of(words, names) for name, names in _XMP.items()}
    device = _joined(said.pop("maker"), said.pop("model"))
    latitude, longitude = said.pop("latitude"), said.pop("longitude")
    placed = {"has_gps": "yes"} if latitude or longitude else {}
    return {**said, "device": device, **placed, "place": _xmp_place(latitude, longitude)}


def _first_of(words: str, names: tuple[str, ...]) -> str:
    for name in names:
        found = re.search(rf"{name}\s*(?:=\s*[\"']|>)([^<\"']{{1,80}})", words)
        if found:
            return _text(found.group(1))
    return ""


def _xmp_place(latitude: str, longitude: str) -> str:
    """Return degrees from `52,31.2N`, the way XMP writes them."""
    try:
        return _on_earth(_xmp_degrees(latitude), _xmp_degrees(longitude))
    except _UNREADABLE:
        return ""


def _xmp_degrees(written: str) -> float:
    parts = [float(part) for part in written[:-1].split(",")]
    degrees = sum((part / 60.0**place for place, part in enumerate(parts)), start=0.0)
    return -degrees if written[-1] in "SW" else degrees


def _from_tags(tags: Mapping[str, str]) -> dict[str, str]:
    small = {name.lower(): value for name, value in tags.items()}
    said = {
        name: next((_text(small[tag]) for tag in names if _text(small.get(tag))), "")
        for name, names in _TAGS.items()
    }
    device = _joined(said.pop("maker"), said.pop("model"))
    written = said.pop("place")
    placed = {"has_gps": "yes"} if written else {}
    return {**said, "device": device, **placed, "place": _iso_place(written)}


def _iso_place(written: str) -> str:
    found = _ISO_6709.match(written)
    return _on_earth(float(found.group(1)), float(found.group(2))) if found else ""


def _joined(*parts: object) -> str:
    return " ".join(filter(None, map(_text, parts)))[:_LONGEST]


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value[:_READ].decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    return "".join(letter for letter in value[:_READ] if letter.isprintable()).strip()[:_LONGEST]
