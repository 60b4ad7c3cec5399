"""Mails as plain values, read by a child that has nothing to lose."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from evidence.intake.process import run_child
from takedowns.dkim import Checked, Reason, Verdict
from takedowns.intake.order import Act, MailLimits, MailOrder

LIMITS: Final = MailLimits()
CHILD: Final = "takedowns.intake.mail_child"
OUTLOOK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADERS: Final = ("from", "date", "subject", "message-id", "received", "to", "return-path")


class MailUnreadable(ValueError):
    """The mail cannot be read here; the file itself is whole."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that hangs on a mail; `at` is its place in it."""

    at: int
    name: str
    mime: str
    bytes: int


@dataclass(frozen=True, slots=True)
class MailRead:
    """What a mail says of itself. Nothing of it is proven.

    `sent_at` is in UTC. `text` is plain words, cut where `text_cut`; with `head_only` the inside
    could not be read. `keys` are the names of the key records its signatures name.
    """

    sender_name: str = ""
    sender: str = ""
    subject: str = ""
    sent_at: datetime | None = None
    message_id: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    text_cut: bool = False
    head_only: bool = False
    attachments: tuple[Attachment, ...] = ()
    keys: tuple[str, ...] = ()


def is_outlook(head: bytes) -> bool:
    """Whether a file begins like the mail format that only one program writes (`.msg`)."""
    return head.startswith(OUTLOOK)


def is_mail(head: bytes) -> bool:
    """Whether a file begins with lines of a mail's head."""
    known = 0
    for line in head[:16_384].replace(b"\r\n", b"\n").split(b"\n")[:80]:
        name, colon, _ = line.partition(b":")
        known += bool(colon) and name.strip().lower().decode("latin-1") in HEADERS
    return known >= 2


def read_mail(raw: bytes) -> MailRead:
    """What the mail says. Raises MailUnreadable."""
    told = _object(_asked(raw, MailOrder(act=Act.READ)))
    if not isinstance(told, dict):
        raise MailUnreadable("no answer")
    return MailRead(
        sender_name=_words(told, "sender_name"),
        sender=_words(told, "sender"),
        subject=_words(told, "subject"),
        sent_at=_moment(_words(told, "sent_at")),
        message_id=_words(told, "message_id"),
        references=tuple(str(each)[:250] for each in _list(told, "references", LIMITS.references)),
        text=str(told.get("text", ""))[: LIMITS.text_signs],
        text_cut=told.get("text_cut") is True,
        head_only=told.get("head_only") is True,
        attachments=tuple(
            Attachment(
                at=at, name=_words(each, "name"), mime=_words(each, "mime")[:80],
                bytes=int(each.get("bytes", 0)),
            )
            for at, each in enumerate(_list(told, "attachments", LIMITS.attachments))
            if isinstance(each, dict)
        ),
        keys=tuple(str(each)[:400] for each in _list(told, "keys", 10)),
    )  # fmt: skip


def attachment_of(raw: bytes, *, at: int) -> bytes:
    """The bytes of one attachment. Raises MailUnreadable."""
    return _asked(raw, MailOrder(act=Act.TAKE, take=at))


def verify_mail(raw: bytes, *, records: Mapping[str, str]) -> list[Checked]:
    """Its signatures checked with these key records, by their names. Raises MailUnreadable."""
    told = _object(_asked(raw, MailOrder(act=Act.VERIFY, records=dict(records))))
    if not isinstance(told, list):
        raise MailUnreadable("no answer")
    return [
        Checked(
            verdict=Verdict(each["verdict"]),
            reason=Reason(each["reason"]),
            **{key: str(each[key]) for key in ("domain", "selector", "algorithm", "asks")},
            record=records.get(str(each["asks"]), ""),
        )
        for each in told
    ]


def _asked(raw: bytes, order: MailOrder) -> bytes:
    if len(raw) > LIMITS.file_bytes:
        raise MailUnreadable("too large")
    done = run_child(CHILD, order.to_json(), content=raw, seconds=LIMITS.seconds)
    if done.refusal is not None:
        raise MailUnreadable(done.refusal.value)
    return done.output


def _object(answer: bytes) -> Any:
    try:
        return json.loads(answer)
    except ValueError as fault:
        raise MailUnreadable("no answer") from fault


def _words(told: Mapping[str, Any], key: str) -> str:
    return str(told.get(key, "")).replace("\x00", "")[: LIMITS.words]


def _list(told: Mapping[str, Any], key: str, most: int) -> list[Any]:
    found = told.get(key)
    return found[:most] if isinstance(found, list) else []


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except (ValueError, OverflowError):
        return None
