"""What the worker does with pictures: ids only, and twice changes nothing."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from evidence.services import imports, readings, vault

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
    """Remove what a crash left in the vault without a row."""
    vault.sweep_orphans(now=timezone.now())


@shared_task
def work_on_import(*, import_id: str) -> None:
    """Look over, add or undo one list, if it is still due."""
    whole = imports.claim(now=timezone.now(), only=UUID(import_id))
    while whole is not None:
        whole = imports.work(whole, now=timezone.now())


@shared_task
def sweep_imports() -> None:
    """Work on lists whose nudge or worker was lost, and let go of old drafts."""
    for _ in range(MOST_A_SWEEP):
        whole = imports.claim(now=timezone.now())
        if whole is None:
            break
        while whole is not None:
            whole = imports.work(whole, now=timezone.now())
    imports.sweep(now=timezone.now())
