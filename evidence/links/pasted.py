"""What in a pasted text may be a link, and how such a link is shaped."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

MAX_LENGTH = 4000

HTTP = (
    r"(?:h(?:tt|xx)ps?|(?<![hH])ttps?)(?:\[:\]|:)(?:\[//\]|[/\\]{1,3})|h(?:tt|xx)ps?(?:\[://\]|//)"
)
DOT = r"(?:\[\.\]|\(\.\)|\{\.\}|\[(?i:dot)\]|\((?i:dot)\)|\.|。)"
HOSTLIKE = rf"(?:[\w-]+{DOT})+[^\W\d_][\w-]+{DOT}?(?::\d+)?"
QUAD = r"\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?"
EMAIL = r"(?:mailto:)?[^\s/@:?#]+@[^\s/@:?#]+\.[^\s/@:?#]+"
OTHER_SCHEMES = (
    r"(?:magnet|data|javascript|file|mailto|blob|ftp|ftps|tg|ipfs|tel|intent|content|about|chrome"
    r"|whatsapp|fb|snssdk\d*):\S+|[a-z][a-z0-9+.-]*://\S+"
)
FILE_NAME = (
    r"[^/?#:]+\.(?i:jpe?g|png|gif|webp|heic|avif|bmp|mp4|mov|avi|mkv|webm|zip|rar|7z|pdf|html?|php"
    r"|txt|docx?|xlsx?)"
)
INVISIBLE = dict.fromkeys(
    [0xFEFF, 0x200B, 0x200E, 0x200F, 0x2060, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_SEPARATED = rf"[,;|]+(?={HTTP}|{HOSTLIKE}(?:[/?,;|]|$)|{EMAIL})"
OPENING, CLOSING = "([{<«“‘\"'`*", {")": "(", "]": "[", "}": "{"}
TAIL = ".,;:!?>»”’\"'`*|"


def split_pasted(text: str) -> list[str]:
    """What in a pasted text may be a link, in order and none lost; words of prose are left out.

    Email addresses, @names, file names and links of other kinds are handed back too, so that the
    page can say what it did not understand.
    """
    text = text.translate(INVISIBLE)
    return [
        found
        for line in _lines(text)
        for token in re.split(r"[\s<>\"“”«»`]+", line)
        for piece in _pieces(token)
        if (found := bare(piece)) and _maybe_link(found)
    ]


def _lines(text: str) -> Iterator[str]:
    """The lines; of a table with commas or semicolons, each cell as a line of its own."""
    lines = [line for line in text.splitlines() if line.strip()]
    for mark in ",;":
        rows = _rows(lines, mark=mark)
        if _is_table(rows):
            for row in rows:
                yield from row
            return
    yield from lines


def _rows(lines: list[str], *, mark: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=mark))
    except csv.Error:
        return []


def _is_table(rows: list[list[str]]) -> bool:
    """Equally long rows, three of them or of three cells, without links in first row or column."""
    if len({len(row) for row in rows}) != 1 or len(rows) < 2 or len(rows[0]) < 2:
        return False
    if len(rows) == 2 and len(rows[0]) == 2:
        return False
    headed = not any(_starts_link(cell) for cell in rows[0])
    return headed or not any(_starts_link(row[0]) for row in rows)


def _starts_link(cell: str) -> bool:
    return re.search(rf"{HTTP}|^\s*{HOSTLIKE}", cell, re.IGNORECASE) is not None


def _pieces(token: str) -> Iterator[str]:
    """The token, cut where one link ends and another begins."""
    cell_before = re.match(rf"[^/,;]*([,;])(?={HTTP})", token, re.IGNORECASE)
    if cell_before:
        yield from _uncut_files(token.split(cell_before.group(1)))
        return
    for chunk in re.split(rf"(?<=[^/\\=:%])(?={HTTP})", token, flags=re.IGNORECASE):
        if len(chunk) > MAX_LENGTH:
            whole = re.match(rf"{HTTP}|data:", chunk, re.IGNORECASE)
            yield from [chunk] if whole else re.split(r"[,;|]+", chunk)
        else:
            yield from _uncut_files(re.split(_SEPARATED, chunk))


def _uncut_files(pieces: list[str]) -> Iterator[str]:
    """Joins again what was cut inside one link: a comma before `12345.html` is part of a path."""
    held = pieces[0]
    for piece in pieces[1:]:
        if re.match(FILE_NAME + "(?:$|[?#])", piece) and "/" in held:
            held = f"{held},{piece}"
            continue
        yield held
        held = piece
    yield held


def _maybe_link(text: str) -> bool:
    if re.match(HTTP, text, re.IGNORECASE):
        return True
    if len(text) > MAX_LENGTH:
        return re.match(r"data:", text) is not None
    if re.fullmatch(rf"{OTHER_SCHEMES}|{EMAIL}|@\w[\w.]{{2,}}|{FILE_NAME}", text, re.IGNORECASE):
        return True
    if re.match(rf"(?:{HOSTLIKE}|{QUAD})[/?#]", text):
        return True
    return re.fullmatch(QUAD, text) is not None or _is_bare_host(text)


def _is_bare_host(text: str) -> bool:
    """True for `site.example`, false for a full stop without a space: `gone.Then`."""
    if not re.fullmatch(HOSTLIKE, text, re.IGNORECASE):
        return False
    return not re.split(DOT, text)[-1].istitle() or text.lower().startswith("www.")


def bare(text: str) -> str:
    """The text without brackets, quotes, marks and labels round a link."""
    text = text.strip()
    if len(text) > 2 * MAX_LENGTH:
        return text
    start = re.search(HTTP, text, re.IGNORECASE)
    if start and not re.search(r"[/?#]", text[: start.start()]):
        text = text[start.start() :]
    text = re.sub(r"^(?:view-source:|(?i:links?|url|web|address)\s*[:=]\s*)", "", text)
    text = text.lstrip(OPENING)
    while text:
        last = text[-1]
        unmatched = last in CLOSING and text.count(last) > text.count(CLOSING[last])
        if not (last in TAIL or last.isspace() or unmatched):
            break
        text = text[:-1]
    return text
