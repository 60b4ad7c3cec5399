"""Answers that came back."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.services.closure import require_open
from evidence.models import Exhibit
from takedowns.models import Notice, NoticeState, Reply
from takedowns.services.outcomes import NotSent


@transaction.atomic
def add_reply(
    notice: Notice,
    *,
    text: str,
    received_at: datetime,
    original: Exhibit | None,
    actor: Person,
    now: datetime,
) -> Reply:
    """Keep an answer. Added by the client, it waits on the advocate's page to be read."""
    access.require(actor, Permission.RECORD_OUTCOME, notice.case)
    notice = Notice.objects.select_for_update(of=("self",)).select_related("case").get(pk=notice.pk)
    require_open(notice.case)
    if notice.state not in {NoticeState.SENT, NoticeState.DECIDED}:
        raise NotSent("Mark the letter as sent first. Then you can add the answer.")
    by_advocate = notice.case.advocate_id in {None, actor.pk}
    reply = Reply.objects.create(
        notice=notice, text=text, received_at=received_at, added_at=now, added_by=actor,
        original=original, read_at=now if by_advocate else None,
    )  # fmt: skip
    timeline.record(
        notice.case, "reply.added", actor=actor, now=now,
        number=notice.number, recipient=notice.recipient,
    )  # fmt: skip
    return reply


def mark_read(notice: Notice, *, actor: Person, now: datetime) -> None:
    """The advocate has opened the letter: its answers are read."""
    if notice.case.advocate_id == actor.pk:
        notice.replies.filter(read_at=None).update(read_at=now)
