"""Who may do what with a case: one table of roles and permissions. Knows no HTTP."""

from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from accounts.models import Organisation, Person, Role
from cases.errors import NotPermitted
from cases.models import Case, Mandate, Scope, State

WORKING_ROLES = (Role.ADVOCATE, Role.SUPERVISOR)
"""Roles that work on cases; a counsel reads what was released, an operator reads none."""


class Part(StrEnum):
    """The part a person has in one case."""

    CLIENT = "CLIENT"
    ADVOCATE = "ADVOCATE"
    SUPERVISOR = "SUPERVISOR"
    COLLEAGUE = "COLLEAGUE"


class Permission(StrEnum):
    """What may be done; the name says it."""

    LIST = "case.list"
    SEE = "case.see"
    ANSWER = "case.answer"
    CLOSE = "case.close"
    SHARE = "case.share"
    TAKE = "case.take"
    ASSIGN = "case.assign"
    NOTES = "case.notes"
    GIVE_MANDATE = "mandate.give"
    RECORD_MANDATE = "mandate.record"
    LOG = "evidence.log"
    REVEAL = "evidence.reveal"
    DECIDE_MATCH = "evidence.decide_match"
    DRAFT = "notice.draft"
    APPROVE = "notice.approve"
    APPROVE_BY_MANDATE = "notice.approve_by_mandate"
    SEND_BY_MAIL = "notice.send_by_mail"
    RECORD_OUTCOME = "notice.record_outcome"
    EXPORT = "dossier.export"


_P = Permission
_WORK = frozenset(
    {
        _P.LIST, _P.SEE, _P.ANSWER, _P.CLOSE, _P.LOG, _P.REVEAL, _P.DECIDE_MATCH,
        _P.DRAFT, _P.RECORD_OUTCOME, _P.EXPORT,
    }
)  # fmt: skip
_STAFF = _WORK | {
    _P.NOTES, _P.ASSIGN, _P.RECORD_MANDATE, _P.APPROVE_BY_MANDATE, _P.SEND_BY_MAIL,
}  # fmt: skip

TABLE: dict[Part, frozenset[Permission]] = {
    Part.CLIENT: _WORK | {_P.APPROVE, _P.GIVE_MANDATE, _P.SHARE},
    Part.ADVOCATE: _STAFF,
    Part.SUPERVISOR: _STAFF | {_P.TAKE},
    Part.COLLEAGUE: frozenset({_P.LIST}),
}
"""An unassigned advocate of the same organisation sees that a case exists, not what is in it."""


def visible_to(person: Person) -> QuerySet[Case]:
    """Every case this person may know of; everything else does not exist for them."""
    if not person.is_authenticated or not person.is_active:
        return Case.objects.none()
    teams = person.memberships.filter(role__in=WORKING_ROLES)
    mine = Q(client=person) | Q(organisation__in=teams.values("organisation"))
    return Case.objects.filter(mine).exclude(state=State.DISPOSED)


def workable_by(person: Person) -> QuerySet[Case]:
    """The cases this person may open and work on: own, assigned, or as their supervisor."""
    open_to = Q(client=person) | Q(advocate=person) | Q(organisation__in=led_by(person))
    return visible_to(person).filter(open_to)


def part_in(case: Case, person: Person) -> Part | None:
    """The person's part in the case, or None where the case does not exist for them."""
    if not person.is_authenticated or not person.is_active or case.state == State.DISPOSED:
        return None
    if case.client_id == person.pk:
        return Part.CLIENT
    role = (
        person.memberships.filter(organisation=case.organisation_id)
        .values_list("role", flat=True)
        .first()
        if case.organisation_id
        else None
    )
    if role == Role.SUPERVISOR:
        return Part.SUPERVISOR
    if role == Role.ADVOCATE:
        return Part.ADVOCATE if case.advocate_id == person.pk else Part.COLLEAGUE
    return None


def can(person: Person, permission: Permission, case: Case) -> bool:
    """Whether the table allows it. A colleague may take a case that nobody has."""
    return permission in allowed(person, case)


def allowed(person: Person, case: Case) -> frozenset[Permission]:
    """All that the person may do with the case; pages get it as `may` and show what is in it."""
    part = part_in(case, person)
    if part is None:
        return frozenset()
    if part == Part.COLLEAGUE and case.advocate_id is None:
        return TABLE[part] | {Permission.TAKE}
    return TABLE[part]


def require(person: Person, permission: Permission, case: Case) -> None:
    """Raise NotPermitted unless the table allows it."""
    if not can(person, permission, case):
        raise NotPermitted("You cannot do this in this case.")


def running_mandates(case: Case, *, now: datetime) -> QuerySet[Mandate]:
    """Mandates given, not taken back, and not past their last day (in UTC), newest first."""
    running = in_force(case.mandates.all(), now=now)
    return running.select_related("holder", "recorded_by").order_by("-given_at", "pk")


def in_force(mandates: QuerySet[Mandate], *, now: datetime) -> QuerySet[Mandate]:
    """Those of these mandates that hold at `now`."""
    given = mandates.filter(revoked_at=None, given_at__lte=now)
    return given.filter(Q(until_date=None) | Q(until_date__gte=now.date()))


def has_mandate(person: Person, scope: Scope, case: Case, *, now: datetime) -> bool:
    """Whether a mandate in force at `now` lets the person act in the client's name."""
    running = running_mandates(case, now=now).filter(holder=person)
    return any(scope in mandate.scope for mandate in running)


def staff_of(organisation: Organisation) -> QuerySet[Person]:
    """The people of a team to whom one of its cases may be given, by name."""
    working = organisation.memberships.filter(role__in=WORKING_ROLES).values("person")
    return Person.objects.filter(pk__in=working, is_active=True).order_by(
        "display_name", "username"
    )


def teams_of(person: Person) -> QuerySet[Organisation]:
    """The teams in which this person works on cases, by name."""
    working = person.memberships.filter(role__in=WORKING_ROLES).values("organisation")
    return Organisation.objects.filter(pk__in=working).order_by("name")


def led_by(person: Person) -> QuerySet[Organisation]:
    """The teams this person supervises, by name."""
    led = person.memberships.filter(role=Role.SUPERVISOR).values("organisation")
    return Organisation.objects.filter(pk__in=led).order_by("name")


def leads(person: Person, organisation: Organisation) -> bool:
    """Whether the person supervises that team."""
    return led_by(person).filter(pk=organisation.pk).exists()
