"""Asking a child for a closer look at a picture: its working copy, or references found on it."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from evidence.fingerprints.details import Alignment, AlignmentUnreadable, Quad
from evidence.intake.limits import DEFAULT_LIMITS, Limits
from evidence.intake.order import CloserOrder
from evidence.intake.outlines import Sheet
from evidence.intake.process import run_child
from evidence.intake.sentences import Refusal
from evidence.intake.sniff import HEAD_BYTES, PICTURES, Kind, sniff

SHEET_BYTES: Final = 1 << 20
_PNG: Final = b"\x89PNG\r\n\x1a\n"


class NotSeen(Exception):
    """The closer look gave nothing, for the reason given; the file stays as it is."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Asked:
    """One reference: its working copy (empty where none is kept), and its place if known.

    With `align` it is looked for by its details, and its place is the one to fall back on.
    """

    copy: bytes
    quad: Quad | None
    align: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What was found of one reference, and the drawings; None where there is nothing."""

    alignment: Alignment | None
    sheet: Sheet | None


def working_copy(picture: Iterable[bytes], *, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return what is kept of a picture to know it by its details; raises `NotSeen`."""
    _, parts = _told(picture, asked=(), keep=True, limits=limits)
    if len(parts) != 1 or not parts[0]:
        raise NotSeen(Refusal.DAMAGED)
    return parts[0]


def look_closer(
    picture: Iterable[bytes], asked: Sequence[Asked], *, limits: Limits = DEFAULT_LIMITS
) -> list[Look]:
    """Look for each reference on the picture, and draw each that lies there; raises `NotSeen`."""
    facts, parts = _told(picture, asked=asked, keep=False, limits=limits)
    try:
        found = [Alignment.from_dict(each) if each else None for each in facts["found"]]
        sheets = [_sheet(parts[at : at + 2]) for at in range(0, len(parts), 2)]
        return [Look(*pair) for pair in zip(found, sheets, strict=True)]
    except (AlignmentUnreadable, KeyError, TypeError, ValueError) as error:
        raise NotSeen(Refusal.DAMAGED) from error


def _sheet(parts: Sequence[bytes]) -> Sheet | None:
    wide, tall = parts
    if not wide and not tall:
        return None
    if not all(len(part) <= SHEET_BYTES and part.startswith(_PNG) for part in parts):
        raise ValueError("this is no drawing")
    return Sheet(wide, tall)


def _told(
    picture: Iterable[bytes], *, asked: Sequence[Asked], keep: bool, limits: Limits
) -> tuple[dict[str, Any], list[bytes]]:
    with _in_memory() as content:
        for piece in picture:
            content.write(piece)
        size = content.tell()
        content.seek(0)
        kind = sniff(content.read(HEAD_BYTES), size=size)
        content.seek(size)
        for one in asked:
            content.write(one.copy)
        content.flush()
        if kind not in PICTURES:
            raise NotSeen(Refusal.DAMAGED)
        order = CloserOrder(
            kind=kind.name,
            size=size,
            copies=[len(one.copy) for one in asked],
            places=[[list(corner) for corner in one.quad] if one.quad else None for one in asked],
            align=[one.align for one in asked],
            keep=keep,
            limits=limits.to_json(),
        )
        return _answered(content, order=order, limits=limits)


def _answered(
    content: BinaryIO, *, order: CloserOrder, limits: Limits
) -> tuple[dict[str, Any], list[bytes]]:
    module = "heic_closer_child" if order.kind == Kind.HEIC.name else "closer_child"
    outcome = run_child(
        f"evidence.intake.{module}",
        order.to_json(),
        content=_handed_over(content),
        seconds=limits.seconds,
    )
    if outcome.refusal is not None:
        raise NotSeen(outcome.refusal)
    line, _, rest = outcome.output.partition(b"\n")
    try:
        facts = json.loads(line)
        refusal, parts = facts.get("refusal"), []
        if refusal is not None:
            raise NotSeen(Refusal(refusal))
        for size in facts["parts"]:
            parts.append(rest[:size])
            rest = rest[size:]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotSeen(Refusal.DAMAGED) from error
    return facts, parts


@contextmanager
def _in_memory() -> Iterator[BinaryIO]:
    """Give a file that lives in memory alone."""
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("closer", os.MFD_CLOEXEC), "w+b") as content:
            yield content
    else:
        yield io.BytesIO()


def _handed_over(content: BinaryIO) -> int | bytes:
    if isinstance(content, io.BytesIO):
        return content.getvalue()
    os.lseek(content.fileno(), 0, os.SEEK_SET)
    return content.fileno()
