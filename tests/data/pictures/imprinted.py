"""Files that say where, when and with what they were made; the place is in the sea."""

from __future__ import annotations

from typing import Final

import pillow_heif
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.data.pictures import drawn_picture, encoded
from tests.data.pictures.videos import video

PLACE: Final = "54.500000, -3.250000"
TAKEN: Final = "2026:03:01 12:30:00"
SECRET: Final = "Nobody should read this"
_XMP: Final = (
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:Description xmp:CreatorTool='Editor 2' "
    "exif:DateTimeOriginal='2026-03-01T12:30:00' exif:GPSLatitude='54,30.0N' "
    "exif:GPSLongitude='3,15.0W'><tiff:Make>Maker</tiff:Make></rdf:Description></x:xmpmeta>"
)
_TAGS: Final = {
    "com.apple.quicktime.make": "Maker",
    "com.apple.quicktime.model": "Model 5",
    "com.apple.quicktime.software": "Editor 2",
    "com.apple.quicktime.location.ISO6709": "+54.5000-003.2500+010.0/",
    "com.apple.quicktime.creationdate": TAKEN,
}


def exif() -> Image.Exif:
    """Return EXIF of a time, a device, a program, a person and a place."""
    made = Image.Exif()
    made[0x010F], made[0x0110], made[0x0131] = "Maker", "Model 5", "Editor 2\x00\x07"
    made[0x0132], made[0x013B], made[0x010E] = "2026:03:02 09:00:00", "Wren", SECRET
    made.get_ifd(0x8769)[0x9003] = TAKEN
    made.get_ifd(0x8825).update({1: "N", 2: (54.0, 30.0, 0.0), 3: "W", 4: (3.0, 15.0, 0.0)})
    return made


def imprinted(form: str) -> bytes:
    """Return a file of that form that says all of it, in EXIF or in the tags of a video."""
    if form in ("mp4", "mov"):
        return video((1, 2), form=form, tags=_TAGS)
    pillow_heif.register_heif_opener()
    return encoded(drawn_picture(1, width=160, height=120), form=form, exif=exif().tobytes())


def with_xmp(form: str) -> bytes:
    """Return a file that says it in XMP alone."""
    picture = drawn_picture(1, width=160, height=120)
    if form != "PNG":
        return encoded(picture, form=form, xmp=_XMP.encode())
    written = PngInfo()
    written.add_itxt("XML:com.adobe.xmp", _XMP)
    return encoded(picture, pnginfo=written)


def with_text_parts() -> bytes:
    """Return a PNG with text parts that name a program and a time."""
    written = PngInfo()
    for name, words in (("Software", "Editor 2"), ("Creation Time", TAKEN), ("Author", "Wren")):
        written.add_text(name, words)
    return encoded(drawn_picture(1, width=160, height=120), pnginfo=written)
