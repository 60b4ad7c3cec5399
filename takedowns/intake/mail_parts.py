"""A mail cut into what is shown of it. Pure; runs only inside the child.

Every value is cut to a length before anything clever is done with it, and whatever cannot be
read is left empty: a broken part never hides the rest.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, Final, TypeAlias

from takedowns.intake.html_text import text_of
from takedowns.intake.order import MailLimits

RAW_SIGNS: Final = 8_000
MESSAGE_ID: Final = re.compile(r"<([^<>\s]{1,250})>")
CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")

Mail: TypeAlias = "Message[str, str]"


@dataclass(frozen=True, slots=True)
class Cut:
    """A parsed mail, and whether only its head could be read."""

    mail: Mail
    head_only: bool


def parsed(raw: bytes) -> Cut:
    """The mail; where its inside is nested past all reason, its head alone."""
    try:
        return Cut(email.message_from_bytes(raw, policy=email.policy.compat32), head_only=False)
    except RecursionError:
        head = raw.partition(b"\r\n\r\n")[0].partition(b"\n\n")[0]
        return Cut(BytesHeaderParser(policy=email.policy.compat32).parsebytes(head), True)


def facts_of(cut: Cut, *, limits: MailLimits) -> dict[str, Any]:
    """What is shown: sender, day, subject, ids, words, attachments."""
    mail = cut.mail
    name, address = parseaddr(words_of(mail, "From", most=limits.words))
    text = "" if cut.head_only else _text(mail)
    ids = [*_ids(mail, "In-Reply-To"), *_ids(mail, "References")]
    return {
        "sender_name": name[: limits.words],
        "sender": address[: limits.words],
        "subject": words_of(mail, "Subject", most=limits.words),
        "sent_at": _moment(mail),
        "message_id": next(iter(_ids(mail, "Message-ID")), ""),
        "references": list(dict.fromkeys(ids))[-limits.references :],
        "text": text[: limits.text_signs],
        "text_cut": len(text) > limits.text_signs,
        "head_only": cut.head_only,
        "attachments": [] if cut.head_only else _told(mail, limits=limits),
    }


def words_of(mail: Mail, name: str, *, most: int) -> str:
    """A header in plain words on one line."""
    raw = str(mail.get(name, ""))[:RAW_SIGNS]
    try:
        pieces = [_decoded(piece, charset) for piece, charset in decode_header(raw)]
    except (HeaderParseError, ValueError):
        pieces = [raw]
    return clean(" ".join("".join(pieces).split()))[:most]


def _decoded(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return piece.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return piece.decode("utf-8", "replace")


def clean(text: str) -> str:
    """Without signs that hide or turn round what stands beside them."""
    return CONTROLS.sub("", text)


def _ids(mail: Mail, name: str) -> list[str]:
    return MESSAGE_ID.findall(str(mail.get(name, ""))[:RAW_SIGNS])


def _moment(mail: Mail) -> str:
    """The day it says of itself, as ISO 8601; empty where it says none."""
    try:
        found = parsedate_to_datetime(str(mail.get("Date", ""))[:100])
        return found.isoformat() if found.tzinfo else f"{found.isoformat()}+00:00"
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""


def _text(mail: Mail) -> str:
    """The plain words; the words of its HTML where it has no plain ones."""
    html = ""
    for part in leaves(mail):
        if _is_attachment(part):
            continue
        kind = part.get_content_type()
        words = _words(part) if kind in {"text/plain", "text/html"} else ""
        if kind == "text/plain" and words.strip():
            return words.strip()
        html = html or (words if kind == "text/html" else "")
    return clean(text_of(html)) if html else ""


def _words(part: Mail) -> str:
    text = _decoded(content_of(part), part.get_content_charset() or "utf-8")
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))


def leaves(mail: Mail) -> Iterator[Mail]:
    """Parts that hold something, in order; a mail inside a mail is one part."""
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            waiting += [each for each in reversed(inside) if isinstance(each, Message)]
        else:
            yield part


def _is_attachment(part: Mail) -> bool:
    if part.get_content_disposition() == "attachment" or _name(part):
        return True
    return part.get_content_type() not in {"text/plain", "text/html"}


def attachments(mail: Mail) -> list[Mail]:
    """What hangs on it."""
    return [part for part in leaves(mail) if _is_attachment(part)]


def _name(part: Mail) -> str:
    try:
        return str(part.get_filename() or "")
    except (HeaderParseError, ValueError, LookupError, TypeError):
        return ""


def _told(mail: Mail, *, limits: MailLimits) -> list[dict[str, Any]]:
    return [
        {
            "name": clean(_decoded_name(_name(part)))[-200:],
            "mime": part.get_content_type()[:80],
            "bytes": len(content_of(part)),
        }
        for part in attachments(mail)[: limits.attachments]
    ]


def _decoded_name(name: str) -> str:
    try:
        return "".join(_decoded(piece, charset) for piece, charset in decode_header(name[:1000]))
    except (HeaderParseError, ValueError):
        return name


def content_of(part: Mail) -> bytes:
    """The bytes of a part, decoded as it says; never unpacked."""
    inside = part.get_payload()
    if isinstance(inside, list):
        return b"\n".join(each.as_bytes() for each in inside if isinstance(each, Message))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""
