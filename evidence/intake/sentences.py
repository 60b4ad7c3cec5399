from __future__ import annotations

from enum import StrEnum
from typing import Final

from evidence.intake.limits import Limits
from evidence.intake.sniff import PAGED, Kind


class Refusal(StrEnum):
    """Why a file has no fingerprints."""

    TOO_BIG = "too_big"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_LONG = "too_long"
    DAMAGED = "damaged"
    NO_DECODER = "no_decoder"
    NOT_OPENED = "not_opened"
    NOTHING_MOVES = "nothing_moves"


TOO_FLAT: Final = (
    "This picture has too little detail to be recognised. Only an exact copy of the file can be."
)
_DAMAGED: Final = (
    "This file is cut short or damaged, so it cannot be compared as a picture. It can be kept."
)
_NAMES: Final = {
    "jpg": Kind.JPEG,
    "jpeg": Kind.JPEG,
    "png": Kind.PNG,
    "webp": Kind.WEBP,
    "gif": Kind.GIF,
    "avif": Kind.AVIF,
    "heic": Kind.HEIC,
    "heif": Kind.HEIC,
    "bmp": Kind.BMP,
    "tif": Kind.TIFF,
    "tiff": Kind.TIFF,
    "mp4": Kind.MP4,
    "mov": Kind.MOV,
    "webm": Kind.WEBM,
    "pdf": Kind.PDF,
    "html": Kind.HTML,
    "htm": Kind.HTML,
    "svg": Kind.SVG,
    "eml": Kind.EML,
    "txt": Kind.TXT,
    "zip": Kind.ZIP,
}


def refusal_sentence(refusal: Refusal, *, limits: Limits) -> str:
    """Return what a person is told when a file cannot be read as a picture."""
    return {
        Refusal.TOO_BIG: (
            f"This file is larger than {limits.file_bytes >> 20} MB, so it was not taken."
        ),
        Refusal.TOO_MANY_PIXELS: (
            f"This picture has more than {limits.pixels // 1_000_000} million pixels, so it "
            "cannot be compared. It can be kept."
        ),
        Refusal.TOO_MUCH_MEMORY: (
            "This picture needs more memory than one file may use, so it cannot be compared. "
            "It can be kept."
        ),
        Refusal.TOO_LONG: (
            "Reading this file took too long, so it cannot be compared. It can be kept."
        ),
        Refusal.DAMAGED: _DAMAGED,
        Refusal.NO_DECODER: (
            "HEIC pictures cannot be read on this computer. It can be kept; to compare it, save "
            "it as JPEG and add that too."
        ),
        Refusal.NOTHING_MOVES: (
            "There are no pictures in this video, only sound or nothing. It is kept sealed and "
            "cannot be compared."
        ),
        Refusal.NOT_OPENED: "This file could not be opened.",
    }[refusal]


def other_kind_sentence(kind: Kind) -> str:
    """Return why a file that is neither a picture nor a video has no fingerprints."""
    if kind is Kind.EMPTY:
        return "This file is empty."
    if kind is Kind.UNKNOWN:
        return "This file is of a kind not known here. It is kept sealed and cannot be compared."
    return f"This is {kind.called}. It is kept sealed and cannot be compared as a picture."


def name_note(name: str, *, kind: Kind) -> str:
    """Return a remark where the name promises something else than the content, else ''."""
    claimed = _NAMES.get(name.rpartition(".")[2].lower()) if "." in name else None
    if claimed is None or claimed is kind or kind is Kind.EMPTY:
        return ""
    return f"Its name says it is {claimed.called}, but its content is not; the content counts."


def frames_note(*, kind: Kind, frames: int, different: int, most: int) -> str:
    """Return a remark where a picture has more than one frame or page, else ''."""
    if frames < 2:
        return ""
    count = f"{most} or more" if frames >= most else str(frames)
    if kind in PAGED:
        return f"It has {count} pages; only the first one is compared."
    return f"It has {count} frames; {_compared(different)}."


def video_note(*, seconds: int, seen: int, different: int) -> str:
    """Return how long a video runs, how far it was looked at, and what is compared."""
    length = f"It runs {_clock(seconds)}; " if seconds else ""
    part = f"its first {_clock(seen)} were looked at, and " if seen < seconds else ""
    told = f"{length}{part}{_compared(different)}."
    return told[0].upper() + told[1:]


def _compared(different: int) -> str:
    if different == 1:
        return "1 of its pictures is compared"
    return f"{different or 'none'} of its pictures are compared"


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02d} minutes"
