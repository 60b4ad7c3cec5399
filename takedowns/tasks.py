"""Doors of the queue: ids in, one service call."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from takedowns.services import (
    digests,
    endings,
    follow_ups,
    looks,
    mail_accounts,
    posting,
    responsible,
)

MOST_MAILS_A_SWEEP = 5  # each may wait for a slow server, and everything else waits behind it
MOST_NOTES_A_SWEEP = 10  # as slow as those, and shorter than the time a task may take
MOST_LOOKUPS_A_SWEEP = 3  # each asks up to five servers, a quarter of a minute at most each


@shared_task
def remind(*, follow_up_id: str) -> None:
    """Show and mail one reminder."""
    follow_ups.remind(UUID(follow_up_id), now=timezone.now())


@shared_task
def sweep_follow_ups() -> None:
    """Claim whatever is due; rung by beat, and harmless however often."""
    now = timezone.now()
    for follow_up_id in follow_ups.due_ids(now=now):
        follow_ups.remind(follow_up_id, now=now)


@shared_task
def sweep_reminder_mails() -> None:
    """Owe bundled notes whose hour has come and notes of deletions; hand over what is due."""
    now = timezone.now()
    for choices_id in digests.due_ids(now=now):
        digests.bundle(choices_id, now=now)
    endings.owe(now=now)
    digests.post(clock=timezone.now, most=MOST_NOTES_A_SWEEP)


@shared_task
def deliver_mail(*, mail_id: str) -> None:
    """Hand over one mail, if it is still due."""
    posting.deliver_next(clock=timezone.now, only=UUID(mail_id))


@shared_task
def sweep_mails() -> None:
    """Settle what a lost worker left, then hand over whatever is due."""
    mail_accounts.reseal_old()
    posting.rescue(now=timezone.now())
    for _ in range(MOST_MAILS_A_SWEEP):
        if not posting.deliver_next(clock=timezone.now):
            return


@shared_task
def sweep_looks() -> None:
    """Take in what looks at the places of letters showed; ask for second looks that are due."""
    now = timezone.now()
    for item_id in looks.due_ids():
        looks.take_in(item_id, now=now)
    looks.ask_server(now=now)


@shared_task
def look_up_responsible(*, lookup_id: str) -> None:
    """Ask the registries for one row, if that is still asked for."""
    lookup = responsible.claim(now=timezone.now(), only=UUID(lookup_id))
    if lookup is not None:
        responsible.look_up(lookup, now=timezone.now())


@shared_task
def sweep_responsible() -> None:
    """Ask for the rows whose nudge or worker was lost."""
    for _ in range(MOST_LOOKUPS_A_SWEEP):
        lookup = responsible.claim(now=timezone.now())
        if lookup is None:
            return
        responsible.look_up(lookup, now=timezone.now())
