"""Files that are one thing and carry another: named, never opened as the other."""

from __future__ import annotations

import os
import re
from typing import BinaryIO, Final

from evidence.intake.sniff import PICTURES, VIDEOS, Kind

_TAIL_BYTES: Final = 1 << 17
_HEAD_BYTES: Final = 1 << 16
_PDF_WITHIN: Final = 1024
_ZIP_END: Final = re.compile(rb"PK\x05\x06\0\0\0\0.{14}", re.DOTALL)
_PAGE: Final = re.compile(rb"(?i)<!doctype\s+html|<html[\s>]|<script[\s>]")
_PACKED: Final = frozenset({Kind.ZIP, Kind.WACZ})
_WORDS: Final = frozenset({Kind.TXT, Kind.EML, Kind.MHTML, Kind.PDF})


def also_holds(content: BinaryIO, *, kind: Kind) -> tuple[Kind, ...]:
    """Return what else a file could be opened as: an archive, a document, a web page.

    Looked for where a reader of that other kind would look. `content` is left anywhere.
    """
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    head = content.read(_HEAD_BYTES)
    content.seek(max(0, size - _TAIL_BYTES))
    tail = content.read(_TAIL_BYTES)
    found = []
    if kind not in _PACKED and _ZIP_END.search(tail):
        found.append(Kind.ZIP)
    if kind not in _WORDS and b"%PDF-" in head[:_PDF_WITHIN]:
        found.append(Kind.PDF)
    if kind in PICTURES | VIDEOS and (_PAGE.search(head) or _PAGE.search(tail)):
        found.append(Kind.HTML)
    return tuple(found)


def polyglot_note(also: tuple[Kind, ...], *, kind: Kind) -> str:
    """Return a remark on a file that carries another kind in it, else ''."""
    if not also:
        return ""
    others = " and ".join(other.called for other in also)
    return f"It is {kind.called} and also carries {others}; only the first counts here."
