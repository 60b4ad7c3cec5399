"""The forms of a mail that are signed (RFC 6376, 3.4). All of it takes one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

CRLF: Final = b"\r\n"
_ENDING: Final = re.compile(rb"\r?\n")
_RUN: Final = re.compile(rb"[ \t]+")


@dataclass(frozen=True, slots=True)
class Field:
    """One header field as it stands, folded, without its last line ending."""

    name: bytes
    raw: bytes

    @property
    def value(self) -> bytes:
        """What follows the colon."""
        return self.raw.partition(b":")[2]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail cut into fields and body, every line ended as on the wire."""

    fields: tuple[Field, ...]
    body: bytes


def cut(raw: bytes) -> Mail:
    """Cut a mail. A file saved with bare line feeds is read as it travelled."""
    wire = _ENDING.sub(CRLF, raw)
    head, _, body = (CRLF + wire).partition(CRLF + CRLF)
    lines = head.split(CRLF)[1:]
    return Mail(fields=tuple(_fields(lines)), body=body)


def _fields(lines: list[bytes]) -> list[Field]:
    folded: list[list[bytes]] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and folded:
            folded[-1].append(line)
        else:
            folded.append([line])
    raws = [CRLF.join(parts) for parts in folded]
    return [Field(raw.partition(b":")[0].strip().lower(), raw) for raw in raws if b":" in raw]


def header(raw: bytes, *, relaxed: bool) -> bytes:
    """A field in its canonical form, without a line ending."""
    if not relaxed:
        return raw
    name, _, value = raw.partition(b":")
    one_line = _RUN.sub(b" ", value.replace(CRLF, b"")).strip(b" ")
    return name.strip(b" \t").lower() + b":" + one_line


def body(raw: bytes, *, relaxed: bool) -> bytes:
    """A body in its canonical form."""
    lines = raw.split(CRLF)
    if relaxed:
        lines = [_RUN.sub(b" ", line).rstrip(b" ") for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        return b"" if relaxed else CRLF
    return CRLF.join(lines) + CRLF
