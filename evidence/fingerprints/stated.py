"""Fingerprints worked out on the person's own device, as it states them.

The device sends numbers and no picture, so nothing here can prove that they are of a picture.
All that can be checked is checked: every name, kind, length and bound, and that the boxes of the
parts are the very ones `crops_of` would have cut.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from evidence.fingerprints.canonical import fitted_size
from evidence.fingerprints.crops import LEAST_QUALITY, Box, Crop, crop_boxes
from evidence.fingerprints.pdq import Turned
from evidence.fingerprints.pictures import PictureFingerprints

MOST_LETTERS: Final = 16_000
MOST_PIXELS: Final = 64_000_000
_MOST_SIDE: Final = 1 << 20
_LEAST_REGION: Final = 5
_NAMES: Final = frozenset(
    [
        "version",
        "sha256",
        "size",
        "region",
        "width",
        "height",
        "quality",
        "whole",
        "exchange",
        "phash",
        "crops",
    ]
)
_VALUE: Final = re.compile(r"[0-9a-f]{64}")


class NotFingerprints(ValueError):
    """The text does not state fingerprints of one picture, or not in full."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The fingerprints, and the part of the picture they are of; None is all of it.

    `region` stands on the upright picture at full size, as left, top, right, bottom.
    """

    prints: PictureFingerprints
    region: Box | None


def stated(text: str) -> Stated:
    """Return what a device states; raises NotFingerprints for anything out of the ordinary."""
    told = _told(text, names=_NAMES)
    size = _numbers(told["size"], count=2, least=1, most=_MOST_SIDE)
    if size[0] * size[1] > MOST_PIXELS:
        raise NotFingerprints("more pixels than are read here")
    region = _region(told["region"], size=(size[0], size[1]))
    width, height = _side(region, size=(size[0], size[1]))
    if [told["width"], told["height"]] != [width, height]:
        raise NotFingerprints("width and height are not those of the part")
    prints = PictureFingerprints(
        sha256=_value(told["sha256"]).hex(),
        width=width,
        height=height,
        whole=Turned(_values(told["whole"], count=8), _number(told["quality"], most=100)),
        exchange=_value(told["exchange"]),
        phash=_value(told["phash"]),
        rectangles=(),
        crops=_crops(told["crops"], size=fitted_size((width, height))),
    )
    return Stated(prints, region)


def stated_file(text: str) -> str:
    """Return the SHA-256 a device states of a file it cannot work on; raises NotFingerprints."""
    told = _told(text, names=frozenset(["version", "sha256"]))
    return _value(told["sha256"]).hex()


def _told(text: str, *, names: frozenset[str]) -> dict[str, Any]:
    if len(text) > MOST_LETTERS:
        raise NotFingerprints("too long")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise NotFingerprints("no JSON") from fault
    if not isinstance(told, dict) or told.keys() != names:
        raise NotFingerprints("other names than those of version 2")
    _number(told["version"], least=2, most=2)
    return told


def _region(told: Any, *, size: tuple[int, int]) -> Box | None:
    if told is None:
        return None
    left, top, right, bottom = _numbers(told, count=4, least=0, most=_MOST_SIDE)
    wide, high = right - left, bottom - top
    if min(wide, high) < _LEAST_REGION or right > size[0] or bottom > size[1]:
        raise NotFingerprints("the part does not lie on the picture")
    return left, top, right, bottom


def _side(region: Box | None, *, size: tuple[int, int]) -> tuple[int, int]:
    return size if region is None else (region[2] - region[0], region[3] - region[1])


def _crops(told: Any, *, size: tuple[int, int]) -> tuple[Crop, ...]:
    """Return the parts, which stand in the order of `crop_boxes`, each at most once."""
    places: dict[Box, list[int]] = {}
    for place, box in enumerate(crop_boxes(*size)):
        places.setdefault(box, []).append(place)
    found, taken = [], []
    for part in _list(told, most=sum(map(len, places.values()))):
        crop = _crop(part)
        rest = places.get(crop.box)
        if not rest:
            raise NotFingerprints("a part that is never cut")
        taken.append(rest.pop(0))
        found.append(crop)
    if any(one >= other for one, other in pairwise(taken)):
        raise NotFingerprints("the parts are out of order")
    return tuple(found)


def _crop(told: Any) -> Crop:
    if not isinstance(told, dict) or told.keys() != {"box", "value", "quality"}:
        raise NotFingerprints("not a part")
    left, top, right, bottom = _numbers(told["box"], count=4, least=0, most=_MOST_SIDE)
    quality = _number(told["quality"], least=LEAST_QUALITY, most=100)
    return Crop((left, top, right, bottom), _value(told["value"]), quality)


def _list(told: Any, *, most: int) -> list[Any]:
    if not isinstance(told, list) or len(told) > most:
        raise NotFingerprints("not a list, or too long a one")
    return told


def _numbers(told: Any, *, count: int, least: int, most: int) -> tuple[int, ...]:
    numbers = _list(told, most=count)
    if len(numbers) != count:
        raise NotFingerprints("too few numbers")
    return tuple(_number(one, least=least, most=most) for one in numbers)


def _number(told: Any, *, most: int, least: int = 0) -> int:
    if type(told) is not int or not least <= told <= most:
        raise NotFingerprints("not a number within its bounds")
    return told


def _values(told: Any, *, count: int) -> tuple[bytes, ...]:
    values = _list(told, most=count)
    if len(values) != count:
        raise NotFingerprints("too few values")
    return tuple(_value(one) for one in values)


def _value(told: Any) -> bytes:
    if not isinstance(told, str) or not _VALUE.fullmatch(told):
        raise NotFingerprints("not a value of 256 bits")
    return bytes.fromhex(told)
