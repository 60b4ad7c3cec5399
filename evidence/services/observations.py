"""What a place showed when somebody, or the server, looked again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from evidence.models import LookedBy, Observation, Presence, Sighting
from evidence.services import binding
from evidence.services.sightings import check_open, locked

APART = timedelta(days=1)
"""How far two looks lie apart at least, before a place that was gone in both counts as gone."""


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


@dataclass(frozen=True, slots=True)
class Look:
    """What the server was shown: the state, the one-word reason, its sentence, and figures."""

    presence: Presence
    reason: str
    sentence: str
    figures: dict[str, str | int] = field(default_factory=dict)


@transaction.atomic
def observe_by_server(
    sighting: Sighting, *, look: Look, actor: Person, now: datetime
) -> Observation:
    """Add what the server was shown, as `actor` had asked. Nobody is its observer."""
    access.require(actor, Permission.LOG, sighting.case)
    case = locked(sighting.case)
    check_open(case)
    made = Observation.objects.create(
        sighting=sighting, presence=look.presence, observed_at=now, observer=None,
        note=look.sentence, way=LookedBy.SERVER, reason=look.reason, figures=look.figures,
    )  # fmt: skip
    binding.fetched(case, made, actor=actor, now=now)
    timeline.record(
        case, "place.fetched", actor=None, now=now,
        number=sighting.number, state=look.presence.label.lower(),
    )  # fmt: skip
    return made


def gone_twice(sightings: Iterable[Sighting]) -> set[UUID]:
    """Those that were gone in their newest looks, without a break, over APART at least."""
    rows = Observation.objects.filter(sighting__in=sightings).order_by("-observed_at", "-pk")
    ended: set[UUID] = set()
    newest: dict[UUID, datetime] = {}
    settled: set[UUID] = set()
    for sighting, presence, at in rows.values_list("sighting_id", "presence", "observed_at"):
        if sighting in ended:
            continue
        if presence != Presence.GONE:
            ended.add(sighting)
        elif newest.setdefault(sighting, at) - at >= APART:
            settled.add(sighting)
    return settled
