"""What a file is, by its first bytes. Its name is a claim and is not asked."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from enum import Enum
from typing import Final

HEAD_BYTES: Final = 4096


class Kind(Enum):
    """A type of file: its MIME type and what a person would call it."""

    EMPTY = ("application/x-empty", "an empty file")
    JPEG = ("image/jpeg", "a JPEG picture")
    PNG = ("image/png", "a PNG picture")
    WEBP = ("image/webp", "a WebP picture")
    GIF = ("image/gif", "a GIF picture")
    AVIF = ("image/avif", "an AVIF picture")
    HEIC = ("image/heic", "a HEIC picture")
    BMP = ("image/bmp", "a BMP picture")
    TIFF = ("image/tiff", "a TIFF picture")
    MP4 = ("video/mp4", "an MP4 video")
    MOV = ("video/quicktime", "a QuickTime video")
    WEBM = ("video/webm", "a WebM video")
    MKV = ("video/x-matroska", "a Matroska video")
    AVI = ("video/x-msvideo", "an AVI video")
    PDF = ("application/pdf", "a PDF document")
    MHTML = ("multipart/related", "a saved web page (MHTML)")
    EML = ("message/rfc822", "a mail")
    HTML = ("text/html", "a web page (HTML)")
    SVG = ("image/svg+xml", "a drawing (SVG)")
    TXT = ("text/plain", "a text")
    WARC = ("application/warc", "a web archive (WARC)")
    WACZ = ("application/wacz", "a web archive (WACZ)")
    ZIP = ("application/zip", "a ZIP archive")
    EXE = ("application/x-executable", "a program")
    UNKNOWN = ("application/octet-stream", "of a kind not known here")

    def __init__(self, mime: str, called: str) -> None:
        self.mime = mime
        self.called = called


PICTURES: Final = frozenset(
    {
        Kind.JPEG,
        Kind.PNG,
        Kind.WEBP,
        Kind.GIF,
        Kind.AVIF,
        Kind.HEIC,
        Kind.BMP,
        Kind.TIFF,
    }
)
PAGED: Final = frozenset({Kind.TIFF, Kind.HEIC})
VIDEOS: Final = frozenset({Kind.MP4, Kind.MOV, Kind.WEBM, Kind.MKV, Kind.AVI})
COMPARED: Final = PICTURES | VIDEOS

_MAGIC: Final = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"BM", Kind.BMP),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"II+\x00", Kind.TIFF),
    (b"MM\x00+", Kind.TIFF),
    (b"%PDF-", Kind.PDF),
    (b"WARC/", Kind.WARC),
    (b"MZ", Kind.EXE),
    (b"\x7fELF", Kind.EXE),
    (b"\xcf\xfa\xed\xfe", Kind.EXE),
    (b"\xca\xfe\xba\xbe", Kind.EXE),
    (b"#!", Kind.EXE),
)
_AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})
_HEIC_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
)
_OLD_MOVIE_ATOMS: Final = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_HEADER_LINE: Final = re.compile(rb"(?i)\A(from |[a-z][a-z0-9-]{1,40}:[ \t]?[^\r\n]*\r?\n)")
_MAIL_FIELD: Final = re.compile(
    rb"(?im)^(return-path|received|delivered-to|from|to|subject|date|message-id|mime-version):"
)
_PROLOGUE: Final = re.compile(rb"(?is)\A(?:\s+|<\?xml[^>]*>|<!--.*?-->|<!doctype\s+svg[^>\[]*>)*")
_HTML_TAG: Final = re.compile(
    rb"(?i)<(!doctype\s+html|html|head|body|script|title|meta|iframe|table|div|p|a)\b"
)
_SVG_TAG: Final = re.compile(rb"(?i)<(\w+:)?svg\b")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(head: bytes, *, size: int) -> Kind:
    """Return the kind of a file from its first `HEAD_BYTES` and its size in bytes."""
    if size == 0:
        return Kind.EMPTY
    for asked in _QUESTIONS:
        kind = asked(head)
        if kind is not None:
            return kind
    return Kind.UNKNOWN


def _by_magic(head: bytes) -> Kind | None:
    for magic, kind in _MAGIC:
        if head.startswith(magic) and not (kind is Kind.BMP and not _is_bitmap(head)):
            return kind
    return None


def _is_bitmap(head: bytes) -> bool:
    header_size = int.from_bytes(head[14:18], "little")
    return header_size in (12, 40, 52, 56, 64, 108, 124)


def _by_riff(head: bytes) -> Kind | None:
    if head[:4] != b"RIFF":
        return None
    return {b"WEBP": Kind.WEBP, b"AVI ": Kind.AVI}.get(head[8:12])


def _by_boxes(head: bytes) -> Kind | None:
    if head[4:8] in _OLD_MOVIE_ATOMS:
        return Kind.MOV
    if head[4:8] != b"ftyp":
        return None
    length = min(int.from_bytes(head[:4]), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, length, 4))}
    if brands & _AVIF_BRANDS:
        return Kind.AVIF
    if head[8:12] in _HEIC_BRANDS:
        return Kind.HEIC
    return Kind.MOV if head[8:12] == b"qt  " else Kind.MP4


def _by_matroska(head: bytes) -> Kind | None:
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    return Kind.WEBM if b"webm" in head[:64] else Kind.MKV


def _by_archive(head: bytes) -> Kind | None:
    if head.startswith(b"\x1f\x8b"):
        return Kind.WARC if _first_inflated(head).startswith(b"WARC/") else None
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return None
    names = re.findall(rb"(?s)PK\x03\x04.{26}([\x20-\x7e]{1,60})", head)
    packed = any(name.startswith((b"datapackage.json", b"archive/data.warc")) for name in names)
    return Kind.WACZ if packed else Kind.ZIP


def _first_inflated(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 64)
    except zlib.error:
        return b""


def _by_text(head: bytes) -> Kind | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Kind.TXT
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _CONTROL.search(text):
        return None
    start = _PROLOGUE.sub(b"", text, count=1)
    if _SVG_TAG.match(start):
        return Kind.SVG
    if _HTML_TAG.match(start):
        return Kind.HTML
    return _mail(text) or Kind.TXT


def _mail(text: bytes) -> Kind | None:
    fields = {match.group(1).lower() for match in _MAIL_FIELD.finditer(text)}
    if not _HEADER_LINE.match(text) or len(fields) < 2:
        return None
    if re.search(rb"(?i)^content-type:\s*multipart/related", text, re.MULTILINE) and (
        b"Snapshot-Content-Location" in text or b"text/html" in text.lower()
    ):
        return Kind.MHTML
    return Kind.EML


_QUESTIONS: Final[tuple[Callable[[bytes], Kind | None], ...]] = (
    _by_magic,
    _by_riff,
    _by_boxes,
    _by_matroska,
    _by_archive,
    _by_text,
)
