"""Doors of the queue: one service call each."""

from celery import shared_task
from django.utils import timezone

from cases.services import retention


@shared_task
def sweep_retention() -> None:
    """Warn of dates that come near, begin days of grace, and delete what is due."""
    now = timezone.now()
    for row in retention.to_warn(now=now):
        retention.warn(row.case, now=now)
    for row in retention.to_begin(now=now).select_related("case"):
        retention.begin(row.case, now=now)
    for row in retention.to_dispose(now=now).select_related("case")[:20]:
        retention.dispose(row.case, now=now)
