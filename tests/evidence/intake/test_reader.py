from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest
from PIL import Image

from evidence.fingerprints.matching import Tier, compare
from evidence.fingerprints.measure import measure
from evidence.intake.limits import Limits
from evidence.intake.order import Order
from evidence.intake.process import run_child
from evidence.intake.reader import Derivatives, Reading, Source, fingerprint_path, read_file
from evidence.intake.sentences import Refusal, refusal_sentence
from evidence.intake.sniff import Kind
from tests.data.pictures import drawn_picture, encoded
from tests.data.pictures.hostile import animation, flat_picture

SECRET = "Nobody should read this"


def photo_with_metadata() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Maker", "Model 5", "Editor 2\x00\x07"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:01 12:30:00"
    exif.get_ifd(0x8825)[1] = "N"
    return encoded(drawn_picture(1), form="JPEG", exif=exif, comment=SECRET.encode())


@pytest.fixture(scope="module")
def photo() -> Reading:
    return read_file(photo_with_metadata(), derivatives=Derivatives.PREVIEW_AND_OUTLINE)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF"])
def test_reads_every_kind_of_picture(form: str) -> None:
    reading = read_file(encoded(drawn_picture(1), form=form))

    assert (reading.kind, reading.why_not) == (Kind[form], "")
    assert (reading.width, reading.height, reading.frames) == (640, 480, 1)


def test_reads_heic_or_says_that_it_cannot() -> None:
    heif = pytest.importorskip("pillow_heif", reason="no HEIC encoder to make the sample with")
    heif.register_heif_opener()

    reading = read_file(encoded(drawn_picture(1), form="HEIF"))

    assert (reading.kind, reading.why_not, reading.width) == (Kind.HEIC, "", 640)


def test_takes_the_fingerprints_the_pure_code_takes() -> None:
    data = encoded(drawn_picture(2))

    reading = read_file(data)

    digest = hashlib.sha256(data).hexdigest()
    assert reading.sha256 == digest
    assert reading.fingerprints == measure(drawn_picture(2), sha256=digest)


@pytest.mark.parametrize("way", ["bytes", "bytearray", "view", "stream", "path"])
def test_reads_from_bytes_streams_and_paths_alike(way: str, tmp_path: Path) -> None:
    data = encoded(drawn_picture(3))
    path = tmp_path / "picture.png"
    path.write_bytes(data)
    sources: dict[str, Source] = {
        "bytes": data,
        "bytearray": bytearray(data),
        "view": memoryview(data),
        "stream": io.BytesIO(data),
        "path": path,
    }

    assert read_file(sources[way]).sha256 == hashlib.sha256(data).hexdigest()


def test_reads_through_a_pipe_where_memory_files_are_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr("os.memfd_create", raising=False)

    reading = read_file(encoded(drawn_picture(3, width=1600, height=1200)))

    assert (reading.why_not, reading.width) == ("", 1600)


def test_writes_nothing_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    read_file(encoded(drawn_picture(3)), derivatives=Derivatives.PREVIEW_AND_OUTLINE)

    assert list(tmp_path.iterdir()) == []


def test_makes_no_derivative_unasked() -> None:
    reading = read_file(encoded(drawn_picture(3)))

    assert (reading.preview, reading.outline) == (None, None)


def test_makes_a_preview_of_at_most_1240_pixels_across() -> None:
    data = encoded(drawn_picture(4, width=1800, height=900), form="JPEG")

    preview = read_file(data, derivatives=Derivatives.PREVIEW_AND_OUTLINE).preview

    assert preview is not None
    shown = Image.open(io.BytesIO(preview))
    assert (shown.format, shown.size) == ("JPEG", (1240, 620))


def test_draws_an_outline_of_at_most_320_pixels(photo: Reading) -> None:
    assert photo.outline is not None

    drawing = Image.open(io.BytesIO(photo.outline))

    assert (drawing.format, drawing.mode) == ("PNG", "L")
    assert max(drawing.size) <= 320


def test_strips_derivatives_of_everything_but_pixels(photo: Reading) -> None:
    for derivative in (photo.preview, photo.outline):
        assert derivative is not None
        assert not Image.open(io.BytesIO(derivative)).getexif()
        assert SECRET.encode() not in derivative


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_shows_the_first_frame_of_a_moving_picture_and_compares_all(form: str) -> None:
    reading = read_file(animation(form=form, frames=3))

    assert (reading.frames, reading.animated, reading.why_not) == (3, True, "")
    assert reading.note == "It has 3 frames; 3 of its pictures are compared."
    assert reading.fingerprints is not None
    first = measure(drawn_picture(60, width=320, height=240), sha256="0" * 64)
    verdict = compare(reading.fingerprints, first)
    assert verdict is not None
    assert verdict.tier is Tier.CERTAIN


@pytest.mark.parametrize("form", ["GIF", "PNG", "TIFF"])
def test_counts_frames_no_further_than_the_limit(form: str) -> None:
    reading = read_file(animation(form=form, frames=8), limits=Limits(frames=4))

    assert reading.frames == 4
    assert reading.note.startswith("It has 4 or more ")


def test_says_of_a_flat_picture_that_it_cannot_be_recognised() -> None:
    reading = read_file(flat_picture())

    assert "too little detail to be recognised" in reading.why_not
    assert reading.fingerprints is not None


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"", Kind.EMPTY, "This file is empty."),
        (b"<svg xmlns='x'/>", Kind.SVG, "cannot be compared as a picture"),
        (b"%PDF-1.7\n", Kind.PDF, "This is a PDF document. It is kept sealed"),
        (b"<html><p>hi", Kind.HTML, "kept sealed and cannot be compared as a picture"),
        (b"\x00\x00\x00\x18ftypisom" + b"\0" * 12, Kind.MP4, "cut short or damaged"),
        (b"\x00\x01\x02", Kind.UNKNOWN, "of a kind not known here"),
    ],
)
def test_says_what_becomes_of_a_file_that_is_not_compared(
    data: bytes, kind: Kind, words: str
) -> None:
    reading = read_file(data)

    assert reading.kind is kind
    assert words in reading.why_not
    assert reading.fingerprints is None


def test_believes_the_content_over_the_name() -> None:
    reading = read_file(b"<!doctype html><html>", name="holiday.png")

    assert (reading.kind, reading.mime) == (Kind.HTML, "text/html")
    assert reading.note == (
        "Its name says it is a PNG picture, but its content is not; the content counts."
    )


def test_makes_no_remark_on_a_name_that_fits() -> None:
    assert read_file(encoded(drawn_picture(1), form="JPEG"), name="A.JPEG").note == ""


def test_gives_a_line_of_fingerprints_for_a_path(tmp_path: Path) -> None:
    path = tmp_path / "own.png"
    path.write_bytes(encoded(drawn_picture(5)))

    line = fingerprint_path(path)

    assert (line["width"], line["height"], line["why_not"]) == (640, 480, "")
    assert all(len(line[name]) == 64 for name in ("sha256", "pdq", "pdq512", "phash256"))


def test_says_that_a_missing_path_could_not_be_opened(tmp_path: Path) -> None:
    assert fingerprint_path(tmp_path / "gone.png")["why_not"] == "This file could not be opened."


def test_says_so_where_no_heic_decoder_is_installed() -> None:
    order = Order("HEIC", "0" * 64, derivatives=False, limits=Limits().to_json())

    answer = run_child("evidence.intake.child", order.to_json(), content=b"x", seconds=20)

    said = refusal_sentence(Refusal(json.loads(answer.output)["refusal"]), limits=Limits())
    assert said.startswith("HEIC pictures cannot be read on this computer.")
