"""Work that is due, taken by one worker at a time until its lease ends."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import F, Model, QuerySet

Row = TypeVar("Row", bound=Model)


@transaction.atomic
def take(due: "QuerySet[Row]", *, first: tuple[str, ...], until: datetime, **columns: Any) -> Any:
    """Lease the first of the rows that are due; its key, or None where there is none.

    `first` orders them. The row gets `lease_until`, one more of `attempts`, and `columns`. Two
    workers never get the same one: where the database cannot skip rows that another holds, the
    row is taken only if it is still due.
    """
    waiting = due.order_by(*first)
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
    key = waiting.values_list("pk", flat=True).first()
    if key is None:
        return None
    still = due.filter(pk=key)
    taken = still.update(lease_until=until, attempts=F("attempts") + 1, **columns)
    return key if taken else None
