from __future__ import annotations

import hashlib
import io
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO, Final

from evidence.fingerprints.crops import LEAST_QUALITY
from evidence.fingerprints.phash import as_imagehash
from evidence.fingerprints.pictures import FingerprintsUnreadable, PictureFingerprints
from evidence.intake.limits import DEFAULT_LIMITS, Limits
from evidence.intake.metadata import MetadataSummary
from evidence.intake.order import Order
from evidence.intake.polyglots import also_holds, polyglot_note
from evidence.intake.process import run_child
from evidence.intake.sentences import (
    TOO_FLAT,
    Refusal,
    frames_note,
    name_note,
    other_kind_sentence,
    refusal_sentence,
    video_note,
)
from evidence.intake.sniff import COMPARED, HEAD_BYTES, VIDEOS, Kind, sniff

Source = Path | bytes | bytearray | memoryview | BinaryIO

_COPY_BYTES: Final = 1 << 20
_CHILDREN: Final = {Kind.HEIC: "heic_child", **dict.fromkeys(VIDEOS, "video_child")}


class Derivatives(Enum):
    """Whether a preview and an outline are wanted."""

    NONE = "none"
    PREVIEW_AND_OUTLINE = "preview_and_outline"


class _NotRead(Exception):
    """The file cannot be read, for the reason given."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a file after looking at it safely.

    `why_not` says in one sentence why likeness cannot be told, else ''. `note` holds other
    remarks. `paper` is the share of the picture in one tone. Width, height and frames are 0
    where the file is not a readable picture; a video has 1 frame, its poster, and is `animated`.
    """

    kind: Kind
    mime: str
    size: int
    sha256: str
    why_not: str = ""
    note: str = ""
    width: int = 0
    height: int = 0
    frames: int = 0
    animated: bool = False
    paper: float = 0.0
    fingerprints: PictureFingerprints | None = None
    preview: bytes | None = None
    outline: bytes | None = None
    metadata: MetadataSummary = field(default_factory=MetadataSummary)


def read_file(
    source: Source,
    *,
    name: str = "",
    limits: Limits = DEFAULT_LIMITS,
    derivatives: Derivatives = Derivatives.NONE,
) -> Reading:
    """Look at a file in a child process; a bad file gives a Reading that says why, no error.

    `source` is a path, bytes, or a stream to read on from. Bytes and streams go to the child
    through memory, never through a file on disk. `name` is only compared with the content.
    """
    try:
        with _opened(source, limits=limits) as content:
            return _read(content, name=name, limits=limits, derivatives=derivatives)
    except _NotRead as error:
        why_not = refusal_sentence(error.refusal, limits=limits)
        return Reading(Kind.UNKNOWN, Kind.UNKNOWN.mime, 0, "", why_not)


