"""Acts on a team: start, ask in, join, change a role, end a membership.

A join code is a signed text, not a row. It carries the id that the new membership will have, so
the database itself lets it be used once; a membership that was ended leaves a mark for as long
as the code could still be shown again.
"""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.core.cache import cache
from django.db import IntegrityError, transaction

from accounts import access
from accounts.models import Membership, Organisation, Person, Role

log = logging.getLogger("redress.accounts")

CODE_LASTS = timedelta(days=7)
_SALT = "accounts.team.join"


class NameNotFree(Exception):
    """The name of a team cannot be used on this machine."""


class CodeNotUsable(Exception):
    """A join code is mistyped, too old, used, or meant for somebody else; all say the same."""


class AlreadyMember(Exception):
    """The person is in this team."""


class LastSupervisor(Exception):
    """The team would be left without anybody who can change it."""


@dataclass(frozen=True)
class _Code:
    membership_id: uuid.UUID
    organisation_id: uuid.UUID
    role: Role
    maker_id: uuid.UUID
    username: str


@transaction.atomic
def start_team(person: Person, *, name: str, now: datetime) -> Membership:
    """Make an organisation with this person as its supervisor. Raises NameNotFree."""
    if Organisation.objects.filter(name__iexact=name).exists():
        raise NameNotFree("This name cannot be used here. Please choose another.")
    try:
        with transaction.atomic():
            team = Organisation.objects.create(name=name, created_at=now)
    except IntegrityError as fault:
        raise NameNotFree("This name cannot be used here. Please choose another.") from fault
    membership = Membership.objects.create(
        organisation=team, person=person, role=Role.SUPERVISOR, joined_at=now
    )
    log.info("team %s: started", team.pk)
    return membership


def make_join_code(
    organisation: Organisation, *, actor: Person, role: Role, username: str = "", now: datetime
) -> str:
    """A code for one person to join with this role, within seven days of `now`.

    With `username` it works for the person of that sign-in name only.
    """
    access.require(actor, access.Permission.INVITE, organisation)
    until = int((now + CODE_LASTS).timestamp())
    told = [uuid.uuid4().hex, organisation.pk.hex, str(role), actor.pk.hex, username, until]
    log.info("team %s: join code made", organisation.pk)
    return signing.dumps(told, salt=_SALT, compress=True)


@transaction.atomic
def join_team(code: str, *, person: Person, now: datetime) -> Membership:
    """Make the person a member. Raises CodeNotUsable or AlreadyMember."""
    told = _read(code, now=now)
    team = Organisation.objects.select_for_update().filter(pk=told.organisation_id).first()
    if team is None or not _still_good(told, team=team, person=person):
        raise _not_usable()
    if team.memberships.filter(person=person).exists():
        raise AlreadyMember("You are in this team already.")
    membership = Membership.objects.create(
        id=told.membership_id, organisation=team, person=person, role=told.role, joined_at=now
    )
    log.info("team %s: member %s joined", team.pk, membership.pk)
    return membership


@transaction.atomic
def change_role(membership: Membership, *, actor: Person, role: Role) -> Membership:
    """Give a member another role. Raises LastSupervisor."""
    access.require(actor, access.Permission.CHANGE_ROLE, membership.organisation)
    held = _locked(membership)
    if role != Role.SUPERVISOR:
        _keep_a_supervisor(held)
    held.role = role
    held.save(update_fields=["role"])
    log.info("team %s: member %s is now %s", held.organisation_id, held.pk, role)
    return held


@transaction.atomic
def end_membership(membership: Membership, *, actor: Person) -> None:
    """Take a person out of a team, or leave it. Raises LastSupervisor."""
    if not access.can_remove(actor, membership):
        raise access.NotPermitted("Only a supervisor of this team can do that.")
    held = _locked(membership)
    _keep_a_supervisor(held)
    cache.set(_ended(held.pk), True, timeout=int(CODE_LASTS.total_seconds()))
    log.info("team %s: member %s left", held.organisation_id, held.pk)
    held.delete()


def _locked(membership: Membership) -> Membership:
    """The membership as it is now, its team held so that two acts cannot cross."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    return Membership.objects.select_for_update().get(pk=membership.pk)


def _keep_a_supervisor(membership: Membership) -> None:
    if membership.role != Role.SUPERVISOR:
        return
    others = Membership.objects.filter(
        organisation=membership.organisation_id, role=Role.SUPERVISOR
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise LastSupervisor("A team needs a supervisor. Make somebody else one first.")


def _read(code: str, *, now: datetime) -> _Code:
    try:
        mine, team, role, maker, username, until = signing.loads("".join(code.split()), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as fault:
        raise _not_usable() from fault
    if now.timestamp() > until:
        raise _not_usable()
    return _Code(uuid.UUID(mine), uuid.UUID(team), Role(role), uuid.UUID(maker), username)


def _still_good(told: _Code, *, team: Organisation, person: Person) -> bool:
    maker = Person.objects.filter(pk=told.maker_id).first()
    if maker is None or not access.can(maker, access.Permission.INVITE, team):
        return False
    if told.username and told.username.casefold() != person.username.casefold():
        return False
    used = Membership.objects.filter(pk=told.membership_id).exists()
    return not used and not cache.get(_ended(told.membership_id))


def _ended(membership_id: uuid.UUID) -> str:
    return f"membership-ended:{membership_id.hex}"


def _not_usable() -> CodeNotUsable:
    return CodeNotUsable(
        "This code does not work. It may be too old, used, or meant for somebody else. "
        "Ask for a new one."
    )
