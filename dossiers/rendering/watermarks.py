"""A reader's name and the moment, burnt into every picture that is shown to them."""

import io
from typing import Final

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from evidence.rendering.faces import place_of, signs_of
from evidence.rendering.signs import cleaned

LONGEST_SIDE: Final = 1600
BLUR: Final = 40
"""A blurred copy is this many times smaller before it is drawn large again."""
BLURRED_SIDE: Final = 800
FONT: Final = "atkinson-latin-normal.woff2"


def marked(picture: bytes, *, words: str, clear: bool) -> bytes:
    """A JPEG of our own derivative with the words over all of it; blurred unless `clear`.

    Without the data of the file, at most 1600 pixels on its longer side.
    """
    with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG", "WEBP")) as opened:
        image = opened.convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if not clear:
        image = _blurred(image)
    tile = _tile(
        cleaned(words, can=signs_of(FONT).__contains__), size=max(14, min(image.size) // 22)
    )
    over = Image.new("RGBA", image.size)
    for row, top in enumerate(range(0, image.height, tile.height * 3)):
        for left in range(-(row % 2) * tile.width // 2, image.width, tile.width + tile.height):
            over.alpha_composite(tile, (max(0, left), top), (max(0, -left), 0))
    image.paste(over, mask=over)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def blurred(picture: bytes) -> bytes:
    """A JPEG of our own derivative, blurred beyond recognition, without the data of the file."""
    with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG", "WEBP")) as opened:
        image = opened.convert("RGB")
    image.thumbnail((BLURRED_SIDE, BLURRED_SIDE))
    out = io.BytesIO()
    _blurred(image).save(out, "JPEG", quality=70)
    return out.getvalue()


def _blurred(image: Image.Image) -> Image.Image:
    small = image.resize((max(1, image.width // BLUR), max(1, image.height // BLUR)))
    return small.resize(image.size).filter(ImageFilter.GaussianBlur(BLUR // 2))


def _tile(words: str, *, size: int) -> Image.Image:
    """The words on nothing, dark with a light rim, so that they are read on any ground."""
    font = ImageFont.truetype(place_of(FONT), size)
    left, top, right, bottom = font.getbbox(words, stroke_width=2)
    tile = Image.new("RGBA", (max(1, int(right - left) + 8), max(1, int(bottom - top) + 8)))
    ImageDraw.Draw(tile).text(
        (4 - left, 4 - top), words, font=font, fill=(20, 30, 30, 120), stroke_width=2,
        stroke_fill=(255, 255, 255, 90),
    )  # fmt: skip
    return tile
