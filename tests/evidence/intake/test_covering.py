"""Boxes burnt into smaller copies: in the bytes that are returned there is nothing under them."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from evidence.fingerprints.crops import Box
from evidence.intake.covering import Copy, NotCovered, covered
from evidence.intake.derivatives import preview_of, scaled
from evidence.intake.limits import DEFAULT_LIMITS
from tests.data.pictures import drawn_picture, encoded

SIZE = (640, 480)
BOX = (101, 57, 333, 158)
ODD: list[Box] = [(0, 0, 1, 1), (639, 479, 640, 480), (3, 5, 4, 470), (0, 0, 640, 480), BOX]


def made(content: bytes, boxes: list[Box], copy: Copy, size: tuple[int, int] = SIZE) -> Image.Image:
    data = covered(content, size=size, boxes=boxes, copy=copy, limits=DEFAULT_LIMITS)
    return Image.open(io.BytesIO(data))


def under(picture: Image.Image, box: Box, size: tuple[int, int] = SIZE) -> set[object]:
    place = scaled(box, of=size, to=picture.size)
    return {color for _, color in picture.crop(place).getcolors(1 << 20) or []}


@pytest.mark.parametrize("copy", Copy)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_leaves_one_tone_under_every_box(form: str, copy: Copy) -> None:
    content = encoded(drawn_picture(8), form=form)

    picture = made(content, ODD[:3] + ODD[4:], copy)

    assert all(under(picture, box) in ({0}, {(0, 0, 0)}) for box in ODD[:3] + ODD[4:])


@pytest.mark.parametrize("copy", Copy)
def test_covers_all_of_a_picture(copy: Copy) -> None:
    picture = made(encoded(drawn_picture(8)), [(0, 0, 640, 480)], copy)

    assert under(picture, (0, 0, 640, 480)) in ({0}, {(0, 0, 0)})


@pytest.mark.parametrize("turn", range(1, 9))
def test_covers_the_same_part_however_the_camera_was_held(turn: int) -> None:
    size = (640, 480) if turn < 5 else (480, 640)
    page = Image.new("RGB", (640, 480), "white")
    turned = Image.Exif()
    turned[0x0112] = turn
    held = io.BytesIO()
    page.save(held, "JPEG", exif=turned)

    picture = made(held.getvalue(), [(40, 80, 120, 176)], Copy.PREVIEW, size)

    dark = np.argwhere(np.asarray(picture.convert("L")) < 128)
    assert (dark.min(0).tolist(), dark.max(0).tolist()) == ([80, 40], [175, 119])


def test_shows_the_rest_as_it_was() -> None:
    whole = drawn_picture(8)
    bare = Image.open(io.BytesIO(preview_of(whole)))

    picture = made(encoded(whole), [BOX], Copy.PREVIEW)

    difference = np.abs(np.asarray(picture, int) - np.asarray(bare, int))
    assert picture.size == bare.size
    assert difference[200:].max() < 40


@pytest.mark.parametrize("copy", Copy)
def test_gives_the_same_bytes_whatever_was_under_the_box(copy: Copy) -> None:
    pages = []
    for secret in ("+44 20 7946 0018", "wholly different"):
        page = Image.new("RGB", SIZE, "white")
        ImageDraw.Draw(page).text((120, 90), secret, fill="black", font_size=20)
        pages.append(encoded(page))

    one, other = (
        covered(page, size=SIZE, boxes=[BOX], copy=copy, limits=DEFAULT_LIMITS) for page in pages
    )

    assert pages[0] != pages[1]
    assert one == other


def test_covers_a_very_tall_page() -> None:
    tall = Image.new("RGB", (1366, 40_000), "white")
    ImageDraw.Draw(tall).rectangle((100, 39_000, 700, 39_100), fill="red")
    size, box = tall.size, (100, 39_000, 701, 39_101)

    picture = made(encoded(tall), [box], Copy.PREVIEW, size)

    assert under(picture, box, size) == {(0, 0, 0)}
    red, green, _ = (np.asarray(band, int) for band in picture.split())
    assert not (red > green + 60).any()


def test_carries_nothing_of_what_the_file_says() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Wren at home"
    held = io.BytesIO()
    drawn_picture(8).save(held, "JPEG", exif=exif, comment=b"Wren at home")

    data = covered(
        held.getvalue() + b"Wren at home", size=SIZE, boxes=[BOX], copy=Copy.PREVIEW,
        limits=DEFAULT_LIMITS,
    )  # fmt: skip

    assert b"Wren" not in data and b"Exif" not in data


@pytest.mark.parametrize(
    "box", [(-1, 0, 9, 9), (0, 0, 641, 9), (9, 9, 9, 20), (20, 9, 9, 20), (0, 470, 9, 481)]
)
def test_makes_nothing_for_a_box_that_does_not_lie_on_it(box: Box) -> None:
    with pytest.raises(NotCovered):
        made(encoded(drawn_picture(8)), [box], Copy.PREVIEW)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_makes_nothing_of_a_broken_file(content: bytes) -> None:
    with pytest.raises(NotCovered):
        made(content, [BOX], Copy.PREVIEW)


def test_makes_nothing_where_the_file_is_of_another_shape() -> None:
    with pytest.raises(NotCovered):
        made(encoded(drawn_picture(8)), [BOX], Copy.PREVIEW, (480, 640))
