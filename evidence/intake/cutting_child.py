"""Draw or cut parts of one picture in a process of its own; started by `cutting`.

The order is JSON on the command line, the file is standard input, as for `child`. Out comes one
JSON line and the parts it counts the bytes of: outline drawings, or the fingerprints and the
pixels of one part.
"""

from __future__ import annotations

import io
import os
import sys
from typing import BinaryIO

from PIL import Image

from evidence.fingerprints.canonical import eight_bits, fitted, flattened, orientation_of, upright
from evidence.fingerprints.crops import Box
from evidence.fingerprints.measure import measure_part, stored_box, upright_size
from evidence.intake.child import answer
from evidence.intake.confining import confine
from evidence.intake.cutting_order import CuttingOrder, OutsideThePicture
from evidence.intake.decoding import decode
from evidence.intake.derivatives import drawing_of
from evidence.intake.limits import Limits
from evidence.intake.sniff import Kind

try:
    import pillow_heif
except ImportError:
    pass  # a HEIC picture then cannot be cut, nor was it read before
else:
    pillow_heif.register_heif_opener()

PART_SIDE = 240
WHOLE_SIDE = 720
WORKING_SIDE = 3000


def main() -> None:
    order = CuttingOrder.from_json(sys.argv[1])
    limits = Limits.from_json(order.limits)
    confine(limits)
    answer(lambda: ({}, _told(order, limits=limits)))


def _told(order: CuttingOrder, *, limits: Limits) -> list[bytes]:
    picture = decode(_stream(limits), kind=Kind[order.kind], limits=limits).picture
    try:
        return _parts(picture, order=order)
    except OutsideThePicture:
        return []


def _stream(limits: Limits) -> BinaryIO:
    source = os.fdopen(0, "rb", closefd=False)
    return source if source.seekable() else io.BytesIO(source.read(limits.file_bytes + 1))


def _parts(picture: Image.Image, *, order: CuttingOrder) -> list[bytes]:
    if order.cut is None:
        whole = drawing_of(picture, side=WHOLE_SIDE)
        return [whole] + [drawing_of(_cut(picture, box), side=PART_SIDE) for box in order.drawn]
    prints = measure_part(picture, sha256=order.sha256, box=_on(picture, order.cut))
    pixels = fitted(_cut(picture, order.cut), long_side=WORKING_SIDE)
    return [prints.to_bytes(), _as_png(pixels)]


def _cut(picture: Image.Image, box: Box) -> Image.Image:
    """Return a part as it stands upright, without what the file says of itself."""
    orientation = orientation_of(picture)
    box = stored_box(_on(picture, box), size=picture.size, orientation=orientation)
    cut = upright(picture.crop(box), orientation=orientation)
    plain = flattened(eight_bits(cut))
    return Image.frombytes("RGB", plain.size, plain.tobytes())


def _on(picture: Image.Image, box: Box) -> Box:
    width, height = upright_size(picture.size, orientation=orientation_of(picture))
    left, top, right, bottom = box
    if not (0 <= left < right <= width and 0 <= top < bottom <= height):
        raise OutsideThePicture(box)
    return box


def _as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=3)
    return out.getvalue()


if __name__ == "__main__":
    main()
