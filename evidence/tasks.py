"""What the worker does with pictures: ids only, and twice changes nothing."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from evidence.services import comparing, readings, vault

MOST_A_SWEEP = 50
MOST_LOOKS_A_SWEEP = 10  # each takes a second or two, and new files wait behind them


@shared_task
def read_exhibit(*, exhibit_id: str) -> None:
    """Look at one exhibit, if it is still due."""
    exhibit = readings.claim(now=timezone.now(), only=UUID(exhibit_id))
    if exhibit is not None:
        readings.read(exhibit, now=timezone.now())
        compare_exhibit(exhibit_id=exhibit_id)


@shared_task
def sweep_exhibits() -> None:
    """Look at whatever is due: new files whose nudge was lost, and those of a lost worker."""
    for _ in range(MOST_A_SWEEP):
        exhibit = readings.claim(now=timezone.now())
        if exhibit is None:
            return
        readings.read(exhibit, now=timezone.now())


@shared_task
def compare_exhibit(*, exhibit_id: str) -> None:
    """Look closer at one exhibit, if that is still due."""
    comparison = comparing.claim(now=timezone.now(), only=UUID(exhibit_id))
    if comparison is not None:
        comparing.look(comparison, now=timezone.now())


@shared_task
def sweep_comparisons() -> None:
    """Look closer at whatever is due: after a new reference, and where a worker was lost."""
    for _ in range(MOST_LOOKS_A_SWEEP):
        comparison = comparing.claim(now=timezone.now())
        if comparison is None:
            return
        comparing.look(comparison, now=timezone.now())


@shared_task
def sweep_vault() -> None:
    """Remove what a crash left in the vault without a row."""
    vault.sweep_orphans(now=timezone.now())
