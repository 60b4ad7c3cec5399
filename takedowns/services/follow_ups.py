"""Reminders: rows of the database that a sweep claims. The queue only rings the doorbell.

DUE → SENDING → SHOWN. A row is SENDING from before a mail is handed over; whoever finds it so
after a crash shows it on the page and never mails it again: better once on the page only than
twice in a mailbox that others may read.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.models import State
from takedowns.deadlines import outside_quiet_hours
from takedowns.models import Cause, FollowUp, FollowUpKind, FollowUpState, Notice, NoticeState
from takedowns.services import climbing

log = logging.getLogger("redress.follow_ups")
LEASE = timedelta(minutes=5)


def due_ids(*, now: datetime) -> list[UUID]:
    """Reminders that are due and that nobody holds, oldest first; left-over ones of a crash too."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    waiting = FollowUp.objects.filter(
        free, state__in=[FollowUpState.DUE, FollowUpState.SENDING], due_at__lte=now
    )
    return list(waiting.order_by("due_at").values_list("pk", flat=True)[:500])


def remind(follow_up_id: UUID, *, now: datetime) -> bool:
    """Show one reminder and mail it where mail is safe. A second run changes nothing.

    Returns whether this call was the one that did it.
    """
    claimed = _claim(follow_up_id, now=now)
    if claimed is None:
        return False
    follow_up, fresh = claimed
    readers = _readers(follow_up.notice) if fresh else []
    morning = max((outside_quiet_hours(now, reader.zone) for reader in readers), default=now)
    if morning > now:
        _wait(follow_up, until=morning, now=now)
        return True
    sent = sum(_mail(reader, follow_up=follow_up) for reader in readers)
    _show(follow_up, mailed=sent > 0, now=now)
    log.info("reminder shown %s mails %d", follow_up.notice.case.ref, sent)
    return True


@transaction.atomic
def _claim(follow_up_id: UUID, *, now: datetime) -> tuple[FollowUp, bool] | None:
    """The row, held, and whether its mail may still be sent. None where there is nothing to do."""
    rows = FollowUp.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        pk=follow_up_id
    )
    row = rows.select_related("notice__case__client", "notice__case__advocate").first()
    if row is None or row.due_at > now or (row.lease_until and row.lease_until > now):
        return None
    if row.state not in {FollowUpState.DUE, FollowUpState.SENDING}:
        return None
    if row.notice.state != NoticeState.SENT or row.notice.case.state != State.OPEN:
        row.state, row.done_at = FollowUpState.CANCELLED, now
        row.save(update_fields=["state", "done_at"])
        return None
    fresh = row.state == FollowUpState.DUE
    row.state, row.lease_until, row.attempts = FollowUpState.SENDING, now + LEASE, row.attempts + 1
    row.save(update_fields=["state", "lease_until", "attempts"])
    return row, fresh


@transaction.atomic
def _wait(follow_up: FollowUp, *, until: datetime, now: datetime) -> None:
    """It is night where the reader is: the page says it now, the mail waits for the morning."""
    follow_up.state, follow_up.due_at, follow_up.lease_until = FollowUpState.DUE, until, None
    follow_up.save(update_fields=["state", "due_at", "lease_until"])
    _mark_overdue(follow_up, now=now)


@transaction.atomic
def _show(follow_up: FollowUp, *, mailed: bool, now: datetime) -> None:
    follow_up.state, follow_up.shown_at, follow_up.lease_until = FollowUpState.SHOWN, now, None
    follow_up.mailed_at = now if mailed else None
    follow_up.save(update_fields=["state", "shown_at", "mailed_at", "lease_until"])
    _mark_overdue(follow_up, now=now)
    notice = follow_up.notice
    if mailed:
        timeline.record(notice.case, "notice.reminded", actor=None, now=now, number=notice.number)


def _mark_overdue(follow_up: FollowUp, *, now: datetime) -> None:
    """With the end of a time, given or ours, the next rung's letter is drafted at once."""
    notice = follow_up.notice
    if follow_up.kind == FollowUpKind.NUDGE:
        climbing.draft_next(notice, cause=Cause.QUIET, now=now)
    if follow_up.kind != FollowUpKind.AT_DUE or notice.overdue_at is not None:
        return
    Notice.objects.filter(pk=notice.pk).update(overdue_at=now)
    timeline.record(
        notice.case, "notice.overdue", actor=None, now=now,
        number=notice.number, recipient=notice.recipient,
    )  # fmt: skip
    climbing.draft_next(notice, cause=Cause.OVER, now=now)


@transaction.atomic
def finish(follow_up: FollowUp, *, actor: Person, now: datetime) -> None:
    """Done means gone from the list."""
    access.require(actor, Permission.RECORD_OUTCOME, follow_up.notice.case)
    FollowUp.objects.filter(pk=follow_up.pk).exclude(state=FollowUpState.CANCELLED).update(
        state=FollowUpState.DONE, done_at=now
    )


def _readers(notice: Notice) -> list[Person]:
    """The advocate and the client, each only where they said that their mail is safe."""
    people = [notice.case.advocate, notice.case.client]
    return [p for p in people if p is not None and p.is_active and p.mail_is_safe and p.email]


def _mail(reader: Person, *, follow_up: FollowUp) -> bool:
    """Hand over one mail that says nothing; a refused mail leaves the reminder on the page."""
    message = EmailMessage(
        subject=render_to_string("takedowns/mail/reminder_subject.txt").strip(),
        body=render_to_string("takedowns/mail/reminder_body.txt"),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[reader.email],
        headers={"Message-ID": f"<{follow_up.pk.hex}.{reader.pk.hex}@{_mail_host()}>"},
    )
    try:
        return message.send() == 1
    except OSError:
        log.warning("reminder not mailed %s", follow_up.notice.case.ref)
        return False


def _mail_host() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("> ") or "localhost"
