"""Paint over parts of one picture in a process of its own; started by `covering`.

The order is JSON on the command line, the file is standard input, as for `child`. Out comes one
JSON line and the picture, or no picture where the boxes do not lie on it.
"""

from __future__ import annotations

import io
import os
import sys
from typing import BinaryIO

from PIL import Image

from evidence.fingerprints.canonical import orientation_of
from evidence.fingerprints.crops import Box
from evidence.fingerprints.measure import upright_size
from evidence.intake.child import answer
from evidence.intake.confining import confine
from evidence.intake.covering_order import CoveringOrder
from evidence.intake.decoding import decode
from evidence.intake.derivatives import covered_outline_of, covered_preview_of, scaled
from evidence.intake.limits import Limits
from evidence.intake.sniff import Kind

try:
    import pillow_heif
except ImportError:
    pass  # a HEIC picture then cannot be covered, nor was it read before
else:
    pillow_heif.register_heif_opener()


def main() -> None:
    order = CoveringOrder.from_json(sys.argv[1])
    limits = Limits.from_json(order.limits)
    confine(limits)
    answer(lambda: ({}, _told(order, limits=limits)))


def _told(order: CoveringOrder, *, limits: Limits) -> list[bytes]:
    picture = decode(_stream(limits), kind=Kind[order.kind], limits=limits).picture
    size = upright_size(picture.size, orientation=orientation_of(picture))
    if not (_same_shape(order.size, size) and all(_lies_on(box, order) for box in order.boxes)):
        return []
    boxes = [scaled(box, of=order.size, to=size) for box in order.boxes]
    make = covered_outline_of if order.outline else covered_preview_of
    made = make(picture, boxes=boxes)
    return [made] if _is_covered(made, boxes=boxes, size=size) else []


def _same_shape(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether one is a copy of the other, with sides rounded to whole pixels."""
    return abs(one[0] * other[1] - one[1] * other[0]) <= max(*one, *other)


def _lies_on(box: Box, order: CoveringOrder) -> bool:
    left, top, right, bottom = box
    return 0 <= left < right <= order.size[0] and 0 <= top < bottom <= order.size[1]


def _is_covered(made: bytes, *, boxes: list[Box], size: tuple[int, int]) -> bool:
    """Whether every box is of one tone in the bytes as anybody will decode them."""
    with Image.open(io.BytesIO(made), formats=("JPEG", "PNG")) as opened:
        picture = opened.convert("RGB")
    places = (scaled(box, of=size, to=picture.size) for box in boxes)
    return all(len(picture.crop(place).getcolors(1) or ()) == 1 for place in places)


def _stream(limits: Limits) -> BinaryIO:
    source = os.fdopen(0, "rb", closefd=False)
    return source if source.seekable() else io.BytesIO(source.read(limits.file_bytes + 1))


if __name__ == "__main__":
    main()
