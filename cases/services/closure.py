"""Closing a case, and opening it again."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.errors import DomainError
from cases.models import Case, State


class CaseIsClosed(DomainError):
    """Nothing may be added to a closed case."""


class CaseIsOpen(DomainError):
    """Only a closed case can be opened again."""


def require_open(case: Case) -> None:
    """Raise CaseIsClosed unless things may be added. Asked after the lock, by every service."""
    if not case.is_open:
        raise CaseIsClosed("This case is closed. Open it again to go on.")


@transaction.atomic
def close_case(case: Case, *, actor: Person, now: datetime) -> Case:
    """Nothing is added, sent or reminded of until it is opened again; nothing is deleted."""
    access.require(actor, access.Permission.CLOSE, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)

    locked.state, locked.closed_at = State.CLOSED, now
    locked.save(update_fields=["state", "closed_at"])

    timeline.record(locked, "case.closed", actor=actor, now=now)
    return locked


@transaction.atomic
def reopen_case(case: Case, *, actor: Person, now: datetime) -> Case:
    """Go on where it was left."""
    access.require(actor, access.Permission.CLOSE, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.state != State.CLOSED:
        raise CaseIsOpen("This case is open already.")

    locked.state, locked.closed_at = State.OPEN, None
    locked.save(update_fields=["state", "closed_at"])

    timeline.record(locked, "case.reopened", actor=actor, now=now)
    return locked
