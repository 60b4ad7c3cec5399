"""A closer look at one picture, in a process of its own: `... closer_child ORDER < files`.

ORDER is a JSON object (see `CloserOrder`). The files stand one after another: the picture, then
a working copy of each reference. Out comes one JSON line, then the files it counts the bytes of.
"""

from __future__ import annotations

import io
import os
import sys

from PIL import Image

from evidence.fingerprints.aligning import View, WorkingCopy, aligned, view_of, working_copy_of
from evidence.fingerprints.canonical import eight_bits, flattened, orientation_of, upright
from evidence.fingerprints.details import quad_from
from evidence.intake.child import Answer, answer
from evidence.intake.confining import confine
from evidence.intake.decoding import decode
from evidence.intake.limits import Limits
from evidence.intake.order import CloserOrder
from evidence.intake.outlines import sheet_of
from evidence.intake.sniff import Kind


def main() -> None:
    order = CloserOrder.from_json(sys.argv[1])
    limits = Limits.from_json(order.limits)
    confine(limits)
    answer(lambda: _told(order, limits=limits))


def _told(order: CloserOrder, *, limits: Limits) -> Answer:
    with os.fdopen(0, "rb", closefd=False) as source:
        content = source.read(order.size)
        copies = [source.read(size) for size in order.copies]
    decoded = decode(io.BytesIO(content), kind=Kind[order.kind], limits=limits).picture
    turned = upright(flattened(eight_bits(decoded)), orientation=orientation_of(decoded))
    if order.keep:
        return {}, [working_copy_of(turned).to_bytes()]
    return _looked(turned, copies=copies, order=order)


def _looked(picture: Image.Image, *, copies: list[bytes], order: CloserOrder) -> Answer:
    """Align each reference whose place is not known yet, and draw each that was found."""
    view: View | None = None
    found, parts = [], []
    for copy, place, align in zip(copies, order.places, order.align, strict=True):
        own = WorkingCopy.from_bytes(copy) if copy else None
        alignment, quad = None, quad_from(place) if place else None
        if align and own is not None:
            view = view or view_of(picture)
            alignment = aligned(view, own)
            quad = alignment.quad if alignment else quad
        found.append(alignment.as_dict() if alignment else None)
        if quad is None:
            parts += [b"", b""]
            continue
        sheet = sheet_of(picture, own.view.grey if own else None, quad=quad)
        parts += [sheet.wide, sheet.tall]
    return {"found": found}, parts


if __name__ == "__main__":
    main()
