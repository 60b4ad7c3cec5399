"""Abstract pictures drawn from a seed: photo-like enough to be told apart, of nobody."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

Edit = Callable[[Image.Image], Image.Image]


def drawn_picture(seed: int, *, width: int = 640, height: int = 480) -> Image.Image:
    """Return clouds of four sizes, a light from one side, seven shapes and fine grain."""
    rng = np.random.default_rng(seed)
    field = np.zeros((height, width, 3), dtype=np.float32)
    for cells, share in ((3, 110), (7, 90), (17, 80), (41, 50)):
        field += share * (_clouds(rng, cells=cells, size=(width, height)) - 0.5)
    tilt = np.linspace(-1, 1, width, dtype=np.float32) * rng.uniform(-40, 40)
    pixels = np.clip(field + tilt[None, :, None] + rng.uniform(90, 160), 0, 255)
    picture = Image.fromarray(pixels.astype(np.uint8), "RGB")
    for _ in range(7):
        _add_shape(picture, rng=rng)
    grain = rng.normal(0, 4, (height, width, 1)).astype(np.float32)
    grained = np.clip(np.asarray(picture, dtype=np.float32) + grain, 0, 255)
    return Image.fromarray(grained.astype(np.uint8), "RGB")


def _clouds(
    rng: np.random.Generator, *, cells: int, size: tuple[int, int]
) -> NDArray[np.floating[Any]]:
    coarse = rng.integers(0, 256, (cells, cells, 3), dtype=np.uint8)
    smooth = Image.fromarray(coarse, "RGB").resize(size, Image.Resampling.BICUBIC)
    return np.asarray(smooth, dtype=np.float32) / 255


def _add_shape(picture: Image.Image, *, rng: np.random.Generator) -> None:
    width, height = picture.size
    x, y = rng.uniform(0, 0.8) * width, rng.uniform(0, 0.8) * height
    box = (x, y, x + rng.uniform(0.1, 0.4) * width, y + rng.uniform(0.1, 0.4) * height)
    layer = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(layer)
    if rng.random() < 0.6:
        pen.ellipse(box, fill=170)
    else:
        pen.rectangle(box, fill=170)
    red, green, blue = (int(part) for part in rng.integers(0, 256, 3))
    picture.paste(
        (red, green, blue), mask=layer.filter(ImageFilter.GaussianBlur(min(width, height) / 90))
    )


def encoded(picture: Image.Image, *, form: str = "PNG", **options: Any) -> bytes:
    """Return the picture as a file of that form."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def as_jpeg(picture: Image.Image, *, quality: int) -> Image.Image:
    """Return the picture after one trip through JPEG."""
    data = encoded(picture, form="JPEG", quality=quality)
    return Image.open(io.BytesIO(data)).convert("RGB")


def resized(picture: Image.Image, *, by: float) -> Image.Image:
    size = max(1, round(picture.width * by)), max(1, round(picture.height * by))
    return picture.resize(size, Image.Resampling.LANCZOS)


def cropped(picture: Image.Image, *, share: float) -> Image.Image:
    """Return the picture without that share of its area, cut off at two sides."""
    keep = (1 - share) ** 0.5
    left, top = picture.width * (1 - keep) * 0.7, picture.height * (1 - keep) * 0.2
    box = (left, top, left + picture.width * keep, top + picture.height * keep)
    return picture.crop(tuple(round(edge) for edge in box))


def watermarked(picture: Image.Image) -> Image.Image:
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for y in range(20, picture.height, 90):
        for x in range(10, picture.width, 150):
            pen.text((x, y), "sample mark", fill=(255, 255, 255, 110), font_size=18)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


CERTAIN_EDITS: Final[dict[str, Edit]] = {
    "jpeg 75": lambda picture: as_jpeg(picture, quality=75),
    "jpeg 20": lambda picture: as_jpeg(picture, quality=20),
    "half size": lambda picture: resized(picture, by=0.5),
    "quarter size": lambda picture: resized(picture, by=0.25),
    "mirrored": lambda picture: picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "turned left": lambda picture: picture.transpose(Image.Transpose.ROTATE_90),
    "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.7),
    "grey": lambda picture: picture.convert("L").convert("RGB"),
    "blurred": lambda picture: picture.filter(ImageFilter.GaussianBlur(2)),
    "sharpened": lambda picture: ImageEnhance.Sharpness(picture).enhance(2),
    "watermarked": watermarked,
}
FOUND_EDITS: Final[dict[str, Edit]] = {
    "crop 5 %": lambda picture: cropped(picture, share=0.05),
    "crop 10 %": lambda picture: cropped(picture, share=0.10),
    "square": lambda picture: picture.crop((80, 0, 560, 480)),
    "brighter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.4),
    "mirrored, cropped, jpeg 50": lambda picture: as_jpeg(
        cropped(picture, share=0.10).transpose(Image.Transpose.FLIP_LEFT_RIGHT), quality=50
    ),
}
