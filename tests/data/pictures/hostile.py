"""Files made to do harm to whoever opens them, and files that are merely broken."""

from __future__ import annotations

import struct
import zlib
from typing import Final

from PIL import Image

from tests.data.pictures import drawn_picture, encoded

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_SCRIPT: Final = b"<!doctype html><html><script>alert(1)</script></html>"


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_claiming(width: int, height: int, *, body: bytes = b"\x00\x00\x00\x00") -> bytes:
    """Return a PNG of that size on paper, with no more pixels than `body` holds."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(body)), (b"IEND", b""))
    return _SIGNATURE + b"".join(png_chunk(*chunk) for chunk in chunks)


def bitmap_claiming(width: int, height: int) -> bytes:
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return struct.pack("<2sIHHI", b"BM", 54 + 4, 0, 0, 54) + info + b"\x00" * 4


def gif_claiming(width: int, height: int) -> bytes:
    screen = b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0)
    return screen + b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x00\x3b"


def tiff_looping() -> bytes:
    """Return a TIFF whose second page is its first."""
    data = bytearray(encoded(drawn_picture(1, width=80, height=60), form="TIFF"))
    at = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, at)[0]
    struct.pack_into("<I", data, at + 2 + 12 * entries, at)
    return bytes(data)


def png_with_text_bomb() -> bytes:
    """Return a small PNG with a compressed remark that unpacks to 200 MB."""
    plain = encoded(drawn_picture(2, width=80, height=60))
    bomb = png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"\x00" * (200 << 20)))
    return plain[:33] + bomb + plain[33:]


def png_with_profile_bomb() -> bytes:
    plain = encoded(drawn_picture(2, width=80, height=60))
    bomb = png_chunk(b"iCCP", b"x\x00\x00" + zlib.compress(b"\x00" * (200 << 20)))
    return plain[:33] + bomb + plain[33:]


def animation(*, form: str, frames: int) -> bytes:
    """Return a moving picture whose first frame is `drawn_picture(60)`."""
    first = drawn_picture(60, width=320, height=240)
    rest = [drawn_picture(61, width=320, height=240).rotate(3 * n) for n in range(frames - 1)]
    return encoded(first, form=form, save_all=True, append_images=rest, duration=40)


def hostile_files() -> dict[str, bytes]:
    """Return files that must give a sentence, not fingerprints."""
    jpeg = encoded(drawn_picture(3), form="JPEG")
    return {
        "png 1x1 body claiming 60000x60000": png_claiming(60_000, 60_000),
        "png claiming 2147483647x1": png_claiming(2_147_483_647, 1),
        "png claiming 8000x7900 without pixels": png_claiming(8_000, 7_900),
        "png without width": png_claiming(0, 9),
        "bitmap claiming 60000x60000": bitmap_claiming(60_000, 60_000),
        "bitmap claiming minus one": bitmap_claiming(-1, 5),
        "gif claiming 65535x65535": gif_claiming(65_535, 65_535),
        "png remark of 200 MB": png_with_text_bomb(),
        "png profile of 200 MB": png_with_profile_bomb(),
        "jpeg magic then script": b"\xff\xd8\xff" + _SCRIPT,
        "png magic then script": _SIGNATURE + _SCRIPT,
        "gif magic then script": b"GIF89a" + _SCRIPT,
        "jpeg header only": jpeg[:24],
        "jpeg scrambled": jpeg[:400] + jpeg[400:][::-1],
        "webp without pixels": b"RIFF\x10\x00\x00\x00WEBPVP8 \x04\x00\x00\x00abcd",
        "webp with a wild length": b"RIFF\xff\xff\xff\xffWEBPVP8X\xff\xff\xff\xff" + b"\x00" * 64,
        "tiff pointing past its end": b"II*\x00\xff\xff\xff\x7f",
        "avif brand over nothing": b"\x00\x00\x00\x1cftypavif" + b"\x00" * 40,
        "heic brand over nothing": b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40,
    }


def polyglots() -> dict[str, bytes]:
    """Return good pictures that are something else as well."""
    picture = drawn_picture(4)
    jpeg = encoded(picture, form="JPEG", quality=92)
    remark = struct.pack(">H", len(_SCRIPT) + 2) + _SCRIPT
    return {
        "jpeg with a script as remark": jpeg[:2] + b"\xff\xfe" + remark + jpeg[2:],
        "jpeg with a page after it": jpeg + _SCRIPT,
        "jpeg with an archive after it": jpeg + b"PK\x03\x04" + b"\x00" * 60,
        "gif with a script after it": encoded(picture, form="GIF") + b"/*" + _SCRIPT,
        "png with a page after it": encoded(picture) + _SCRIPT,
    }


def flat_picture() -> bytes:
    return encoded(Image.new("RGB", (400, 300), (231, 226, 219)))
