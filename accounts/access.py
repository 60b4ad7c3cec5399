"""Who may do what in a team: one table of roles and permissions. Knows no HTTP."""

from enum import StrEnum

from django.db.models import QuerySet

from accounts.models import Membership, Organisation, Person, Role


class NotPermitted(Exception):
    """The person may not do this. Where the team is not theirs, the page is a 404."""


class Permission(StrEnum):
    """What may be done in a team; the name says it."""

    SEE = "team.see"
    INVITE = "team.invite"
    CHANGE_ROLE = "team.change_role"
    REMOVE = "team.remove"
    MAIL = "team.mail"


_ALL = frozenset({Permission.SEE})

TABLE: dict[Role, frozenset[Permission]] = {
    Role.ADVOCATE: _ALL,
    Role.COUNSEL: _ALL,
    Role.OPERATOR: _ALL,
    Role.SUPERVISOR: frozenset(Permission),
}


def teams_of(person: Person) -> QuerySet[Organisation]:
    """The teams this person is in; every other team does not exist for them."""
    if not person.is_authenticated or not person.is_active:
        return Organisation.objects.none()
    return Organisation.objects.filter(memberships__person=person)


def members_visible_to(person: Person) -> QuerySet[Membership]:
    """Every membership in the person's own teams."""
    return Membership.objects.filter(organisation__in=teams_of(person))


def role_in(organisation: Organisation, person: Person) -> Role | None:
    """The person's role in the team, or None where the team does not exist for them."""
    if not person.is_authenticated or not person.is_active:
        return None
    held = organisation.memberships.filter(person=person).values_list("role", flat=True).first()
    return Role(held) if held else None


def can(person: Person, permission: Permission, organisation: Organisation) -> bool:
    """Whether the table allows it."""
    role = role_in(organisation, person)
    return role is not None and permission in TABLE[role]


def can_remove(person: Person, membership: Membership) -> bool:
    """Whether the person may end this membership: their own, or as a supervisor of the team."""
    if membership.person_id == person.pk:
        return can(person, Permission.SEE, membership.organisation)
    return can(person, Permission.REMOVE, membership.organisation)


def require(person: Person, permission: Permission, organisation: Organisation) -> None:
    """Raise NotPermitted unless the table allows it."""
    if not can(person, permission, organisation):
        raise NotPermitted("Only a supervisor of this team can do that.")
