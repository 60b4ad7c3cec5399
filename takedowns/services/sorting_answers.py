"""What a person says of an answer. A machine proposes; nothing here is done without a press."""

import io
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.services.closure import require_open
from evidence.models import Exhibit, Purpose
from evidence.services import exhibits, vault
from takedowns.deadlines import Window, say_day
from takedowns.intake.mails import MailUnreadable, attachment_of
from takedowns.models import Notice, Reply, ReplyAttachment, ReplyKind
from takedowns.services import clock_changes, letter_facts

MOST_BYTES = 40 << 20


class CannotTakeOut(DomainError):
    """An attachment could not be read out of its mail."""


@transaction.atomic
def sort_reply(reply: Reply, *, kind: ReplyKind, actor: Person, now: datetime) -> Reply:
    """Say what the answer is. Asking for more puts it on the list of what waits."""
    reply = _locked(reply, actor=actor)
    if reply.kind == kind:
        return reply
    reply.kind, reply.kind_at, reply.kind_by = kind, now, actor
    reply.asked_done_at = None
    reply.save(update_fields=["kind", "kind_at", "kind_by", "asked_done_at"])
    timeline.record(
        reply.notice.case, "reply.sorted", actor=actor, now=now,
        number=reply.notice.number, sort=kind.label.lower(),
    )  # fmt: skip
    if kind == ReplyKind.COUNTER:
        _tell_window(reply, now=now)
    return reply


def _tell_window(reply: Reply, *, now: datetime) -> None:
    window, basis = counter_window(reply), letter_facts.basis_of(reply.notice)
    if window is None or basis is None:
        return
    calendar = clock_changes.calendar_of_law(reply.notice)
    opens, closes = (
        say_day(calendar.local(at).date()) for at in (window.opens_at, window.closes_at)
    )
    timeline.record(
        reply.notice.case, "reply.window", actor=None, now=now,
        rule=basis.short_title, opens=opens, closes=closes,
    )  # fmt: skip


def counter_window(reply: Reply) -> Window | None:
    """The days the letter's rule names after a counter-notice, counted from when it came here."""
    return clock_changes.window_after(reply.notice, reply.received_at)


@transaction.atomic
def note_ticket(reply: Reply, *, ticket: str, actor: Person, now: datetime) -> Reply:
    """Keep the number they gave."""
    reply = _locked(reply, actor=actor)
    if reply.ticket == ticket:
        return reply
    reply.ticket = ticket
    reply.save(update_fields=["ticket"])
    timeline.record(
        reply.notice.case, "reply.ticket", actor=actor, now=now,
        number=reply.notice.number, recipient=reply.notice.recipient,
    )  # fmt: skip
    return reply


@transaction.atomic
def finish_asked(reply: Reply, *, actor: Person, now: datetime) -> None:
    """What they asked for was given, or is not going to be: it leaves the list."""
    reply = _locked(reply, actor=actor)
    if reply.kind != ReplyKind.ASKS or reply.asked_done_at is not None:
        return
    reply.asked_done_at = now
    reply.save(update_fields=["asked_done_at"])
    timeline.record(
        reply.notice.case, "reply.asked_done", actor=actor, now=now,
        number=reply.notice.number, recipient=reply.notice.recipient,
    )  # fmt: skip


def keep_attachment(attachment: ReplyAttachment, *, actor: Person, now: datetime) -> Exhibit | None:
    """Take one attachment out of its mail and keep it as an exhibit of its own, once."""
    reply = attachment.reply
    access.require(actor, Permission.RECORD_OUTCOME, reply.notice.case)
    require_open(reply.notice.case)
    exhibits.check_takes_files(reply.notice.case)
    if attachment.exhibit_id is not None:
        return None
    try:
        taken = attachment_of(original_bytes(reply), at=attachment.at)
    except MailUnreadable as fault:
        raise CannotTakeOut("This could not be read out of the mail. The mail is kept.") from fault
    kept = exhibits.keep(
        reply.notice.case, io.BytesIO(taken), name=attachment.name, actor=actor, now=now,
        purpose=Purpose.REPLY,
    ).exhibit  # fmt: skip
    with transaction.atomic():
        _locked(reply, actor=actor)
        ReplyAttachment.objects.filter(pk=attachment.pk, exhibit=None).update(exhibit=kept)
        timeline.record(
            reply.notice.case, "reply.attachment", actor=actor, now=now,
            exhibit=kept.label, number=reply.notice.number,
        )  # fmt: skip
    return kept


def original_bytes(reply: Reply) -> bytes:
    """The mail as it came. Raises CannotTakeOut where there is none or it is too large."""
    file = reply.original.file if reply.original else None
    if file is None or file.bytes > MOST_BYTES:
        raise CannotTakeOut("There is no mail file of this answer that can be read.")
    return vault.read_all(file)


def _locked(reply: Reply, *, actor: Person) -> Reply:
    """The answer, its letter locked until the transaction ends."""
    access.require(actor, Permission.RECORD_OUTCOME, reply.notice.case)
    notice = Notice.objects.held()
    found = notice.get(pk=reply.notice_id)
    require_open(found.case)
    reply = Reply.objects.get(pk=reply.pk)
    reply.notice = found
    return reply
