"""What the worker does with pictures: ids only, and twice changes nothing."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from evidence.services import cuts, readings, vault

MOST_A_SWEEP = 50


@shared_task
def read_exhibit(*, exhibit_id: str) -> None:
    """Look at one exhibit, if it is still due."""
    exhibit = readings.claim(now=timezone.now(), only=UUID(exhibit_id))
    if exhibit is not None:
        readings.read(exhibit, now=timezone.now())


@shared_task
def sweep_exhibits() -> None:
    """Look at whatever is due: new files whose nudge was lost, and those of a lost worker."""
    for _ in range(MOST_A_SWEEP):
        exhibit = readings.claim(now=timezone.now())
        if exhibit is None:
            return
        readings.read(exhibit, now=timezone.now())


@shared_task
def sweep_vault() -> None:
    """Remove what waited too long for a choice, and what a crash left without a row."""
    cuts.let_expired_go(now=timezone.now())
    vault.sweep_orphans(now=timezone.now())
