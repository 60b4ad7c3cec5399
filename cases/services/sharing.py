"""A client alone asks a team in, with a short code that a supervisor gave them."""

import hmac
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import Organisation, Person
from cases import access, acting, timeline
from cases.errors import DomainError, NotPermitted
from cases.models import Case
from cases.services.closure import require_open

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 8


class CodeUnknown(DomainError):
    """No team has this code now."""


class HelpedAlready(DomainError):
    """A team works on this case."""


class NobodyHelps(DomainError):
    """No team works on this case."""


def team_code(organisation: Organisation, *, actor: Person, now: datetime) -> str:
    """Eight letters and digits that stand for the team until the end of the next week."""
    if not access.leads(actor, organisation):
        raise NotPermitted("Only a supervisor gives out the code of the team.")
    return _code(organisation, week=_week(now))


@transaction.atomic
def share_case(case: Case, *, code: str, actor: Person, now: datetime) -> Case:
    """Let the team of this code see the case. Raises CodeUnknown and HelpedAlready."""
    access.require(actor, access.Permission.SHARE, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)
    if locked.organisation_id:
        raise HelpedAlready("A team works on this case already.")
    team = _team_of(code, now=now)

    locked.organisation = team
    locked.save(update_fields=["organisation"])

    timeline.record(locked, "case.shared", actor=actor, now=now, organisation=team.name)
    return locked


@transaction.atomic
def unshare_case(case: Case, *, actor: Person, now: datetime) -> Case:
    """End the team's work: it no longer sees the case, and every mandate ends."""
    access.require(actor, access.Permission.SHARE, case)
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    team = locked.organisation
    if team is None:
        raise NobodyHelps("No team works on this case.")

    ended = list(locked.mandates.select_for_update().filter(revoked_at=None).order_by("pk"))
    locked.mandates.filter(pk__in=[each.pk for each in ended]).update(revoked_at=now)
    acting.stop(ended, actor=actor, now=now)
    locked.organisation, locked.advocate = None, None
    locked.save(update_fields=["organisation", "advocate"])

    timeline.record(locked, "case.unshared", actor=actor, now=now, organisation=team.name)
    return locked


def _team_of(code: str, *, now: datetime) -> Organisation:
    tidy = "".join(sign for sign in code.upper() if sign in LETTERS)
    for team in Organisation.objects.order_by("pk"):
        for week in (_week(now), _week(now) - 1):
            if hmac.compare_digest(_code(team, week=week).replace("-", ""), tidy):
                return team
    raise CodeUnknown("We do not know this code. Codes last one to two weeks; ask for a new one.")


def _week(now: datetime) -> int:
    return now.date().toordinal() // 7


def _code(organisation: Organisation, *, week: int) -> str:
    digest = salted_hmac("cases.team-code", f"{organisation.pk}:{week}", algorithm="sha256")
    signs = "".join(LETTERS[byte % len(LETTERS)] for byte in digest.digest()[:LENGTH])
    return f"{signs[:4]}-{signs[4:]}"
