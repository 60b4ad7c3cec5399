"""What strangers do to a picture before they pass it on: 41 edits, the same on every run."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from random import Random
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

Picture = Image.Image
Act = Callable[[Picture, "Means"], Picture]


class Family(StrEnum):
    """Which goal an edit or a page is held to."""

    WHOLE = "whole picture"
    TURNED = "mirrored or turned"
    SMALL_CROP = "cut down a little"
    LARGE_CROP = "cut down much"
    ADDED = "something added"
    SCREEN = "seen through something else"
    PAGE = "screenshot of a page"
    HELD_OUT = "screenshot of a page, held out"


@dataclass(frozen=True, slots=True)
class Means:
    """What an edit may use: its own dice, and another picture to put beside."""

    dice: Random
    other: Picture


@dataclass(frozen=True, slots=True)
class Edit:
    name: str
    family: Family
    act: Act
    quality: int = 85


def edited(photo: Picture, edit: Edit, *, name: str, other: Picture) -> bytes:
    """Return the JPEG file of an edited photograph; `name` seeds the dice of the edit."""
    seed = hashlib.sha256(f"{edit.name}/{name}".encode()).digest()[:8]
    means = Means(Random(int.from_bytes(seed)), other)
    return as_jpeg(edit.act(photo, means), quality=edit.quality)


def as_jpeg(picture: Picture, *, quality: int) -> bytes:
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=quality)
    return file.getvalue()


def through_jpeg(picture: Picture, *, quality: int) -> Picture:
    return Image.open(io.BytesIO(as_jpeg(picture, quality=quality))).convert("RGB")


def fitted(picture: Picture, *, long_side: int) -> Picture:
    """Return the picture no larger than that on its long side."""
    scale = long_side / max(picture.size)
    return picture if scale >= 1 else scaled(picture, by=scale)


def scaled(picture: Picture, *, by: float) -> Picture:
    size = max(1, round(picture.width * by)), max(1, round(picture.height * by))
    return picture.resize(size, Image.Resampling.LANCZOS)


def as_it_is(photo: Picture, _: Means) -> Picture:
    return photo


def by_factor(factor: float) -> Act:
    return lambda photo, _: scaled(photo, by=factor)


def by_enhancing(kind: Callable[[Picture], ImageEnhance._Enhance], factor: float) -> Act:
    return lambda photo, _: kind(photo).enhance(factor)


def thumbnail(photo: Picture, _: Means) -> Picture:
    return fitted(photo, long_side=160)


def stretched(photo: Picture, _: Means) -> Picture:
    return photo.resize((photo.width, round(photo.height * 4 / 3)), Image.Resampling.LANCZOS)


def gamma(photo: Picture, _: Means) -> Picture:
    return photo.point([round(255 * (value / 255) ** 0.6) for value in range(256)] * 3)


def grey(photo: Picture, _: Means) -> Picture:
    return photo.convert("L").convert("RGB")


def warm(photo: Picture, _: Means) -> Picture:
    pixels = np.asarray(photo, dtype=np.float32) * np.array([1.15, 1.0, 0.8], np.float32)
    return Image.fromarray(np.clip(pixels + 6, 0, 255).astype(np.uint8))


def blurred(photo: Picture, _: Means) -> Picture:
    return photo.filter(ImageFilter.GaussianBlur(0.005 * max(photo.size)))


def sharpened(photo: Picture, _: Means) -> Picture:
    return ImageEnhance.Sharpness(photo).enhance(3)


def watermarked(photo: Picture, _: Means) -> Picture:
    layer = Image.new("RGBA", photo.size)
    pen, step = ImageDraw.Draw(layer), max(photo.size) // 5
    for row, top in enumerate(range(0, photo.height, step // 2)):
        for left in range(-step * (row % 2) // 2, photo.width, step):
            text(pen, (left, top), "example.org", size=step // 7, fill=(255, 255, 255, 110))
    return laid_over(photo, layer.rotate(20))


def with_logo(photo: Picture, _: Means) -> Picture:
    layer = Image.new("RGBA", photo.size)
    side = max(photo.size) // 7
    right, bottom = photo.width - side // 6, photo.height - side // 6
    pen = ImageDraw.Draw(layer)
    pen.rounded_rectangle(
        (right - 2 * side, bottom - side, right, bottom), side // 6, (200, 30, 60, 235)
    )
    text(pen, (right - 1.8 * side, bottom - 0.75 * side), "LEAKED", size=side // 2, fill="white")
    return laid_over(photo, layer)


def pixelated(photo: Picture, means: Means) -> Picture:
    box = placed(photo, share=1 / 5, dice=means.dice)
    part = photo.crop(box)
    coarse = part.resize((10, max(1, 10 * part.height // part.width)), Image.Resampling.BOX)
    result = photo.copy()
    result.paste(coarse.resize(part.size, Image.Resampling.NEAREST), box)
    return result


def turned(way: Image.Transpose) -> Act:
    return lambda photo, _: photo.transpose(way)


def cut(share: float) -> Act:
    """Return an edit that takes away that share of the area at a random place."""
    return lambda photo, means: photo.crop(placed(photo, share=1 - share, dice=means.dice))


def placed(photo: Picture, *, share: float, dice: Random) -> tuple[int, int, int, int]:
    """Return a box of that share of the area, of the picture's shape, at a random place."""
    width, height = round(photo.width * sqrt(share)), round(photo.height * sqrt(share))
    left, top = dice.randint(0, photo.width - width), dice.randint(0, photo.height - height)
    return left, top, left + width, top + height


