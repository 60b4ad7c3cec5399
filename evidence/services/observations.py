"""What a place showed when somebody looked again."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from evidence.models import Observation, Presence, Sighting
from evidence.services import binding
from evidence.services.sightings import check_open, locked


class NotYet(DomainError):
    """A look at a place cannot lie in the future."""


@transaction.atomic
def observe(
    sighting: Sighting,
    *,
    presence: Presence,
    observed_at: datetime,
    actor: Person,
    now: datetime,
    note: str = "",
) -> Observation:
    """Add what the place showed at that moment. Rows are added, never edited."""
    access.require(actor, Permission.LOG, sighting.case)
    case = locked(sighting.case)
    check_open(case)
    if observed_at > now:
        raise NotYet("This moment has not come yet. Put in when you looked.")
    made = Observation.objects.create(
        sighting=sighting, presence=presence, observed_at=observed_at, observer=actor, note=note
    )
    binding.observed(case, made, actor=actor, now=now)
    timeline.record(
        case,
        "sighting.observed",
        actor=actor,
        now=now,
        number=sighting.number,
        state=presence.label.lower(),
    )
    return made
