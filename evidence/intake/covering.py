"""A picture made anew from its file with parts painted over, so that nothing lies under them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import Enum

from evidence.fingerprints.crops import Box
from evidence.intake.covering_order import CoveringOrder
from evidence.intake.limits import Limits
from evidence.intake.process import run_child
from evidence.intake.sniff import HEAD_BYTES, sniff

_MODULE = "evidence.intake.covering_child"


class NotCovered(Exception):
    """The child gave nothing: a box lies outside, the file cannot be read, or a check failed."""


class Copy(Enum):
    """Which smaller copy is wanted; the value is its type."""

    PREVIEW = "image/jpeg"
    OUTLINE = "image/png"


def covered(
    content: bytes, *, size: tuple[int, int], boxes: Sequence[Box], copy: Copy, limits: Limits
) -> bytes:
    """Return the smaller copy of a picture with these boxes black, without metadata.

    Boxes stand on the upright picture as if it were of that size; it has that shape. The pixels
    under them are gone before anything is made smaller, and painted again after; each is checked
    to be of one tone in the very bytes that are returned. Raises NotCovered, so that nothing half
    covered ever leaves.
    """
    kind = sniff(content[:HEAD_BYTES], size=len(content))
    order = CoveringOrder(kind.name, size, tuple(boxes), copy is Copy.OUTLINE, limits.to_json())
    outcome = run_child(_MODULE, order.to_json(), content=content, seconds=limits.seconds)
    line, _, rest = outcome.output.partition(b"\n")
    try:
        [length] = json.loads(line)["parts"]
    except (ValueError, KeyError, TypeError) as fault:
        raise NotCovered from fault
    if outcome.refusal is not None or not rest or len(rest) != length:
        raise NotCovered
    return rest
