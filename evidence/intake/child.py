"""Read one picture in a process of its own: `python -m evidence.intake.child ORDER < file`.

ORDER is a JSON object (see `Order`). Out comes one JSON line; the fingerprints, preview and
outline it counts the bytes of follow it. What decoders raise over a broken file is answered; a
failure not foreseen ends the process, which the parent notes and takes for a damaged file.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any, BinaryIO

from PIL import Image

from evidence.fingerprints.measure import measure
from evidence.fingerprints.pagelike import paper_share
from evidence.intake.confining import confine
from evidence.intake.decoding import BROKEN, Decoded, NoDecoder, TooManyPixels, decode
from evidence.intake.derivatives import outline_of, preview_of
from evidence.intake.limits import Limits
from evidence.intake.metadata import metadata_of
from evidence.intake.moving import moving_frames
from evidence.intake.order import Order
from evidence.intake.sentences import Refusal
from evidence.intake.sniff import Kind

Answer = tuple[dict[str, Any], list[bytes]]
Look = Callable[[BinaryIO, Order, Limits], Answer]


def look_at_picture(stream: BinaryIO, order: Order, limits: Limits) -> Answer:
    """Return what is said of a picture, and the parts that follow it."""
    kind = Kind[order.kind]
    decoded = decode(stream, kind=kind, limits=limits)
    prints = measure(decoded.picture, sha256=order.sha256)
    frames = moving_frames(stream, decoded=decoded, kind=kind, limits=limits)
    parts = [replace(prints, frames=frames).to_bytes()]
    if order.derivatives:
        parts += [preview_of(decoded.picture), outline_of(decoded.picture)]
    return _facts(decoded), parts


def main(look: Look = look_at_picture) -> None:
    """Confine this process, look, and write the answer down."""
    order = Order.from_json(sys.argv[1])
    limits = Limits.from_json(order.limits)
    confine(limits)
    answer(lambda: look(_stream(limits), order, limits))


def answer(look: Callable[[], Answer]) -> None:
    """Write what a look gave, or the refusal it ended with: a JSON line, then the parts."""
    try:
        told, parts = look()
    except (TooManyPixels, Image.DecompressionBombError, Image.DecompressionBombWarning):
        told, parts = {"refusal": Refusal.TOO_MANY_PIXELS}, []
    except NoDecoder:
        told, parts = {"refusal": Refusal.NO_DECODER}, []
    except MemoryError:
        told, parts = {"refusal": Refusal.TOO_MUCH_MEMORY}, []
    except BROKEN:
        told, parts = {"refusal": Refusal.DAMAGED}, []
    told["parts"] = [len(part) for part in parts]
    with os.fdopen(1, "wb", closefd=False) as out:
        out.write(json.dumps(told).encode() + b"\n" + b"".join(parts))


def _stream(limits: Limits) -> BinaryIO:
    """Return standard input if it can be sought in, else what it holds."""
    source = os.fdopen(0, "rb", closefd=False)
    return source if source.seekable() else io.BytesIO(source.read(limits.file_bytes + 1))


def _facts(decoded: Decoded) -> dict[str, Any]:
    return {
        "frames": decoded.frames,
        "animated": decoded.animated,
        "paper": paper_share(decoded.picture),
        "metadata": metadata_of(decoded.picture).as_dict(),
    }


if __name__ == "__main__":
    main()
