"""What the leak did to the person: noted, allowed to be quoted, taken away."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError, NotPermitted
from cases.models import Case, Effect
from cases.services.closure import require_open

LEEWAY = timedelta(days=1)
"""Somewhere it is tomorrow already."""


class NotYet(DomainError):
    """A day that has not come cannot have done anything."""


@dataclass(frozen=True, slots=True)
class Said:
    """The words, their day if known, and whether a dossier may quote them."""

    words: str
    day: date | None = None
    quotable: bool = False


def may_allow(actor: Person, case: Case) -> bool:
    """Only the person says whether their words are quoted. Where they have no account, whoever
    works on the case notes what they said.
    """
    return case.client_id is None or case.client_id == actor.pk


def removable_by(actor: Person, case: Case) -> QuerySet[Effect]:
    """What they may take away: the person all of it, others what they wrote themselves."""
    rows = case.effects.select_related("case")
    return rows if case.client_id == actor.pk else rows.filter(written_by=actor)


@transaction.atomic
def note_effect(case: Case, *, said: Said, actor: Person, now: datetime) -> Effect:
    """Keep it. A wish to have it quoted counts only from whom `may_allow` names."""
    access.require(actor, Permission.ANSWER, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)
    if said.day and said.day > (now + LEEWAY).date():
        raise NotYet("This day has not come yet. Leave it empty if you are not sure.")

    effect = Effect.objects.create(
        case=locked,
        words=said.words,
        happened_date=said.day,
        quotable=said.quotable and may_allow(actor, locked),
        written_at=now,
        written_by=actor,
    )

    timeline.record(locked, "effect.noted", actor=actor, now=now)
    return effect


@transaction.atomic
def allow_quoting(effect: Effect, *, actor: Person, now: datetime) -> None:
    """Later dossiers may quote it."""
    _set_quotable(effect, "effect.allowed", quotable=True, actor=actor, now=now)


@transaction.atomic
def forbid_quoting(effect: Effect, *, actor: Person, now: datetime) -> None:
    """Later dossiers do not quote it; those that were made stay as they are."""
    _set_quotable(effect, "effect.forbidden", quotable=False, actor=actor, now=now)


def _set_quotable(
    effect: Effect, kind: str, *, quotable: bool, actor: Person, now: datetime
) -> None:
    access.require(actor, Permission.ANSWER, effect.case)
    locked = Case.objects.select_for_update().get(pk=effect.case_id)
    if not may_allow(actor, locked):
        raise NotPermitted("Only the person themselves says whether their words are quoted.")
    if Effect.objects.filter(pk=effect.pk, quotable=not quotable).update(quotable=quotable):
        timeline.record(locked, kind, actor=actor, now=now)


@transaction.atomic
def remove_effect(effect: Effect, *, actor: Person, now: datetime) -> None:
    """Take it away for good; what quoted it already stays as it is."""
    access.require(actor, Permission.ANSWER, effect.case)
    locked = Case.objects.select_for_update().get(pk=effect.case_id)
    if not removable_by(actor, locked).filter(pk=effect.pk).exists():
        raise NotPermitted("Only whoever wrote it, or the person themselves, can take it away.")

    effect.delete()

    timeline.record(locked, "effect.removed", actor=actor, now=now)
