"""Taking an answer in: the bytes are sealed first, and only then is anything read of them."""

import io
from datetime import datetime
from typing import BinaryIO

from accounts.models import Person
from cases.errors import DomainError
from evidence.models import Exhibit, Manner, Purpose
from evidence.services import exhibits
from takedowns.intake.mails import (
    LIMITS,
    MailRead,
    MailUnreadable,
    is_mail,
    is_outlook,
    read_mail,
)
from takedowns.models import Notice, Reply, ReplyReading
from takedowns.services import replies

HEAD = 16 * 1024


class OutlookFile(DomainError):
    """A mail saved in a form that only one program reads."""


def take_file(
    notice: Notice,
    source: BinaryIO,
    *,
    name: str,
    text: str,
    came_at: datetime,
    actor: Person,
    now: datetime,
) -> Reply:
    """Keep a file as an answer. What cannot be read of it is kept all the same.

    `came_at` stands where the mail itself names no day that can be.
    """
    replies.check_answerable(notice)
    head = source.read(HEAD)
    source.seek(0)
    if is_outlook(head):
        raise OutlookFile(
            "This is a .msg file, which only Outlook can open. Open the mail there, choose "
            "“Save as” or “Download”, take the kind .eml, and give us that file."
        )
    kept = exhibits.keep(
        notice.case, source, name=name, actor=actor, now=now, purpose=Purpose.REPLY
    ).exhibit
    mail, reading = _read(source, head=head)
    return _add(
        notice, kept, mail=mail, reading=reading, text=text, came_at=came_at, actor=actor, now=now
    )


def take_text(
    notice: Notice, *, text: str, came_at: datetime, actor: Person, now: datetime
) -> Reply:
    """Keep what was pasted, as an exhibit too where the case takes files."""
    replies.check_answerable(notice)
    raw = text.encode()
    kept: Exhibit | None = None
    if notice.case.takes_files:
        kept = exhibits.keep(
            notice.case, io.BytesIO(raw), name="answer.txt", actor=actor, now=now,
            purpose=Purpose.REPLY, manner=Manner.PASTE,
        ).exhibit  # fmt: skip
    mail, reading = MailRead(), ReplyReading.PASTED
    if kept is not None and is_mail(raw[:HEAD]):
        mail, reading = _read(io.BytesIO(raw), head=raw[:HEAD])
    typed = "" if mail.text else text
    return _add(
        notice, kept, mail=mail, reading=reading, text=typed, came_at=came_at, actor=actor, now=now
    )


def _add(
    notice: Notice,
    kept: Exhibit | None,
    *,
    mail: MailRead,
    reading: ReplyReading,
    text: str,
    came_at: datetime,
    actor: Person,
    now: datetime,
) -> Reply:
    said = mail.sent_at
    possible = said is not None and notice.sent_at is not None and notice.sent_at <= said <= now
    return replies.add_reply(
        notice, text=text, received_at=said if said and possible else came_at, original=kept,
        actor=actor, now=now, mail=mail, reading=reading,
    )  # fmt: skip


def _read(source: BinaryIO, *, head: bytes) -> tuple[MailRead, ReplyReading]:
    """What the file says of itself, and how far it could be read; never an error."""
    if not is_mail(head):
        return MailRead(), ReplyReading.NO_MAIL
    source.seek(0)
    try:
        mail = read_mail(source.read(LIMITS.file_bytes + 1))
    except MailUnreadable:
        return MailRead(), ReplyReading.UNREADABLE
    return mail, ReplyReading.HEAD_ONLY if mail.head_only else ReplyReading.READ
