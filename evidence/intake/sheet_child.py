"""Read the first sheet of a workbook in a process of its own, called as `child` is.

ORDER is a JSON object of `SheetLimits`. Out comes one JSON value: a list of `[row, cells]`, or an
object whose `refusal` names what was wrong. A failure not answered here ends the process, which
the parent takes for a damaged file.
"""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from evidence.intake.confining import confine
from evidence.intake.limits import Limits
from evidence.intake.order import SheetLimits


class TooMuch(Exception):
    """The workbook holds more than is taken; the text is a word for it."""


def main() -> None:
    limits = SheetLimits.from_json(sys.argv[1])
    confine(Limits(file_bytes=limits.file_bytes, seconds=limits.seconds, memory=limits.memory))
    with os.fdopen(0, "rb", closefd=False) as source:
        content = source.read(limits.file_bytes + 1)
    try:
        check_size(content, limits=limits)
        answer: object = list(rows_of(content, limits=limits))
    except TooMuch as fault:
        answer = {"refusal": str(fault)}
    with os.fdopen(1, "wb", closefd=False) as out:
        out.write(json.dumps(answer).encode())


def check_size(content: bytes, *, limits: SheetLimits) -> None:
    """Refuse what would unpack to more than it may, before anything is unpacked."""
    if len(content) > limits.file_bytes:
        raise TooMuch("bytes")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        entries = packed.infolist()
    if len(entries) > limits.entries or sum(e.file_size for e in entries) > limits.unpacked_bytes:
        raise TooMuch("bytes")


def rows_of(content: bytes, *, limits: SheetLimits) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with their numbers as the program shows them."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    told = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [text_of(cell)[: limits.cell_signs] for cell in cells[: limits.columns]]
        if not any(texts):
            if number > limits.rows * 10:
                raise TooMuch("rows")
            continue
        told += 1
        if told > limits.rows:
            raise TooMuch("rows")
        yield number, texts


def text_of(cell: Any) -> str:
    """What the cell says, as a person would write it in a list."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="minutes")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


if __name__ == "__main__":
    main()
