"""Parts of a picture nobody vouches for: drawn as outlines to choose from, or cut out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evidence.fingerprints.crops import Box
from evidence.fingerprints.pictures import FingerprintsUnreadable, PictureFingerprints
from evidence.intake.cutting_order import CuttingOrder
from evidence.intake.limits import Limits
from evidence.intake.process import run_child
from evidence.intake.sniff import HEAD_BYTES, sniff

_MODULE = "evidence.intake.cutting_child"


class NotCut(Exception):
    """The child gave nothing: the part lies outside, or the file cannot be read."""


@dataclass(frozen=True, slots=True)
class Drawings:
    """Outline drawings, as PNG: the whole picture, and each part."""

    whole: bytes
    parts: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a picture: what it is known by, and its pixels as PNG without metadata."""

    fingerprints: PictureFingerprints
    pixels: bytes


def drawings_of(content: bytes, *, sha256: str, boxes: Sequence[Box], limits: Limits) -> Drawings:
    """Return outline drawings of a picture and of the boxes on it; raises NotCut."""
    order = _order(content, sha256=sha256, limits=limits)
    parts = _run(replace(order, drawn=tuple(boxes)), content=content, limits=limits)
    if len(parts) != len(boxes) + 1:
        raise NotCut
    return Drawings(parts[0], tuple(parts[1:]))


def part_of(content: bytes, *, sha256: str, box: Box, limits: Limits) -> Part:
    """Return one part of a picture; raises NotCut, also where the box lies outside."""
    order = _order(content, sha256=sha256, limits=limits)
    parts = _run(replace(order, cut=box), content=content, limits=limits)
    if len(parts) != 2:
        raise NotCut
    try:
        prints = PictureFingerprints.from_bytes(parts[0])
    except FingerprintsUnreadable as fault:
        raise NotCut from fault
    return Part(replace(prints, sha256=sha256), parts[1])


def _order(content: bytes, *, sha256: str, limits: Limits) -> CuttingOrder:
    kind = sniff(content[:HEAD_BYTES], size=len(content))
    return CuttingOrder(kind.name, sha256, limits.to_json())


def _run(order: CuttingOrder, *, content: bytes, limits: Limits) -> list[bytes]:
    outcome = run_child(_MODULE, order.to_json(), content=content, seconds=limits.seconds)
    if outcome.refusal is not None:
        raise NotCut
    line, _, rest = outcome.output.partition(b"\n")
    try:
        sizes = [int(size) for size in json.loads(line)["parts"]]
    except (ValueError, KeyError, TypeError) as fault:
        raise NotCut from fault
    parts = []
    for size in sizes:
        parts.append(rest[:size])
        rest = rest[size:]
    return parts