def shaped(aspect: float) -> Act:
    return lambda photo, _: ImageOps.fit(photo, _largest(photo, aspect))


def _largest(photo: Picture, aspect: float) -> tuple[int, int]:
    return min(photo.width, round(photo.height * aspect)), min(
        photo.height, round(photo.width / aspect)
    )


def tilted(photo: Picture, means: Means) -> Picture:
    return photo.rotate(means.dice.choice((-5, 5)), Image.Resampling.BICUBIC)


def with_face(photo: Picture, means: Means) -> Picture:
    """Lay a drawn face over 30 % of the shorter side."""
    layer = Image.new("RGBA", photo.size)
    side = 0.3 * max(photo.size)
    left = means.dice.uniform(0.1, 0.9) * (photo.width - side)
    top = means.dice.uniform(0.1, 0.9) * (photo.height - side)
    pen = ImageDraw.Draw(layer)
    pen.ellipse((left, top, left + side, top + side), (255, 205, 60), (180, 130, 0), 3)
    for across in (0.33, 0.67):
        x, y, r = left + across * side, top + 0.38 * side, 0.07 * side
        pen.ellipse((x - r, y - r, x + r, y + r), (70, 45, 0))
    mouth = (left + 0.25 * side, top + 0.3 * side, left + 0.75 * side, top + 0.8 * side)
    pen.arc(mouth, 20, 160, (70, 45, 0), max(2, round(0.04 * side)))
    return laid_over(photo, layer)


def with_caption(photo: Picture, _: Means) -> Picture:
    result = photo.copy()
    pen, size = ImageDraw.Draw(result), photo.width // 12
    for words, top in (("WHEN YOU SEE IT", 0.02), ("SHARE THIS", 0.98)):
        font = ImageFont.load_default(size)
        anchor = "ma" if top < 0.5 else "md"
        at = (photo.width / 2, top * photo.height)
        pen.text(
            at, words, "white", font, anchor=anchor, stroke_width=size // 12, stroke_fill="black"
        )
    return result


def with_bands(photo: Picture, _: Means) -> Picture:
    band = round(0.18 * photo.height)
    result = Image.new("RGB", (photo.width, photo.height + 2 * band), "white")
    result.paste(photo, (0, band))
    pen, font = ImageDraw.Draw(result), ImageFont.load_default(band // 3)
    for words, middle in (("nobody:", band / 2), ("me at 3 am", photo.height + 1.5 * band)):
        pen.text((photo.width / 2, middle), words, "black", font, anchor="mm")
    return result


def framed(photo: Picture, _: Means) -> Picture:
    return ImageOps.expand(photo, round(0.05 * max(photo.size)), (240, 238, 232))


def letterboxed(photo: Picture, _: Means) -> Picture:
    return _on_phone(photo, Image.new("RGB", (720, 1280)))


def as_story(photo: Picture, _: Means) -> Picture:
    ground = ImageOps.fit(photo, (720, 1280)).filter(ImageFilter.GaussianBlur(28))
    return _on_phone(photo, ImageEnhance.Brightness(ground).enhance(0.8))


def _on_phone(photo: Picture, ground: Picture) -> Picture:
    held = ImageOps.contain(photo, ground.size)
    if held.size == ground.size:
        held = scaled(held, by=0.9)
    ground.paste(held, ((720 - held.width) // 2, (1280 - held.height) // 2))
    return ground


def collage(photo: Picture, means: Means) -> Picture:
    """Put two pictures of one height side by side, cut to a shape not too wide."""
    height = 700
    pair = [ImageOps.contain(each, (1100, height)) for each in (photo, means.other)]
    pair = [each.resize((round(each.width * height / each.height), height)) for each in pair]
    if means.dice.random() < 0.5:
        pair.reverse()
    result = Image.new("RGB", (pair[0].width + pair[1].width, height))
    result.paste(pair[0], (0, 0))
    result.paste(pair[1], (pair[0].width, 0))
    return result


def photographed_screen(photo: Picture, means: Means) -> Picture:
    """Show the picture on a dark desk as seen aslant, with the lines of a screen and noise."""
    shown = np.asarray(fitted(photo, long_side=1100))
    height, width = shown.shape[:2]
    margin = 0.14 * max(width, height)
    jolt = [means.dice.uniform(0, 0.06) * max(width, height) for _ in range(8)]
    from_here = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    to_there = from_here + margin + np.array(jolt, np.float32).reshape(4, 2)
    size = round(width + 2.3 * margin), round(height + 2.3 * margin)
    warp = cv2.getPerspectiveTransform(from_here, to_there)
    lit = cv2.warpPerspective(shown, warp, size, borderValue=(34, 32, 30)).astype(np.float32)
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]]
    lines = 1 + 0.05 * np.sin(rows * 2.1 + columns * 0.05) + 0.03 * np.sin(columns * 2.3)
    falloff = 1.1 - 0.45 * columns / size[0]
    noise = np.random.default_rng(means.dice.getrandbits(32)).normal(0, 5, lit.shape)
    seen = lit * (lines * falloff)[:, :, None] * (0.95, 1.0, 1.06) + noise
    return Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8))


