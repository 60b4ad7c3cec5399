"""Who may act on the site of a place: asked of registries, pasted, or typed; kept with its time.

The registries are asked by the worker, through the guarded fetcher, and only where a person
asked. Of what comes back only whoever may act is kept, never a registrant.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case
from cases.services import leases
from evidence.models import Sighting
from takedowns.lookups import whois
from takedowns.lookups.parties import Party, from_json, known
from takedowns.models import LookupState, ResponsibleLookup, Via
from takedowns.registry.signs import Role
from takedowns.services import asking_registries

LEASE = timedelta(minutes=3)
MOST_ATTEMPTS = 3
NOT_AGAIN_BEFORE = timedelta(minutes=5)
ROLES: tuple[Role, ...] = ("host", "cdn", "registrar")
_WAITS = (LookupState.DUE, LookupState.WORKING)

log = logging.getLogger("redress.takedowns")


class NotLookedUp(DomainError):
    """It cannot be looked up; the text says why and what to do."""


class NothingFound(DomainError):
    """What was pasted names nobody who may act."""


@dataclass(frozen=True, slots=True)
class Responsible:
    """One who may act on a place, as far as we know. `address` is a mail address or empty.

    `platform` is an id of the platform registry or empty, `known_at` when it was found out.
    """

    role: Role
    name: str
    address: str
    phone: str
    platform: str
    known_at: datetime
    via: Via


def responsible_for(sighting: Sighting) -> tuple[Responsible, ...]:
    """Whoever may act on a place, host first: for each role the newest answer that names one.

    What was found out about any place of the case on the same host counts.
    """
    rows = ResponsibleLookup.objects.filter(
        sighting__case=sighting.case_id, host=sighting.host, state=LookupState.DONE
    )
    newest: dict[Role, Responsible] = {}
    for row in rows.order_by("-done_at", "-pk"):
        for told in row.parties:
            party = from_json(told)
            newest.setdefault(party.role, _responsible(party, row=row))
    return tuple(newest[role] for role in ROLES if role in newest)


def _responsible(party: Party, *, row: ResponsibleLookup) -> Responsible:
    return Responsible(
        role=party.role, name=party.name, address=party.mail, phone=party.phone,
        platform=party.platform, known_at=row.done_at or row.asked_at, via=Via(row.via),
    )  # fmt: skip


def lookups_of(sighting: Sighting) -> QuerySet[ResponsibleLookup]:
    """Everything that was looked up about the host of a place in its case, newest first."""
    rows = ResponsibleLookup.objects.filter(sighting__case=sighting.case_id, host=sighting.host)
    return rows.select_related("asked_by").order_by("-asked_at")


@transaction.atomic
def ask(sighting: Sighting, *, actor: Person, now: datetime) -> ResponsibleLookup:
    """Have the registries asked; it is due from now on. Raises NotLookedUp."""
    case = _open_case(sighting, actor=actor)
    rows = ResponsibleLookup.objects.filter(sighting=sighting, via=Via.RDAP)
    if rows.filter(state__in=_WAITS).exists():
        raise NotLookedUp("The registries are being asked already. It takes a minute or two.")
    if rows.filter(asked_at__gt=now - NOT_AGAIN_BEFORE).exists():
        raise NotLookedUp("The registries were asked a moment ago. Please wait a few minutes.")
    made = ResponsibleLookup.objects.create(
        sighting=sighting, host=sighting.host, via=Via.RDAP, asked_at=now, asked_by=actor
    )
    timeline.record(case, "responsible.asked", actor=actor, now=now, number=sighting.number)
    return made


@transaction.atomic
def take_pasted(
    sighting: Sighting, *, text: str, actor: Person, now: datetime
) -> ResponsibleLookup:
    """Read a WHOIS answer somebody pasted; only whoever may act is kept of it."""
    case = _open_case(sighting, actor=actor)
    told = whois.read(text)
    if not told.parties:
        raise NothingFound(
            "No registrar and no network owner was found in this text. Paste the whole answer, "
            "or type in the address for abuse below."
        )
    return _note(
        sighting, case, via=Via.WHOIS, parties=told.parties, answers={"paste": told.kept},
        actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def note_by_hand(
    sighting: Sighting, *, role: Role, name: str, mail: str, actor: Person, now: datetime
) -> ResponsibleLookup:
    """Write down who may act, as a person found it out."""
    case = _open_case(sighting, actor=actor)
    try:
        validate_email(mail)
    except ValidationError as fault:
        raise NotLookedUp("This is not a mail address. It has an @ in it.") from fault
    party = known(Party(role=role, name=name or mail, mail=mail.lower(), told_by="hand"))
    return _note(sighting, case, via=Via.HAND, parties=(party,), answers={}, actor=actor, now=now)


def _open_case(sighting: Sighting, *, actor: Person) -> Case:
    access.require(actor, Permission.LOG, sighting.case)
    case = Case.objects.select_for_update().get(pk=sighting.case_id)
    if not case.is_open:
        raise NotLookedUp("This case is closed. Open it again to look this up.")
    if not sighting.host:
        raise NotLookedUp("This place has no link, so there is no site to ask about.")
    return case


def _note(
    sighting: Sighting,
    case: Case,
    *,
    via: Via,
    parties: tuple[Party, ...],
    answers: dict[str, dict[str, str]],
    actor: Person,
    now: datetime,
) -> ResponsibleLookup:
    made = ResponsibleLookup.objects.create(
        sighting=sighting, host=sighting.host, via=via, state=LookupState.DONE, asked_at=now,
        asked_by=actor, done_at=now, answers=answers, parties=[each.as_json() for each in parties],
    )  # fmt: skip
    timeline.record(case, "responsible.noted", actor=actor, now=now, number=sighting.number)
    return made


def claim(*, now: datetime, only: UUID | None = None) -> ResponsibleLookup | None:
    """Take one look-up that is due, or whose worker was lost; None where there is none."""
    lost = Q(state=LookupState.WORKING, lease_until__lt=now)
    due = ResponsibleLookup.objects.filter(Q(state=LookupState.DUE) | lost)
    due = due if only is None else due.filter(pk=only)
    key = leases.take(due, first=("asked_at",), until=now + LEASE, state=LookupState.WORKING)
    if key is None:
        return None
    return ResponsibleLookup.objects.select_related("sighting__case", "asked_by").get(pk=key)


def look_up(lookup: ResponsibleLookup, *, now: datetime) -> bool:
    """Ask for a claimed row and write down what came back; False where another took it over."""
    case = lookup.sighting.case
    if lookup.attempts > MOST_ATTEMPTS:
        found = asking_registries.Found(troubles=("Asking failed several times.",))
    elif not (case.is_open and access.can(lookup.asked_by, Permission.LOG, case)):
        found = asking_registries.Found(troubles=("Nobody was asked: this case is closed to it.",))
    else:
        found = asking_registries.find(lookup.sighting)
    return _finish(lookup, found, now=now)


@transaction.atomic
def _finish(lookup: ResponsibleLookup, found: asking_registries.Found, *, now: datetime) -> bool:
    mine = ResponsibleLookup.objects.filter(
        pk=lookup.pk, state=LookupState.WORKING, lease_until=lookup.lease_until
    )
    done = mine.update(
        state=LookupState.DONE, lease_until=None, done_at=now, answers=found.answers,
        parties=[each.as_json() for each in found.parties], trouble=list(found.troubles),
    )  # fmt: skip
    if done:
        sighting = lookup.sighting
        timeline.record(
            sighting.case, "responsible.found", actor=None, now=now,
            number=sighting.number, count=len(found.parties),
        )  # fmt: skip
        log.info("look-up %s: %d found", lookup.pk, len(found.parties))
    return bool(done)
