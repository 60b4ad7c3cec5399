from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

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


@pytest.mark.parametrize(("page", "box"), [(page, box) for _, page, box in PLACES])
def test_finds_the_picture_on_the_page(page: Image.Image, box: Box) -> None:
    found = rectangles_in(page)

    assert max(overlap(each, box) for each in found) >= 0.95


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
