from __future__ import annotations

import io
import zipfile

import pytest

from evidence.intake.reader import read_file
from evidence.intake.sniff import Kind
from tests.data.pictures import drawn_picture, encoded
from tests.data.pictures.hostile import polyglots
from tests.data.pictures.videos import video


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("list.csv", b"x")
    return out.getvalue()


def picture(form: str = "JPEG") -> bytes:
    return encoded(drawn_picture(4, width=160, height=120), form=form)


@pytest.mark.parametrize(
    ("data", "kind", "other"),
    [
        (picture() + archive(), Kind.JPEG, "a ZIP archive"),
        (picture("PNG") + archive(), Kind.PNG, "a ZIP archive"),
        (picture("GIF") + b"<script>1</script>", Kind.GIF, "a web page (HTML)"),
        (video((1,)) + b"<html><p>", Kind.MP4, "a web page (HTML)"),
        (b"%PDF-1.7\n" + archive(), Kind.PDF, "a ZIP archive"),
        (b"<html>\n%PDF-1.7\n", Kind.HTML, "a PDF document"),
    ],
    ids=["jpeg zip", "png zip", "gif page", "video page", "pdf zip", "page pdf"],
)
def test_names_both_of_what_a_file_is(data: bytes, kind: Kind, other: str) -> None:
    reading = read_file(data)

    assert reading.kind is kind
    assert f"It is {kind.called} and also carries {other}; only the first counts here." in (
        reading.note
    )


@pytest.mark.parametrize("name", ["jpeg with a script as remark", "png with a page after it"])
def test_names_a_page_hidden_in_a_picture(name: str) -> None:
    assert "also carries a web page (HTML)" in read_file(polyglots()[name]).note


@pytest.mark.parametrize(
    "data",
    [
        picture(),
        archive(),
        b"From: a@mail.example\r\nSubject: about %PDF-1.7\r\n\r\n<html>",
        b"A text about %PDF-1.7 and <script>\n",
        b"<html><script>1</script></html>",
    ],
    ids=["picture", "zip", "mail", "text", "page"],
)
def test_finds_nothing_more_in_plain_files(data: bytes) -> None:
    assert "also carries" not in read_file(data).note
