"""Rows of a case as files for other programs: CSV, JSON, and load files of review platforms.

Load files are Concordance DAT (fields parted by U+0014, each in U+00FE, line ends inside a field
as U+00AE, UTF-8 with a mark at the front) and Opticon OPT (seven columns, `Y` on the first page).
The receiving side decides which columns it wants, so the map is a setting.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from dossiers.rendering.paper import Printed

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
INSIDE: Final = "place-"
"""Anchors of places without an exhibit: several on a page, so that none begins one."""
QUOTE, BETWEEN, LINE_END = "\u00fe", "\u0014", "\u00ae"
USUAL_COLUMNS: Final = {
    "BEGBATES": "first_bates", "ENDBATES": "last_bates", "BEGATTACH": "first_bates",
    "ENDATTACH": "last_bates", "PGCOUNT": "pages", "CUSTODIAN": "observer",
    "DATE_OBSERVED": "seen_at", "DATE_LOGGED": "logged_at", "TIMEZONE": "zone", "URL": "address",
    "ACCOUNT": "account", "FILENAME": "file", "FILEEXT": "ending", "FILESIZE": "bytes",
    "SHA256": "sha256", "MD5HASH": "md5", "NATIVELINK": "native", "TEXTPATH": "",
    "CONFIDENTIALITY": "confidentiality", "REDACTED": "redacted",
}  # fmt: skip

Row = Mapping[str, str]


class WrongColumns(ValueError):
    """The text is no map of columns; the words say which line and what to write."""


def columns_from(text: str, *, known: Iterable[str]) -> dict[str, str]:
    """`NAME=field`, one a line; empty text is the usual map. Raises WrongColumns."""
    wanted: dict[str, str] = {}
    fields = set(known)
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        name, sign, source = (part.strip() for part in line.partition("="))
        if not name or not sign or (source and source not in fields):
            listed = ", ".join(sorted(fields))
            raise WrongColumns(
                f"Line {number} is not a column. Write NAME=field, with one of: {listed}."
            )
        wanted[name] = source
    return wanted or dict(USUAL_COLUMNS)


def as_csv(rows: Sequence[Row]) -> bytes:
    """With a line of names; a cell that a sheet would take for a formula begins with `'`."""
    out = io.StringIO()
    names = list(rows[0]) if rows else []
    written = csv.writer(out, lineterminator="\r\n")
    if names:
        written.writerow(names)
    for row in rows:
        written.writerow([_harmless(row[name]) for name in names])
    return out.getvalue().encode("utf-8-sig")


def as_json(rows: Sequence[Row]) -> bytes:
    """A list of objects, the same text as in the rows."""
    return (json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n").encode()


def as_dat(rows: Sequence[Row], *, columns: Mapping[str, str]) -> bytes:
    """Concordance: one line a row, under a line of names."""
    lines = [list(columns), *([row.get(at, "") for at in columns.values()] for row in rows)]
    text = "".join(BETWEEN.join(map(_quoted, line)) + "\r\n" for line in lines)
    return text.encode("utf-8-sig")


def as_opt(papers: Mapping[str, Printed]) -> bytes:
    """Opticon: one line a page of each document, by its path; seven columns.

    A part (an exhibit, a letter, the cover) begins a document of its own for the program that
    reads it: `Y` and how many pages it has stand on its first page.
    """
    return "".join(
        f"{paper.bates.at(page)},{_volume(path)},.\\{path},{'Y' if length else ''},,,{length}\r\n"
        for path, paper in papers.items()
        for page, length in _pages(paper)
    ).encode()


def _pages(paper: Printed) -> Iterator[tuple[int, str]]:
    """Each page, and on the first of a part how many pages the part has."""
    parts = {page for name, page in paper.parts.items() if not name.startswith(INSIDE)}
    begins = sorted({1, *parts})
    ends = [*begins[1:], paper.pages + 1]
    lengths = {begin: end - begin for begin, end in zip(begins, ends, strict=True)}
    for page in range(1, paper.pages + 1):
        yield page, str(lengths.get(page, ""))


def _volume(path: str) -> str:
    """The name of the volume, as review programs ask for one."""
    return path.rpartition("\\")[2].removesuffix(".pdf")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _quoted(text: str) -> str:
    plain = text.replace(QUOTE, "").replace(BETWEEN, " ").replace("\r\n", "\n")
    return QUOTE + plain.replace("\r", "\n").replace("\n", LINE_END) + QUOTE
