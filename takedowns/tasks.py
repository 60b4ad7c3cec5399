"""Doors of the queue: ids in, one service call."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from takedowns.services import digests, follow_ups


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
    """Owe the bundled notes whose hour has come, and hand over every mail that is due."""
    now = timezone.now()
    for choices_id in digests.due_ids(now=now):
        digests.bundle(choices_id, now=now)
    digests.post(now=now)
