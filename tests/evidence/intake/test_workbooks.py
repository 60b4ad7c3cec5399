"""Workbooks as rows of texts, and those that ask for too much."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from evidence.intake.workbooks import SHEET_LIMITS, WorkbookRefused, is_workbook, read_workbook


def book(*rows: list[object]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_reads_cells_as_a_person_would_write_them() -> None:
    content = book(["url", "n"], [], ["https://a.example/1", 3.0], [datetime(2026, 1, 5, 21, 30)])

    assert is_workbook(content)
    assert read_workbook(content) == [
        (1, ["url", "n"]), (3, ["https://a.example/1", "3"]), (4, ["2026-01-05T21:30"]),
    ]  # fmt: skip


def test_takes_a_formula_for_nothing() -> None:
    assert read_workbook(book(["url"], ['=HYPERLINK("https://a.example")'])) == [(1, ["url"])]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 and no more", "could not be read"),
        (packed(a=b"x"), "could not be read"),
        (packed(**{f"e{n}": b"" for n in range(501)}), "too large"),
        (packed(bomb=bytes(121 << 20)), "too large"),
    ],
    ids=["torn", "other", "many", "bomb"],
)
def test_refuses_with_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(WorkbookRefused, match=says):
        read_workbook(content)


def test_refuses_more_rows_than_it_takes() -> None:
    few = replace(SHEET_LIMITS, rows=2)

    with pytest.raises(WorkbookRefused, match="in two parts"):
        read_workbook(book(["a"], ["b"], ["c"]), limits=few)
