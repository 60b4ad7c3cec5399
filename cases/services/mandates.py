"""The client's recorded authority for somebody to act."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.template.loader import render_to_string

from accounts.models import Person
from cases import access, acting, timeline
from cases.acting import UNLIMITED, Limits
from cases.errors import DomainError
from cases.models import Case, Mandate, Scope, Way
from cases.services.closure import require_open


class MandateRefused(DomainError):
    """A mandate cannot stand like this; the sentence says what is missing."""


class MandateIsOver(DomainError):
    """It was taken back before."""


@transaction.atomic
def give_mandate(
    case: Case,
    *,
    scope: Sequence[Scope],
    until: date | None,
    actor: Person,
    now: datetime,
    limits: Limits = UNLIMITED,
) -> Mandate:
    """The client allows the case's advocate to act in their name."""
    access.require(actor, access.Permission.GIVE_MANDATE, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)
    holder = locked.advocate
    if holder is None:
        raise MandateRefused("Nobody works on this case with you yet.")
    check(locked, holder=holder, scope=scope, until=until, now=now)

    given = _write(
        locked, holder=holder, scope=scope, until=until, way=Way.ONLINE, actor=actor, now=now,
        limits=limits,
    )  # fmt: skip

    timeline.record(
        locked, "mandate.given", actor=actor, now=now,
        holder=holder.shown_name, scope=named(scope),
    )  # fmt: skip
    return given


@transaction.atomic
def record_mandate(
    case: Case,
    *,
    holder: Person,
    scope: Sequence[Scope],
    until: date | None,
    way: Way,
    witness: str,
    actor: Person,
    now: datetime,
    limits: Limits = UNLIMITED,
) -> Mandate:
    """Staff note a mandate that the person gave in person or on paper."""
    access.require(actor, access.Permission.RECORD_MANDATE, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)
    if way in {Way.ONLINE, Way.LINK}:
        raise MandateRefused("Only the person can give it on their own page.")
    if way == Way.IN_PERSON and not witness:
        raise MandateRefused("Write who was there when the person agreed.")
    check(locked, holder=holder, scope=scope, until=until, now=now)

    noted = _write(
        locked, holder=holder, scope=scope, until=until, way=way, actor=actor, now=now,
        witness=witness, limits=limits,
    )  # fmt: skip

    timeline.record(
        locked, "mandate.recorded", actor=actor, now=now,
        holder=holder.shown_name, scope=named(scope), way=way.label.lower(),
    )  # fmt: skip
    return noted


@transaction.atomic
def revoke_mandate(mandate: Mandate, *, actor: Person, now: datetime) -> Mandate:
    """It ends at once, in a closed case too, and stops what waits under it.

    Staff may note that the person took it back.
    """
    case = mandate.case
    if not access.can(actor, access.Permission.GIVE_MANDATE, case):
        access.require(actor, access.Permission.RECORD_MANDATE, case)
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    locked = Mandate.objects.select_for_update().select_related(None).get(pk=mandate.pk)
    if locked.revoked_at:
        raise MandateIsOver("This permission has ended already.")

    locked.revoked_at = now
    locked.save(update_fields=["revoked_at"])
    acting.stop([locked], actor=actor, now=now)

    timeline.record(case, "mandate.revoked", actor=actor, now=now, holder=locked.holder.shown_name)
    return locked


def words_of(
    case: Case,
    *,
    holder: Person,
    scope: Sequence[Scope],
    until: date | None,
    limits: Limits = UNLIMITED,
) -> str:
    """The exact text that is kept with a mandate, and that the page shows before."""
    team = case.organisation.name if case.organisation else ""
    return render_to_string(
        "cases/mandate_words.txt",
        {
            "holder": holder.shown_name,
            "team": team,
            "scope": list(scope),
            "until": until,
            "limits": acting.said(case, limits),
        },
    ).strip()


def check(
    case: Case, *, holder: Person, scope: Sequence[Scope], until: date | None, now: datetime
) -> None:
    """Raise MandateRefused unless such a mandate can stand now."""
    if not scope:
        raise MandateRefused("Choose at least one thing that is allowed.")
    if until is not None and until < now.date():
        raise MandateRefused("This day is over. Choose a later one, or leave it empty.")
    if case.organisation is None or holder not in access.staff_of(case.organisation):
        raise MandateRefused("This person does not work on the cases of this team.")


def _write(
    case: Case,
    *,
    holder: Person,
    scope: Sequence[Scope],
    until: date | None,
    way: Way,
    actor: Person,
    now: datetime,
    limits: Limits,
    witness: str = "",
) -> Mandate:
    return Mandate.objects.create(
        case=case,
        holder=holder,
        scope=[part.value for part in scope],
        platforms=list(limits.platforms),
        kinds=list(limits.kinds),
        rules=list(limits.rules),
        words=words_of(case, holder=holder, scope=scope, until=until, limits=limits),
        way=way,
        witness=witness,
        given_at=now,
        until_date=until,
        recorded_by=actor,
    )


def named(scope: Sequence[Scope]) -> str:
    """What is allowed, in words for a line of the story."""
    return ", ".join(part.label.lower() for part in scope)
