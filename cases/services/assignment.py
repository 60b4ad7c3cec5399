"""In whose hands a case lies."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.errors import DomainError
from cases.models import Case
from cases.services.closure import require_open


class NotOfThisTeam(DomainError):
    """The case cannot be given to someone who does not work on the team's cases."""


class TakenAlready(DomainError):
    """Somebody else was faster."""


@transaction.atomic
def assign_case(case: Case, *, to: Person, actor: Person, now: datetime) -> Case:
    """Give the case to an advocate or supervisor of its team."""
    access.require(actor, access.Permission.ASSIGN, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)
    if locked.organisation is None or to not in access.staff_of(locked.organisation):
        raise NotOfThisTeam("This person does not work on the cases of this team.")
    if locked.advocate_id == to.pk:
        return locked

    return _hand_over(locked, to=to, actor=actor, now=now)


@transaction.atomic
def take_case(case: Case, *, actor: Person, now: datetime) -> Case:
    """Take a case that nobody has. A supervisor may take any case of the team."""
    access.require(actor, access.Permission.LIST, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)
    if not access.can(actor, access.Permission.TAKE, locked):
        raise TakenAlready("Someone else has just taken this case.")
    if locked.advocate_id == actor.pk:
        return locked

    return _hand_over(locked, to=actor, actor=actor, now=now)


def _hand_over(case: Case, *, to: Person, actor: Person, now: datetime) -> Case:
    case.advocate = to
    case.save(update_fields=["advocate"])

    if to == actor:
        timeline.record(case, "case.taken", actor=actor, now=now)
    else:
        timeline.record(case, "case.assigned", actor=actor, now=now, holder=to.shown_name)
    return case
