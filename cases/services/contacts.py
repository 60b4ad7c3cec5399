"""How a recipient of a letter may reach the person."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.models import Case, Contact, Shown
from cases.services.closure import require_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a letter may carry; each may be empty."""

    name: str = ""
    mail: str = ""
    separate_mail: str = ""
    mail_shown: str = Shown.OWN
    telephone: str = ""
    telephone_shown: str = Shown.OWN
    postal_address: str = ""
    postal_alias: str = ""
    postal_shown: str = Shown.OWN
    may_be_passed_on: bool = False


_NAMES = tuple(field.name for field in fields(Reach))


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


@transaction.atomic
def show(case: Case, *, shown: Mapping[str, Shown], actor: Person, now: datetime) -> Contact:
    """Choose which address later letters carry, by field (`mail_shown` …); the rest stays."""
    access.require(actor, access.Permission.ANSWER, case)
    known = Contact.objects.filter(case=case).first() or Contact(case=case)
    reach = Reach(**{name: getattr(known, name) for name in _NAMES} | dict(shown))
    return change_contact(case, reach=reach, actor=actor, now=now)
