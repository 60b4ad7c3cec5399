"""Mails that say nothing, each owed to one person and handed over at most once.

DUE → SENDING → SENT. A row is SENDING from before a mail is handed over; whoever finds it so
after a crash calls it UNSURE and never mails it: better once on the page only than twice in a
mailbox that others may read. While the mail server cannot be reached nothing was handed over, so
the row waits and is tried again.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.models import State
from cases.services import leases
from takedowns.deadlines import outside_quiet_hours
from takedowns.models import (
    DigestPace,
    FollowUp,
    FollowUpState,
    ReminderMail,
    ReminderMailState,
)
from takedowns.services import reminder_choices

log = logging.getLogger("redress.reminder_mails")
LEASE = timedelta(minutes=5)
TRY_AGAIN = timedelta(minutes=10)
TRIES = 100
"""While no mail server answers: most of a day."""


def owe(follow_up: FollowUp, *, now: datetime) -> int:
    """One mail for each reader who wants one a reminder, at the end of their quiet hours."""
    owed = 0
    for reader in _readers(follow_up):
        choices = reminder_choices.of(reader)
        if choices.digest != DigestPace.OFF:
            continue
        due_at = outside_quiet_hours(now, reader.zone, reminder_choices.quiet_hours(choices))
        _, made = ReminderMail.objects.get_or_create(
            follow_up=follow_up, person=reader, turn=follow_up.turn, defaults={"due_at": due_at}
        )
        owed += made
    return owed


def has_safe_mail(person: Person) -> bool:
    """Whether this person may be written to: their own word that nobody else reads it."""
    return person.is_active and person.mail_is_safe and bool(person.email)


@transaction.atomic
def claim(*, now: datetime) -> UUID | None:
    """Take one mail that is due; it is SENDING from here on. None where none is due."""
    lost = ReminderMail.objects.filter(state=ReminderMailState.SENDING, lease_until__lt=now)
    lost.update(state=ReminderMailState.UNSURE, lease_until=None)
    due = ReminderMail.objects.filter(state=ReminderMailState.DUE, due_at__lte=now)
    taken: UUID | None = leases.take(
        due, first=("due_at",), until=now + LEASE, state=ReminderMailState.SENDING
    )
    return taken


def deliver(mail_id: UUID, *, is_wanted: bool, now: datetime) -> ReminderMailState | None:
    """Hand over a claimed mail, or drop it where it is not wanted any more.

    Returns what became of it: DUE where it waits for the reader's morning, None where the mail
    server could not be reached.
    """
    mail = ReminderMail.objects.select_related(
        "person", "follow_up__notice__case__client", "follow_up__notice__case__advocate"
    ).get(pk=mail_id)
    if not is_wanted or not _may_leave(mail):
        return _settle(mail, ReminderMailState.DROPPED, now=now)
    day = _day_for(mail, now=now)
    if day > now:
        return _put_back(mail, until=day)
    line = get_connection()
    try:
        line.open()
    except OSError:
        _wait(mail, now=now)
        return None
    try:
        sent = line.send_messages([_message(mail)])
    except OSError:
        log.warning("mail not taken %s", mail.pk)
        return _settle(mail, ReminderMailState.REFUSED, now=now)
    finally:
        line.close()
    return _settle(mail, ReminderMailState.SENT if sent else ReminderMailState.REFUSED, now=now)


def _readers(follow_up: FollowUp) -> list[Person]:
    """The advocate and the client, each only while they may act and their mail is safe."""
    case = follow_up.notice.case
    people = [person for person in (case.advocate, case.client) if person is not None]
    return [
        person
        for person in people
        if has_safe_mail(person) and access.can(person, Permission.RECORD_OUTCOME, case)
    ]


def _may_leave(mail: ReminderMail) -> bool:
    """Asked again when it leaves: the night may have changed everything."""
    if mail.follow_up is None:
        return has_safe_mail(mail.person)
    is_open = mail.follow_up.state == FollowUpState.SHOWN and mail.turn == mail.follow_up.turn
    case_open = mail.follow_up.notice.case.state == State.OPEN
    return is_open and case_open and mail.person in _readers(mail.follow_up)


def _message(mail: ReminderMail) -> EmailMessage:
    kind = "digest" if mail.follow_up is None else "reminder"
    return EmailMessage(
        subject=render_to_string(f"takedowns/mail/{kind}_subject.txt").strip(),
        body=render_to_string(f"takedowns/mail/{kind}_body.txt"),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.person.email],
        headers={"Message-ID": f"<{mail.pk.hex}@{_mail_host()}>"},
    )


def _day_for(mail: ReminderMail, *, now: datetime) -> datetime:
    """Now, or the end of the reader's quiet hours: a queue may have stood still until the night.

    A bundled note may leave in the hour that was chosen for it, whichever that is.
    """
    choices = reminder_choices.of(mail.person)
    if mail.period and now.astimezone(mail.person.zone_info).hour == choices.digest_hour:
        return now
    return outside_quiet_hours(now, mail.person.zone, reminder_choices.quiet_hours(choices))


def _put_back(mail: ReminderMail, *, until: datetime) -> ReminderMailState:
    """Until the morning; that was no try."""
    _ours(mail).update(
        state=ReminderMailState.DUE, lease_until=None, due_at=until, attempts=F("attempts") - 1
    )
    return ReminderMailState.DUE


@transaction.atomic
def _settle(mail: ReminderMail, state: ReminderMailState, *, now: datetime) -> ReminderMailState:
    """Write what became of it; where the lease ran out meanwhile it is UNSURE and stays so."""
    is_sent = state == ReminderMailState.SENT
    if not _ours(mail).update(state=state, lease_until=None, mailed_at=now if is_sent else None):
        log.warning("mail not ours any more %s", mail.pk)
        return ReminderMailState.UNSURE
    if is_sent and mail.follow_up is not None:
        _tell(mail.follow_up, now=now)
    return state


def _ours(mail: ReminderMail) -> QuerySet[ReminderMail]:
    """The row while it is still leased as it was when we took it."""
    rows = ReminderMail.objects.filter(pk=mail.pk, state=ReminderMailState.SENDING)
    return rows.filter(lease_until=mail.lease_until)


def _tell(follow_up: FollowUp, *, now: datetime) -> None:
    """The first mail of a reminder stands in the story; a second reader's is not told again."""
    first = FollowUp.objects.filter(pk=follow_up.pk, mailed_at=None).update(mailed_at=now)
    if first:
        notice = follow_up.notice
        timeline.record(notice.case, "notice.reminded", actor=None, now=now, number=notice.number)


def _wait(mail: ReminderMail, *, now: datetime) -> None:
    """Nothing was handed over, so it may be tried again."""
    log.warning("mail server not reached %s", mail.pk)
    state = ReminderMailState.DUE if mail.attempts < TRIES else ReminderMailState.REFUSED
    _ours(mail).update(state=state, lease_until=None, due_at=now + TRY_AGAIN)


def _mail_host() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("> ") or "localhost"
