from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw

from evidence.fingerprints.rectangles import (
    MOST_RECTANGLES,
    Box,
    overlap,
    rectangles_in,
    screen_sized,
)
from tests.data.pictures import drawn_picture
from tests.data.pictures.pages import chat_page, forum_page, lightbox_page, social_page

PLACES: list[tuple[str, Image.Image, Box]] = [
    ("forum", forum_page(drawn_picture(1), 1), (200, 330, 773, 760)),
    ("lightbox", lightbox_page(drawn_picture(2), 2), (190, 112, 1090, 787)),
    ("chat", chat_page(drawn_picture(3), 3), (210, 260, 690, 620)),
    ("social", social_page(drawn_picture(4), 4), (0, 270, 1080, 1080)),
]

BACKDROP = (56, 56, 56)
HELD_UP: Box = (190, 150, 1090, 750)
MELTING = 0.22
"""The share of both sides at a corner where a picture has the page's own tone."""


def held_up(picture: Image.Image, *, behind: Sequence[Box]) -> Image.Image:
    """Return a dimmed page with the picture over it, and parts of others behind it."""
    page = Image.new("RGB", (1280, 900), BACKDROP)
    for seed, (left, top, right, bottom) in enumerate(behind, start=70):
        page.paste(dark_picture(seed, width=right - left, height=bottom - top), (left, top))
    page.paste(picture, HELD_UP[:2])
    return page


def dark_picture(seed: int, *, width: int = 900, height: int = 600) -> Image.Image:
    picture = drawn_picture(seed, width=width, height=height)
    return picture.point([tone // 3 for tone in range(256)] * 3)


def with_melting_corners(picture: Image.Image, *, corners: Sequence[str]) -> Image.Image:
    """Return the picture with the page's tone in a triangle at each of the corners."""
    width, height = picture.size
    pen = ImageDraw.Draw(picture)
    for corner in corners:
        x, across = (0, MELTING * width) if "left" in corner else (width, -MELTING * width)
        y, down = (0, MELTING * height) if "top" in corner else (height, -MELTING * height)
        pen.polygon([(x, y), (x + across, y), (x, y + down)], fill=BACKDROP)
    return picture


@pytest.mark.parametrize(("page", "box"), [(page, box) for _, page, box in PLACES])
def test_finds_the_picture_on_the_page(page: Image.Image, box: Box) -> None:
    found = rectangles_in(page)

    assert max(overlap(each, box) for each in found) >= 0.95


@pytest.mark.parametrize("seed", [11, 12])
def test_finds_a_picture_whose_dark_corners_melt_into_a_dark_page(seed: int) -> None:
    picture = with_melting_corners(dark_picture(seed), corners=("top left", "bottom right"))
    page = held_up(picture, behind=[(30, 400, 190, 730), (1090, 170, 1250, 500)])

    found = rectangles_in(page)

    assert max(overlap(each, HELD_UP) for each in found) >= 0.98


def test_finds_a_picture_whose_border_runs_on_into_the_page_behind() -> None:
    picture = with_melting_corners(dark_picture(13), corners=("top right",))
    page = held_up(picture, behind=[(30, 400, 190, 900), (190, 750, 1250, 900)])

    found = rectangles_in(page)

    assert max(overlap(each, HELD_UP) for each in found) >= 0.98


def test_finds_nothing_on_an_empty_page() -> None:
    assert rectangles_in(Image.new("RGB", (1280, 900), (250, 250, 250))) == ()


def test_finds_no_box_where_the_picture_is_the_whole_frame() -> None:
    picture = drawn_picture(5)

    assert all(overlap(box, (0, 0, 640, 480)) < 0.98 for box in rectangles_in(picture))


def test_stops_at_the_most_rectangles_on_noise() -> None:
    noise = np.random.default_rng(6).integers(0, 256, (900, 1280, 3), dtype=np.uint8)
    tiles = Image.fromarray(noise, "RGB").resize((1280, 900))
    for left in range(0, 1280, 64):
        tiles.paste((255, 255, 255), (left, 0, left + 4, 900))

    assert len(rectangles_in(tiles)) <= MOST_RECTANGLES


@pytest.mark.parametrize("size", [(1, 1), (5, 900), (900, 5), (33, 49), (60, 60)])
def test_survives_small_and_slender_pages(size: tuple[int, int]) -> None:
    page = drawn_picture(7, width=size[0], height=size[1])

    assert len(rectangles_in(page)) <= MOST_RECTANGLES


def test_works_on_a_copy_of_screen_size() -> None:
    page = Image.new("RGB", (1366, 20_000))

    small = screen_sized(page)

    assert small.width * small.height <= 3_100_000
    assert abs(small.width / small.height - page.width / page.height) < 0.001
