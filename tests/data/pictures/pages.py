"""Pages as they look on a screenshot, drawn around a picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from tests.data.pictures import drawn_picture, resized

Ink = tuple[int, int, int]
Page = Callable[[Image.Image, int], Image.Image]

_INK: Final[Ink] = (40, 44, 52)
_PALE: Final[Ink] = (120, 126, 134)
_WORDS: Final = ("lorem", "ipsum", "dolor", "sit", "amet", "elit", "sed", "tempor", "ut")


def forum_page(picture: Image.Image, seed: int) -> Image.Image:
    """Return a desktop forum: a bar, bordered posts with avatars, the picture in the second."""
    page, pen, rng = _paper((1280, 900), (238, 240, 243), seed)
    pen.rectangle((0, 0, 1280, 56), fill=(44, 82, 130))
    _write(pen, rng, at=(24, 18), width=500, lines=1, ink=(255, 255, 255))
    for top, bottom in ((80, 240), (260, 800), (820, 900)):
        pen.rectangle((60, top, 1220, bottom), fill=(255, 255, 255), outline=(205, 210, 216))
        _avatar(page, seed + top, box=(84, top + 20, 164, top + 100))
        _write(pen, rng, at=(200, top + 16), width=900, lines=2)
    page.paste(_fitting(picture, (620, 430)), (200, 330))
    return page


def social_page(picture: Image.Image, seed: int) -> Image.Image:
    """Return a phone's feed: the picture edge to edge between two headers."""
    page, pen, rng = _paper((1080, 1920), (255, 255, 255), seed)
    _write(pen, rng, at=(40, 50), width=600, lines=1, size=40)
    _avatar(page, seed, box=(40, 150, 130, 240))
    _write(pen, rng, at=(160, 160), width=600, lines=2, size=30)
    shown = picture.resize((1080, round(1080 * picture.height / picture.width)))
    page.paste(shown, (0, 270))
    below = 270 + shown.height
    for left in (40, 140, 240):
        pen.ellipse((left, below + 30, left + 60, below + 90), outline=_INK, width=5)
    _write(pen, rng, at=(40, below + 120), width=950, lines=6, size=32)
    return page


def chat_page(picture: Image.Image, seed: int) -> Image.Image:
    """Return a phone's chat: bubbles over a plain wall, the picture in one of them."""
    page, pen, rng = _paper((720, 1280), (229, 221, 213), seed)
    pen.rectangle((0, 0, 720, 90), fill=(7, 94, 84))
    pen.rounded_rectangle((20, 120, 480, 220), 18, fill=(255, 255, 255))
    _write(pen, rng, at=(40, 140), width=400, lines=2)
    shown = _fitting(picture, (480, 600))
    bubble = (200, 250, 220 + shown.width, 310 + shown.height)
    pen.rounded_rectangle(bubble, 14, fill=(220, 248, 198))
    page.paste(shown, (210, 260))
    _write(pen, rng, at=(220, 270 + shown.height), width=300, lines=1, ink=_PALE)
    pen.rounded_rectangle((20, bubble[3] + 30, 520, bubble[3] + 130), 18, fill=(255, 255, 255))
    _write(pen, rng, at=(40, bubble[3] + 50), width=420, lines=2)
    return page


def lightbox_page(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture over a dimmed forum."""
    behind = forum_page(drawn_picture(seed + 900), seed)
    page = Image.blend(behind, Image.new("RGB", behind.size, (0, 0, 0)), 0.75)
    shown = _fitting(picture, (900, 700))
    page.paste(shown, ((1280 - shown.width) // 2, (900 - shown.height) // 2))
    return page


def search_page(picture: Image.Image, seed: int) -> Image.Image:
    """Return a page of results: twelve small pictures with a line of text each."""
    page, pen, rng = _paper((1280, 900), (255, 255, 255), seed)
    pen.rounded_rectangle((40, 20, 700, 70), 24, outline=(200, 200, 200), width=2)
    place = int(rng.integers(0, 12))
    for index in range(12):
        one = picture if index == place else drawn_picture(seed * 31 + index + 5000)
        at = 40 + (index % 4) * 305, 110 + (index // 4) * 265
        page.paste(_fitting(one, (280, 210)), at)
        _write(pen, rng, at=(at[0], at[1] + 218), width=260, lines=1, size=14)
    return page


PAGES: Final[dict[str, Page]] = {
    "forum": forum_page,
    "social": social_page,
    "chat": chat_page,
    "lightbox": lightbox_page,
    "search": search_page,
}


def _paper(
    size: tuple[int, int], colour: Ink, seed: int
) -> tuple[Image.Image, ImageDraw.ImageDraw, np.random.Generator]:
    page = Image.new("RGB", size, colour)
    return page, ImageDraw.Draw(page), np.random.default_rng(seed + 77)


def _write(
    pen: ImageDraw.ImageDraw,
    rng: np.random.Generator,
    *,
    at: tuple[int, int],
    width: int,
    lines: int,
    ink: Ink = _INK,
    size: int = 18,
) -> None:
    for line in range(lines):
        words = rng.choice(_WORDS, max(1, width // (size * 3)))
        pen.text(
            (at[0], at[1] + line * size * 1.5), " ".join(map(str, words)), fill=ink, font_size=size
        )


def _avatar(page: Image.Image, seed: int, *, box: tuple[int, int, int, int]) -> None:
    size = box[2] - box[0], box[3] - box[1]
    disc = Image.new("L", size, 0)
    ImageDraw.Draw(disc).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=255)
    page.paste(drawn_picture(seed + 40_000, width=size[0], height=size[1]), box[:2], disc)


def _fitting(picture: Image.Image, room: tuple[int, int]) -> Image.Image:
    return resized(picture, by=min(room[0] / picture.width, room[1] / picture.height))
