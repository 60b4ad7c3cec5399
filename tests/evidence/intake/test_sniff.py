from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from evidence.intake.sniff import HEAD_BYTES, Kind, sniff
from tests.data.pictures import drawn_picture, encoded

_MAIL = b"Return-Path: <a@mail.example>\r\nFrom: a@mail.example\r\nSubject: hello\r\n\r\nText\r\n"
_SAVED = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://pages.example/x\r\n"
    b"Subject: A page\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
)


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, b"x")
    return out.getvalue()


SAMPLES: dict[str, tuple[bytes, Kind]] = {
    "nothing": (b"", Kind.EMPTY),
    "mp4": (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41", Kind.MP4),
    "quicktime": (b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  ", Kind.MOV),
    "old quicktime": (b"\x00\x00\x10\x00moov\x00\x00\x00\x6cmvhd", Kind.MOV),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", Kind.HEIC),
    "avif under mif1": (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avif", Kind.AVIF),
    "webm": (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", Kind.WEBM),
    "matroska": (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska", Kind.MKV),
    "avi": (b"RIFF\x00\x00\x00\x00AVI LIST", Kind.AVI),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", Kind.PDF),
    "mail": (_MAIL, Kind.EML),
    "saved page": (_SAVED, Kind.MHTML),
    "page": (b"\n <!DOCTYPE html><html><body>Hi", Kind.HTML),
    "page after a remark": (b"<!-- saved --><html lang=en>", Kind.HTML),
    "drawing": (b'<?xml version="1.0"?><!-- x --><svg xmlns="w"/>', Kind.SVG),
    "plain text": ("Es war einmal, größer als alles.\n".encode(), Kind.TXT),
    "text of another code page": (b"caf\xe9 cr\xe8me\r\n", Kind.TXT),
    "two-byte text": ("hello".encode("utf-16"), Kind.TXT),
    "a sentence with a colon": (b"Note: call back tomorrow\n", Kind.TXT),
    "zip": (archive("holiday/list.csv"), Kind.ZIP),
    "wacz": (archive("datapackage.json", "archive/data.warc.gz"), Kind.WACZ),
    "warc": (b"WARC/1.1\r\nWARC-Type: warcinfo\r\n", Kind.WARC),
    "packed warc": (gzip.compress(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n"), Kind.WARC),
    "packed something": (gzip.compress(b"hello"), Kind.UNKNOWN),
    "windows program": (b"MZ\x90\x00\x03\x00\x00\x00", Kind.EXE),
    "linux program": (b"\x7fELF\x02\x01\x01", Kind.EXE),
    "noise": (b"\x00\x01\x02\x03\x04\x05", Kind.UNKNOWN),
    "a text that starts with BM": (b"BM is short for many things.\n", Kind.TXT),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_tells_the_kind_by_content(sample: str) -> None:
    data, kind = SAMPLES[sample]

    assert sniff(data[:HEAD_BYTES], size=len(data)) is kind


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF"])
def test_tells_every_kind_of_picture(kind: str) -> None:
    data = encoded(drawn_picture(1, width=64, height=48), form=kind)

    assert sniff(data[:HEAD_BYTES], size=len(data)) is Kind[kind]


def test_tells_a_kind_from_any_beginning_without_an_error() -> None:
    for data, _ in SAMPLES.values():
        for length in range(min(len(data), 80)):
            assert sniff(data[:length], size=length) in Kind