def fingerprint_path(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> dict[str, Any]:
    """Return one file's digest and fingerprints in hex, for a line of JSON."""
    reading = read_file(path, name=path.name, limits=limits)
    prints = reading.fingerprints
    return {
        "sha256": reading.sha256,
        "mime": reading.mime,
        "width": reading.width,
        "height": reading.height,
        "pdq": prints.exchange.hex() if prints else "",
        "pdq512": prints.whole.values[0].hex() if prints else "",
        "phash256": str(as_imagehash(prints.phash)) if prints else "",
        "quality": prints.whole.quality if prints else 0,
        "why_not": reading.why_not,
        "note": reading.note,
    }


def _read(content: BinaryIO, *, name: str, limits: Limits, derivatives: Derivatives) -> Reading:
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    kind = sniff(content.read(HEAD_BYTES), size=size)
    content.seek(0)
    digest = _digest(content)
    also = polyglot_note(also_holds(content, kind=kind), kind=kind)
    note = " ".join(filter(None, (name_note(name, kind=kind), also)))
    bare = Reading(kind, kind.mime, size, digest, note=note)
    if kind not in COMPARED:
        return replace(bare, why_not=other_kind_sentence(kind))
    content.seek(0)
    try:
        return _looked_at(content, bare=bare, limits=limits, derivatives=derivatives)
    except _NotRead as error:
        return replace(bare, why_not=refusal_sentence(error.refusal, limits=limits))


def _digest(content: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := content.read(_COPY_BYTES):
        digest.update(piece)
    return digest.hexdigest()


def _looked_at(
    content: BinaryIO, *, bare: Reading, limits: Limits, derivatives: Derivatives
) -> Reading:
    limits = limits.for_video() if bare.kind in VIDEOS else limits
    wanted = derivatives is Derivatives.PREVIEW_AND_OUTLINE
    order = Order(bare.kind.name, bare.sha256, wanted, limits.to_json())
    module = _CHILDREN.get(bare.kind, "child")
    outcome = run_child(
        f"evidence.intake.{module}",
        order.to_json(),
        content=_handed_over(content),
        seconds=limits.seconds,
    )
    if outcome.refusal is not None:
        raise _NotRead(outcome.refusal)
    facts, parts = _answer(outcome.output)
    return _filled(bare, facts=facts, parts=parts, limits=limits)


def _answer(output: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Take a child's output apart, believing nothing."""
    line, _, rest = output.partition(b"\n")
    try:
        facts = json.loads(line)
        refusal, sizes = facts.get("refusal"), facts["parts"]
        if refusal is not None:
            raise _NotRead(Refusal(refusal))
        parts = []
        for size in sizes:
            parts.append(rest[:size])
            rest = rest[size:]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _NotRead(Refusal.DAMAGED) from error
    return facts, parts


def _filled(bare: Reading, *, facts: dict[str, Any], parts: list[bytes], limits: Limits) -> Reading:
    try:
        prints = PictureFingerprints.from_bytes(parts[0])
        metadata = MetadataSummary.from_dict(facts["metadata"])
        frames, animated = int(facts["frames"]), bool(facts["animated"])
        said = _moving_note(bare.kind, prints, facts=facts, limits=limits)
        paper = float(facts["paper"])
    except (FingerprintsUnreadable, IndexError, KeyError, TypeError, ValueError) as error:
        raise _NotRead(Refusal.DAMAGED) from error
    rich = prints.frames or prints.whole.quality >= LEAST_QUALITY
    return replace(
        bare,
        why_not="" if rich else TOO_FLAT,
        note=" ".join(filter(None, (bare.note, said))),
        width=prints.width,
        height=prints.height,
        frames=frames,
        animated=animated,
        paper=paper,
        fingerprints=replace(prints, sha256=bare.sha256),
        preview=parts[1] if len(parts) > 1 else None,
        outline=parts[2] if len(parts) > 2 else None,
        metadata=metadata,
    )


def _moving_note(
    kind: Kind, prints: PictureFingerprints, *, facts: dict[str, Any], limits: Limits
) -> str:
    different = len(prints.frames)
    if kind in VIDEOS:
        seconds, seen = int(facts["seconds"]), int(facts["seen"])
        return video_note(seconds=seconds, seen=seen, different=different)
    return frames_note(
        kind=kind, frames=int(facts["frames"]), different=different, most=limits.frames
    )


@contextmanager
def _opened(source: Source, *, limits: Limits) -> Iterator[BinaryIO]:
    """Open a source as something to seek in, refusing what is too big before copying it."""
    if isinstance(source, Path):
        with _opened_path(source, limits=limits) as content:
            yield content
        return
    with _in_memory() as content:
        if isinstance(source, bytes | bytearray | memoryview):
            _copy_bytes(source, into=content, limits=limits)
        else:
            _copy_stream(source, into=content, limits=limits)
        content.flush()
        yield content


def _opened_path(path: Path, *, limits: Limits) -> BinaryIO:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _NotRead(Refusal.NOT_OPENED)
        if found.st_size > limits.file_bytes:
            raise _NotRead(Refusal.TOO_BIG)
        return path.open("rb")
    except OSError as error:
        raise _NotRead(Refusal.NOT_OPENED) from error


@contextmanager
def _in_memory() -> Iterator[BinaryIO]:
    """Give a file that lives in memory alone, where the system has them with a number."""
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("content", os.MFD_CLOEXEC), "w+b") as content:
            yield content
    else:
        yield io.BytesIO()


def _copy_bytes(source: bytes | bytearray | memoryview, *, into: BinaryIO, limits: Limits) -> None:
    view = memoryview(source).cast("B")
    if view.nbytes > limits.file_bytes:
        raise _NotRead(Refusal.TOO_BIG)
    into.write(view)


def _copy_stream(source: BinaryIO, *, into: BinaryIO, limits: Limits) -> None:
    total = 0
    while piece := source.read(_COPY_BYTES):
        total += len(piece)
        if total > limits.file_bytes:
            raise _NotRead(Refusal.TOO_BIG)
        into.write(piece)


def _handed_over(content: BinaryIO) -> int | bytes:
    """Return what the child reads: the open file from its start, or the bytes themselves."""
    if isinstance(content, io.BytesIO):
        return content.getvalue()
    os.lseek(content.fileno(), 0, os.SEEK_SET)
    return content.fileno()
