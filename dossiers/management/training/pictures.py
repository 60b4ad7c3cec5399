"""Abstract pictures for training: clouds, light and shapes, drawn from a seed. Of nobody."""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

Size = tuple[int, int]
LAYERS = ((3, 120.0), (6, 90.0), (14, 80.0), (37, 55.0))
"""How many clouds across, and how strong."""


def scene(seed: int, *, size: Size = (720, 540)) -> Image.Image:
    """One picture a seed; two seeds never look alike."""
    dice = np.random.default_rng(seed)
    field = np.full((size[1], size[0], 3), dice.uniform(95, 155))
    for cells, strength in LAYERS:
        field += strength * (_clouds(dice, cells=cells, size=size) - 0.5)
    picture = Image.fromarray(np.clip(field, 0, 255).astype(np.uint8), "RGB")
    for _ in range(6):
        _lay_shape(picture, dice)
    return picture


def variant(seed: int, *, size: Size = (720, 540)) -> Image.Image:
    """The same place a moment later: a few shapes moved, so that a machine may take it for one."""
    picture, dice = scene(seed, size=size), np.random.default_rng(seed + 500_000)
    _lay_shape(picture, dice, most=0.16)
    return picture


def copied(picture: Image.Image, *, lost: float = 0.08) -> Image.Image:
    """The picture as it comes back after some hands: cut at two sides, darker, pressed hard."""
    keep = (1 - lost) ** 0.5
    width, height = picture.size
    left, top = round(width * (1 - keep) * 0.6), round(height * (1 - keep) * 0.3)
    cut = picture.crop((left, top, left + round(width * keep), top + round(height * keep)))
    out = io.BytesIO()
    ImageEnhance.Brightness(cut).enhance(0.85).save(out, "JPEG", quality=35)
    return Image.open(out).convert("RGB")


def as_png(picture: Image.Image) -> bytes:
    """The picture as a file, without any metadata."""
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def as_jpeg(picture: Image.Image) -> bytes:
    """The picture as a phone would keep it."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def _clouds(dice: np.random.Generator, *, cells: int, size: Size) -> NDArray[np.floating[Any]]:
    coarse = dice.integers(0, 256, (cells, cells, 3), dtype=np.uint8)
    smooth = Image.fromarray(coarse, "RGB").resize(size, Image.Resampling.BICUBIC)
    return np.asarray(smooth, dtype=np.float64) / 255


def _lay_shape(picture: Image.Image, dice: np.random.Generator, *, most: float = 0.42) -> None:
    width, height = picture.size
    left, top = dice.uniform(0, 0.75) * width, dice.uniform(0, 0.75) * height
    wide, high = dice.uniform(most / 3, most) * width, dice.uniform(most / 3, most) * height
    mask = Image.new("L", picture.size, 0)
    pen, box = ImageDraw.Draw(mask), (left, top, left + wide, top + high)
    if dice.random() < 0.5:
        pen.ellipse(box, fill=180)
    else:
        pen.rounded_rectangle(box, radius=min(wide, high) / 5, fill=180)
    red, green, blue = (int(part) for part in dice.integers(0, 256, 3))
    picture.paste((red, green, blue), mask=mask.filter(ImageFilter.GaussianBlur(4)))
