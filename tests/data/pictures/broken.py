"""Good files of every kind, each broken in the same few ways, and some broken by hand."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Final

import pillow_heif

from tests.data.pictures import drawn_picture, encoded
from tests.data.pictures.hostile import animation, gif_claiming, hostile_files, png_chunk
from tests.data.pictures.videos import video

Damage = Callable[[bytes], bytes]

_STILLS: Final = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF")
_MOVING: Final = ("GIF", "PNG", "WEBP")
_VIDEOS: Final = ("mp4", "mov", "webm", "mkv", "avi")
_HEAD: Final = 48


@cache
def good_files() -> dict[str, bytes]:
    """Return one sound file of every kind that is looked into."""
    picture = drawn_picture(9, width=160, height=120)
    pillow_heif.register_heif_opener()
    stills = {form: encoded(picture, form=form) for form in _STILLS}
    moving = {f"moving {form}": animation(form=form, frames=3) for form in _MOVING}
    videos = {form: video((1, 2), form=form) for form in _VIDEOS}
    return {**stills, "HEIC": encoded(picture, form="HEIF"), **moving, **videos}


def _cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 5]


def _beheaded(data: bytes) -> bytes:
    return data[:_HEAD]


def _turned_round(data: bytes) -> bytes:
    return data[:_HEAD] + data[_HEAD:][::-1]


def _filled(data: bytes) -> bytes:
    """Keep the head and let every length after it be the largest there is."""
    return data[:_HEAD] + b"\xff" * (len(data) - _HEAD)


_DAMAGES: Final[dict[str, Damage]] = {
    "cut short": _cut,
    "only a head": _beheaded,
    "turned round": _turned_round,
    "filled with ones": _filled,
}


def box(name: bytes, body: bytes = b"") -> bytes:
    """Return one box of an MP4."""
    return struct.pack(">I", len(body) + 8) + name + body


def _boxes_in_boxes(depth: int) -> bytes:
    body = b""
    for _ in range(depth):
        body = box(b"moov", body)
    return box(b"ftyp", b"isom\0\0\2\0isom") + body


def _zip_naming(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, b"x" * 100)
    return out.getvalue()


def _odd_files() -> dict[str, bytes]:
    start = box(b"ftyp", b"isom\0\0\2\0isom")
    png = encoded(drawn_picture(9, width=80, height=60))
    gif = encoded(drawn_picture(9, width=80, height=60), form="GIF")
    return {
        "mp4 of nothing": start,
        "mp4 boxes two thousand deep": _boxes_in_boxes(2_000),
        "mp4 box longer than all": start + struct.pack(">I", 0xFFFFFFF0) + b"moov" + b"\0" * 64,
        "mp4 box of 64-bit length": start + b"\0\0\0\1moov" + b"\xff" * 8,
        "mp4 box of length one": start + b"\0\0\0\1mdat" + b"\0" * 7 + b"\1",
        "mp4 pointing at another file": start + box(b"moov", box(b"rmra", b"file:///etc/passwd")),
        "webm of endless size": b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\xff" * 64,
        "webm of nothing": b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\0" * 64,
        "avi naming no stream": b"RIFF\x40\0\0\0AVI LIST\x34\0\0\0hdrl" + b"\0" * 52,
        "avi list in itself": b"RIFF\xff\xff\xff\xffAVI " + b"LIST\xff\xff\xff\xffmovi" * 400,
        "gif of many empty frames": gif_claiming(9, 9)[:13] + b"\x2c" + b"\0" * 5_000,
        "gif frame outside": gif_claiming(4, 4)[:-12] + b"\xff" * 12 + b"\x3b",
        "gif growing to 65535x65535": gif[:-1]
        + b"\x2c"
        + struct.pack("<HHHHB", 0, 0, 65_535, 65_535, 0)
        + b"\x02\x01\x44\x00\x3b",
        "png without an end": png[:-12],
        "png of two heads": png[:33] + png[8:33] + png[33:],
        "png palette missing": png[:25] + b"\3" + png[26:],
        "png chunk of a wrong sum": png[:60] + bytes([png[60] ^ 1]) + png[61:],
        "png animated over nothing": png[:33] + png_chunk(b"acTL", b"\xff" * 8) + png[33:40],
        "jpeg of markers only": b"\xff\xd8" + b"\xff\xe1\0\2" * 9_000 + b"\xff\xd9",
        "jpeg without tables": b"\xff\xd8\xff\xc0\0\x11\x08\0\x40\0\x40\3" + b"\1\x11\0" * 3,
        "tiff of a million tags": b"II*\0\x08\0\0\0\xff\xff" + b"\1\1\4\0\1\0\0\0" * 6_000,
        "tiff big endian of nothing": b"MM\0*\0\0\0\0",
        "big tiff": b"II+\0\x08\0\0\0" + b"\xff" * 64,
        "pdf of nothing": b"%PDF-1.7",
        "pdf in a loop": b"%PDF-1.7\n1 0 obj<</Type/Pages/Kids[1 0 R]>>endobj\n"
        b"trailer<</Root 1 0 R>>",
        "drawing with an entity bomb": b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'aaaa'>"
        b"<!ENTITY b '&a;&a;&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>",
        "page of scripts": b"<!doctype html>" + b"<script>while(1){}</script>" * 400,
        "mail without end": b"From: a@mail.example\r\nSubject: x\r\n" + b"X-A: b\r\n" * 9_000,
        "mail of parts in parts": b"From: a@mail.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 500,
        "zip climbing out": _zip_naming("../../etc/cron.d/x"),
        "zip cut short": _zip_naming("list.csv")[:60],
        "gzip of nothing": b"\x1f\x8b\x08\0" + b"\0" * 20,
        "noise": bytes((7 * n * n + 3 * n) % 251 for n in range(4_000)),
        "one byte": b"\xff",
        "zeros": bytes(9_000),
        "nothing": b"",
    }


def broken_files() -> dict[str, bytes]:
    """Return every broken file by a name that says what is wrong with it."""
    made = {
        f"{kind}, {damage}": break_it(data)
        for kind, data in good_files().items()
        for damage, break_it in _DAMAGES.items()
    }
    return {**made, **_odd_files(), **hostile_files()}
