"""Workbooks (XLSX) as rows of texts, read by a child that has nothing to lose."""

from __future__ import annotations

import json
from typing import Final

from evidence.intake.order import SheetLimits
from evidence.intake.process import run_child
from evidence.intake.sentences import Refusal

SHEET_LIMITS: Final = SheetLimits()
_SAVE_ANEW: Final = "Open it in your program, save it as CSV (UTF-8), and give that file."
_SENTENCES: Final = {
    "bytes": f"This workbook is too large to read. {_SAVE_ANEW}",
    "rows": f"This workbook has more than {SHEET_LIMITS.rows - 1:,} rows. Give it in two parts.",
}


class WorkbookRefused(ValueError):
    """The workbook cannot be read; the text says what to do."""


def is_workbook(content: bytes) -> bool:
    """Whether the bytes begin like a packed workbook."""
    return content.startswith(b"PK\x03\x04")


def read_workbook(
    content: bytes, *, limits: SheetLimits = SHEET_LIMITS
) -> list[tuple[int, list[str]]]:
    """The first sheet's rows with their numbers. Raises WorkbookRefused."""
    outcome = run_child(
        "evidence.intake.sheet_child", limits.to_json(), content=content, seconds=limits.seconds
    )
    if outcome.refusal in (Refusal.TOO_LONG, Refusal.TOO_MUCH_MEMORY):
        raise WorkbookRefused(_SENTENCES["bytes"])
    if outcome.refusal is not None:
        raise WorkbookRefused(f"This file could not be read as a workbook. {_SAVE_ANEW}")
    answer = json.loads(outcome.output)
    if isinstance(answer, dict):
        raise WorkbookRefused(_SENTENCES[answer["refusal"]])
    return [(int(number), [str(cell) for cell in cells]) for number, cells in answer]
