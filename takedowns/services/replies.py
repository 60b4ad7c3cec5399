"""Answers that came back."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.services.closure import require_open
from evidence.models import Exhibit
from takedowns.intake.mails import MailRead
from takedowns.models import Notice, NoticeState, Reply, ReplyAttachment, ReplyReading
from takedowns.services.outcomes import NotSent

ANSWERABLE = frozenset({NoticeState.SENT, NoticeState.DECIDED})


class AnswerKnown(DomainError):
    """This very file is an answer to this letter already."""


def check_answerable(notice: Notice) -> None:
    """Raise NotSent before a file of an answer is kept."""
    require_open(notice.case)
    if notice.state not in ANSWERABLE:
        raise NotSent("Mark the letter as sent first. Then you can add the answer.")


@transaction.atomic
def add_reply(
    notice: Notice,
    *,
    text: str,
    received_at: datetime,
    original: Exhibit | None,
    actor: Person,
    now: datetime,
    mail: MailRead | None = None,
    reading: ReplyReading = ReplyReading.PASTED,
) -> Reply:
    """Keep an answer. Added by the client, it waits on the advocate's page to be read.

    `mail` is what its file says of itself; `text` is what was typed, else the mail's own words.
    """
    access.require(actor, Permission.RECORD_OUTCOME, notice.case)
    notice = Notice.objects.held().get(pk=notice.pk)
    check_answerable(notice)
    if original is not None and notice.replies.filter(original=original).exists():
        raise AnswerKnown("This answer is kept already. You find it below the letter.")
    said = mail or MailRead()
    references = " ".join(f"<{each}>" for each in said.references)
    by_advocate = notice.case.advocate_id in {None, actor.pk}
    reply = Reply.objects.create(
        notice=notice, text=text or said.text, received_at=received_at, added_at=now,
        added_by=actor, original=original, read_at=now if by_advocate else None, reading=reading,
        sender_name=said.sender_name, sender=said.sender, subject=said.subject,
        sent_at=said.sent_at, message_id=said.message_id, references=references,
        text_cut=said.text_cut and not text, keys=list(said.keys),
    )  # fmt: skip
    ReplyAttachment.objects.bulk_create(
        ReplyAttachment(reply=reply, at=each.at, name=each.name, mime=each.mime, bytes=each.bytes)
        for each in said.attachments
    )
    timeline.record(
        notice.case, "reply.added", actor=actor, now=now,
        number=notice.number, recipient=notice.recipient,
    )  # fmt: skip
    return reply


def mark_read(notice: Notice, *, actor: Person, now: datetime) -> None:
    """The advocate has opened the letter: its answers are read."""
    if notice.case.advocate_id == actor.pk:
        notice.replies.filter(read_at=None).update(read_at=now)
