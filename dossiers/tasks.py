"""Doors of the queue: ids in, one service call; twice changes nothing."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from dossiers.services import making
from evidence.tasks import mark_now

MOST_A_SWEEP = 10


@shared_task
def make_dossier(*, dossier_id: str) -> None:
    """Make one dossier, if it is still due."""
    dossier = making.claim(now=timezone.now(), only=UUID(dossier_id))
    if dossier is not None:
        mark_now(dossier.case)
        making.make(dossier, now=timezone.now())


@shared_task
def sweep_dossiers() -> None:
    """Make whatever is due: new ones whose nudge was lost, and those of a lost worker."""
    for _ in range(MOST_A_SWEEP):
        dossier = making.claim(now=timezone.now())
        if dossier is None:
            return
        mark_now(dossier.case)
        making.make(dossier, now=timezone.now())
