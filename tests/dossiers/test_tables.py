"""Tables that other programs read, and none runs."""

import csv
import io

import pytest

from dossiers.rendering.tables import USUAL_COLUMNS, WrongColumns, as_csv, as_dat, columns_from

KNOWN = ("label", "sha256", "address")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_takes_the_formula_out_of_a_cell(text: str) -> None:
    written = as_csv([{"address": text}]).decode("utf-8-sig")

    assert next(csv.DictReader(io.StringIO(written, newline="")))["address"] == f"'{text}"


def test_keeps_quotes_commas_and_lines_in_a_cell() -> None:
    text = 'a "quote", a line\nand more'

    written = as_csv([{"address": text}]).decode("utf-8-sig")

    assert next(csv.DictReader(io.StringIO(written, newline="")))["address"] == text


def test_writes_signs_of_the_load_file_as_others() -> None:
    row = {"address": "a\u00feb\u0014c\nd"}

    line = as_dat([row], columns={"URL": "address"}).decode("utf-8-sig").split("\r\n")[1]

    assert line == "\u00feab c\u00aed\u00fe"


def test_takes_the_columns_a_firm_asks_for() -> None:
    assert columns_from("DOCID = label\nHASH=sha256\nEMPTY=", known=KNOWN) == {
        "DOCID": "label", "HASH": "sha256", "EMPTY": "",
    }  # fmt: skip


def test_has_usual_columns() -> None:
    assert columns_from("  \n", known=KNOWN) == USUAL_COLUMNS


@pytest.mark.parametrize("text", ["DOCID", "=label", "DOCID=nothing"])
def test_says_which_line_is_no_column(text: str) -> None:
    with pytest.raises(WrongColumns, match="Line 1 is not a column"):
        columns_from(text, known=KNOWN)
