from __future__ import annotations

import io

import pytest
from PIL import Image

from evidence.intake.metadata import MetadataSummary, metadata_of, metadata_of_tags
from evidence.intake.reader import Derivatives, read_file
from tests.data.pictures import drawn_picture
from tests.data.pictures.imprinted import (
    PLACE,
    SECRET,
    TAKEN,
    imprinted,
    with_text_parts,
    with_xmp,
)

FORMS = ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF", "mp4", "mov"]


@pytest.mark.parametrize("form", FORMS)
def test_reads_what_a_file_says_of_itself(form: str) -> None:
    said = read_file(imprinted(form)).metadata

    assert (said.has_gps, said.place) == (True, PLACE)
    assert said.device == "Maker Model 5"
    assert said.taken_at == TAKEN
    assert said.software == "Editor 2"


def test_reads_who_made_it_and_when_it_was_changed() -> None:
    said = read_file(imprinted("JPEG")).metadata

    assert (said.author, said.changed_at, said.remark) == ("Wren", "2026:03:02 09:00:00", SECRET)


@pytest.mark.parametrize("form", FORMS)
def test_leaves_nothing_of_it_in_any_smaller_copy(form: str) -> None:
    reading = read_file(imprinted(form), derivatives=Derivatives.PREVIEW_AND_OUTLINE)

    for copy in (reading.preview, reading.outline):
        assert copy is not None
        shown = Image.open(io.BytesIO(copy))
        shown.load()
        assert metadata_of(shown) == MetadataSummary()
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(shown.info)
        assert not any(word in copy for word in (b"Maker", b"Editor", b"Wren", SECRET.encode()))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_reads_xmp_where_there_is_no_exif(form: str) -> None:
    said = read_file(with_xmp(form)).metadata

    assert (said.has_gps, said.place) == (True, PLACE)
    assert (said.taken_at, said.software) == ("2026-03-01T12:30:00", "Editor 2")
    assert said.device == "Maker"


def test_reads_the_text_parts_of_a_png() -> None:
    said = read_file(with_text_parts()).metadata

    assert (said.software, said.taken_at, said.author) == ("Editor 2", TAKEN, "Wren")
    assert not said.has_gps


def test_says_nothing_of_a_file_that_says_nothing() -> None:
    assert metadata_of(drawn_picture(1)) == MetadataSummary()


@pytest.mark.parametrize(
    "written", ["+95.0+013.4/", "-12.5", "nowhere", "+12.5+181.0/", "+1e9+1e9/"]
)
def test_names_no_place_that_is_not_on_earth(written: str) -> None:
    said = metadata_of_tags({"location": written})

    assert (said.has_gps, said.place) == (True, "")


@pytest.mark.parametrize(
    "gps",
    [
        {1: "N", 2: (1.0, 2.0)},
        {2: "x", 4: "y"},
        {2: (1.0, 0.0, 0.0)},
        {2: (99.0, 0.0, 0.0), 4: (1.0, 0.0, 0.0)},
    ],
)
def test_tells_of_a_place_it_cannot_read(gps: dict[int, object]) -> None:
    picture = drawn_picture(1, width=64, height=48)
    picture.getexif().get_ifd(0x8825).update(gps)

    said = metadata_of(picture)

    assert (said.has_gps, said.place) == (True, "")


def test_cuts_long_words_and_drops_signs_that_do_not_print() -> None:
    said = metadata_of_tags({"title": "a\x07" * 900})

    assert said.remark == "a" * 60


@pytest.mark.parametrize(
    "said", [[], {"odd": 1}, "x", None], ids=["list", "strange name", "text", "nothing"]
)
def test_believes_no_child_that_says_something_else(said: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        MetadataSummary.from_dict(said)


def test_takes_only_words_from_a_child() -> None:
    said = MetadataSummary.from_dict({"device": {"a": 1}, "has_gps": "yes", "place": "1" * 99})

    assert said == MetadataSummary(place="1" * 60)
