"""How a recipient of a letter may reach the person."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.models import Case, Contact
from cases.services.closure import require_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a letter may carry; each may be empty."""

    name: str = ""
    mail: str = ""
    telephone: str = ""
    postal_address: str = ""
    may_be_passed_on: bool = False


@transaction.atomic
def change_contact(case: Case, *, reach: Reach, actor: Person, now: datetime) -> Contact:
    """Keep these details for later letters; letters already written keep theirs."""
    access.require(actor, access.Permission.ANSWER, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)
    known = Contact.objects.filter(case=locked).first() or Contact(case=locked)
    wanted = asdict(reach)
    if known.changed_at and all(getattr(known, name) == wanted[name] for name in wanted):
        return known

    for name, value in wanted.items():
        setattr(known, name, value)
    known.changed_at = now
    known.save()

    timeline.record(locked, "case.contact_changed", actor=actor, now=now)
    return known
