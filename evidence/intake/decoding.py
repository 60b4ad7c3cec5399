"""Opening a picture nobody vouches for. Runs in the child only."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from evidence.intake.limits import Limits
from evidence.intake.sniff import PAGED, Kind

_BUILT_IN: Final = {
    Kind.AVIF: AvifImagePlugin.AvifImageFile,
    Kind.BMP: BmpImagePlugin.BmpImageFile,
    Kind.GIF: GifImagePlugin.GifImageFile,
    Kind.JPEG: JpegImagePlugin.JpegImageFile,
    Kind.PNG: PngImagePlugin.PngImageFile,
    Kind.TIFF: TiffImagePlugin.TiffImageFile,
    Kind.WEBP: WebPImagePlugin.WebPImageFile,
}
_HARMLESS: Final = (
    "Corrupt EXIF data|Possibly corrupt EXIF data|Truncated File Read|Metadata Warning"
)
BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    Warning,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
"""What Pillow and its plugins raise over a file that is not as it should be."""


class TooManyPixels(Exception):
    """The picture claims more pixels than the limit."""


class NoDecoder(Exception):
    """Nothing here reads this kind of picture."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A loaded first frame, and how many frames or pages the file has."""

    picture: Image.Image
    frames: int
    animated: bool


def decode(stream: BinaryIO, *, kind: Kind, limits: Limits) -> Decoded:
    """Return the decoded first frame of a seekable stream, as that kind and no other."""
    form = form_of(kind)
    Image.MAX_IMAGE_PIXELS = limits.pixels
    with strict():
        opened(stream, form=form, limits=limits).verify()
        frames = _count_frames(stream, form=form, kind=kind, limits=limits)
        picture = opened(stream, form=form, limits=limits)
        picture.load()
    return Decoded(picture, frames, animated=frames > 1 and kind not in PAGED)


def form_of(kind: Kind) -> str:
    """Return Pillow's word for a kind of picture."""
    return "HEIF" if kind is Kind.HEIC else kind.name


@contextmanager
def strict() -> Iterator[None]:
    """Take a decoder's warnings for errors, bar those about metadata."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message=_HARMLESS)
        yield


def opened(stream: BinaryIO, *, form: str, limits: Limits) -> Image.Image:
    """Return the picture opened from its start as that form, its pixels not loaded yet."""
    stream.seek(0)
    if form == "HEIF" and form not in Image.OPEN:
        raise NoDecoder(form)
    try:
        picture = Image.open(stream, formats=(form,))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(str(error)) from error
    if picture.width * picture.height > limits.pixels:
        raise TooManyPixels(f"{picture.width} x {picture.height}")
    return picture


def _count_frames(stream: BinaryIO, *, form: str, kind: Kind, limits: Limits) -> int:
    """Return the number of frames or pages, counted no further than the limit."""
    if kind is Kind.GIF:
        stream.seek(0)
        return count_gif_frames(stream, at_most=limits.frames)
    picture = opened(stream, form=form, limits=limits)
    if kind is not Kind.TIFF:
        return 1 if kind is Kind.JPEG else min(getattr(picture, "n_frames", 1), limits.frames)
    for page in range(1, limits.frames):
        try:
            picture.seek(page)
        except (EOFError, OSError, SyntaxError, ValueError, KeyError, TypeError):
            return page
    return limits.frames


def count_gif_frames(stream: BinaryIO, *, at_most: int) -> int:
    """Return how many frames a GIF holds, by its blocks, without decoding any."""
    head = stream.read(13)
    if len(head) == 13 and head[10] & 0x80:
        stream.seek(3 << ((head[10] & 7) + 1), 1)
    frames = 0
    while frames < at_most:
        mark = stream.read(1)
        if mark == b"\x2c":
            frames += 1
            _skip_frame_head(stream)
        elif mark == b"\x21":
            stream.seek(1, 1)
        else:
            break
        _skip_blocks(stream)
    return max(1, frames)


def _skip_frame_head(stream: BinaryIO) -> None:
    head = stream.read(9)
    if len(head) == 9 and head[8] & 0x80:
        stream.seek(3 << ((head[8] & 7) + 1), 1)
    stream.seek(1, 1)


def _skip_blocks(stream: BinaryIO) -> None:
    while size := stream.read(1):
        if size == b"\x00":
            return
        stream.seek(size[0], 1)
