"""Reminders for the sweep to find. Imported once Django stands on a fresh database."""

import logging
import time
from datetime import datetime, timedelta

from django.db import connection, transaction

from accounts.models import Person
from cases.models import Age, Case
from takedowns.models import FollowUp, FollowUpKind, Notice, NoticeState, SenderRole
from takedowns.services import follow_ups

KINDS = (FollowUpKind.BEFORE_DUE, FollowUpKind.AT_DUE, FollowUpKind.AFTER_DUE, FollowUpKind.NUDGE)
DUE_SINCE = timedelta(minutes=5)
BATCH = 2_000


def fill(rows: int, *, due: int, now: datetime) -> None:
    """`rows` reminders, four a letter, of which the first of `due` letters is due."""
    Case.objects.all().delete()
    Person.objects.all().delete()
    advocate = Person.objects.create(
        username="bea", zone="UTC", email="desk@harbour.example", mail_is_safe=True
    )
    case = Case.objects.create(
        client=advocate, advocate=advocate, client_name="Wren", opened_by=advocate, opened_at=now,
        age=Age.ADULT,
    )  # fmt: skip
    letters = Notice.objects.bulk_create(
        (_letter(case, number, by=advocate, now=now) for number in range(rows // len(KINDS))),
        batch_size=BATCH,
    )
    FollowUp.objects.bulk_create(
        (
            _reminder(letter, kind, at, due=due, now=now)
            for letter in letters
            for at, kind in enumerate(KINDS)
        ),
        batch_size=BATCH,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def sweep(*, now: datetime, due: int) -> float:
    """Milliseconds of processor time of one sweep, which is put back."""
    logging.getLogger("redress").setLevel(logging.WARNING)
    with transaction.atomic():
        began = time.process_time()
        shown = sum(follow_ups.remind(key, now=now) for key in follow_ups.due_ids(now=now))
        took = 1000 * (time.process_time() - began)
        transaction.set_rollback(True)
    if shown != due:
        raise SystemExit(f"The sweep showed {shown} reminders instead of {due}.")
    return took


def _letter(case: Case, number: int, *, by: Person, now: datetime) -> Notice:
    return Notice(
        case=case, number=number + 1, state=NoticeState.SENT, platform="x", channel=0,
        basis="us-tida", sender_role=SenderRole.AUTHORISED_AGENT, recipient="Quiet Board",
        drafted_at=now, drafted_by=by, approved_at=now, approved_by=by, sent_at=now,
        due_at=now + timedelta(days=2),
    )  # fmt: skip


def _reminder(letter: Notice, kind: FollowUpKind, at: int, *, due: int, now: datetime) -> FollowUp:
    is_due = letter.number <= due and at == 0
    ahead = timedelta(minutes=letter.number % 9_000 + 1, days=at)
    return FollowUp(notice=letter, kind=kind, due_at=now - DUE_SINCE if is_due else now + ahead)