def through_messengers(photo: Picture, means: Means) -> Picture:
    """Send the picture on three times, smaller each time, with a cut of a few per cent."""
    sent = photo
    for side, quality in ((1280, 70), (960, 60), (720, 50)):
        box = placed(sent, share=0.97, dice=means.dice)
        sent = through_jpeg(fitted(sent.crop(box), long_side=side), quality=quality)
    return sent


def mirrored_and_cut(photo: Picture, means: Means) -> Picture:
    return ImageOps.mirror(photo.crop(placed(photo, share=0.9, dice=means.dice)))


def laid_over(photo: Picture, layer: Picture) -> Picture:
    result = photo.convert("RGBA")
    result.alpha_composite(layer)
    return result.convert("RGB")


def text(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    words: str,
    *,
    size: int,
    fill: str | tuple[int, ...],
) -> None:
    pen.text(at, words, fill, ImageFont.load_default(max(8, size)))


_WAY = Image.Transpose
EDITS: Final[Sequence[Edit]] = (
    Edit("identity", Family.WHOLE, as_it_is, 95),
    Edit("jpeg q75", Family.WHOLE, as_it_is, 75),
    Edit("jpeg q50", Family.WHOLE, as_it_is, 50),
    Edit("jpeg q20", Family.WHOLE, as_it_is, 20),
    Edit("resize 0.5", Family.WHOLE, by_factor(0.5)),
    Edit("resize 0.25", Family.WHOLE, by_factor(0.25)),
    Edit("thumbnail 160 px", Family.WHOLE, thumbnail),
    Edit("stretched by a third", Family.WHOLE, stretched),
    Edit("brightness x1.4", Family.WHOLE, by_enhancing(ImageEnhance.Brightness, 1.4)),
    Edit("brightness x0.6", Family.WHOLE, by_enhancing(ImageEnhance.Brightness, 0.6)),
    Edit("contrast x1.5", Family.WHOLE, by_enhancing(ImageEnhance.Contrast, 1.5)),
    Edit("gamma 0.6", Family.WHOLE, gamma),
    Edit("greyscale", Family.WHOLE, grey),
    Edit("warm filter", Family.WHOLE, warm),
    Edit("blur (0.5 % of side)", Family.WHOLE, blurred),
    Edit("sharpen x3", Family.WHOLE, sharpened),
    Edit("tiled watermark", Family.WHOLE, watermarked),
    Edit("corner logo", Family.WHOLE, with_logo),
    Edit("pixelated fifth", Family.WHOLE, pixelated),
    Edit("mirror", Family.TURNED, turned(_WAY.FLIP_LEFT_RIGHT)),
    Edit("quarter turn left", Family.TURNED, turned(_WAY.ROTATE_90)),
    Edit("quarter turn right", Family.TURNED, turned(_WAY.ROTATE_270)),
    Edit("crop 5 % of area", Family.SMALL_CROP, cut(0.05)),
    Edit("crop 10 %", Family.SMALL_CROP, cut(0.10)),
    Edit("centre square 1:1", Family.SMALL_CROP, shaped(1)),
    Edit("feed crop 4:5", Family.SMALL_CROP, shaped(4 / 5)),
    Edit("crop 20 %", Family.LARGE_CROP, cut(0.20)),
    Edit("crop 30 %", Family.LARGE_CROP, cut(0.30)),
    Edit("crop 50 %", Family.LARGE_CROP, cut(0.50)),
    Edit("crop 75 %", Family.LARGE_CROP, cut(0.75)),
    Edit("mirror, crop 10 %, q50", Family.LARGE_CROP, mirrored_and_cut, 50),
    Edit("turned by 5 degrees", Family.ADDED, tilted),
    Edit("drawn face over 30 %", Family.ADDED, with_face),
    Edit("caption on top", Family.ADDED, with_caption),
    Edit("meme bands", Family.ADDED, with_bands),
    Edit("5 % light frame", Family.ADDED, framed),
    Edit("letterbox 9:16", Family.SCREEN, letterboxed),
    Edit("story, blurred fill", Family.SCREEN, as_story),
    Edit("collage of two", Family.SCREEN, collage),
    Edit("photo of a screen", Family.SCREEN, photographed_screen, 80),
    Edit("messenger chain", Family.SCREEN, through_messengers, 50),
)
