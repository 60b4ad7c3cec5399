"""Trusted people add places by a personal link, without seeing the case.

The link's token is 128 random bits; only its SHA-256 is kept, so that whoever reads the database
cannot use a link. What comes through it waits until somebody of the case decides.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from accounts.models import Person
from cases import access, personal_links, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case, State
from evidence.errors import FileRefused
from evidence.links import Link
from evidence.models import Contribution, ContributionState, HelperLink, Kind, SealedFile
from evidence.services import custody, exhibits, vault
from evidence.services.sightings import check_open, locked

LASTS_DAYS = (7, 30, 90)
USUAL_DAYS = 30
MOST_PLACES = 30
MOST_LINKS = 20
MOST_BYTES = 20 * 1024 * 1024
"""Of a helper's screenshot; never more than `settings.UPLOAD_MOST_BYTES`."""


class TooManyLinks(DomainError):
    """So many personal links run already."""


class LinkIsFull(DomainError):
    """No more can come through this link."""


class LinkGone(DomainError):
    """The link was ended or ran out meanwhile."""


class DecidedAlready(DomainError):
    """Somebody has decided about it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new link and its token, which is known here for the last time."""

    link: HelperLink
    token: str


@dataclass(frozen=True, slots=True)
class Gift:
    """What a trusted person says of one place: a link, or a kind and how to find it."""

    link: Link | None = None
    kind: Kind = Kind.LINK
    locator: str = ""
    seen_at: datetime | None = None
    seen_zone: str = ""
    note: str = ""


@transaction.atomic
def invite(case: Case, *, label: str, days: int, actor: Person, now: datetime) -> Made:
    """Make a personal link. Raises CaseClosed and TooManyLinks."""
    access.require(actor, Permission.LOG, case)
    case = locked(case)
    check_open(case)
    if running(case, now=now).count() >= MOST_LINKS:
        raise TooManyLinks(f"At most {MOST_LINKS} links run at a time. End one first.")
    token = personal_links.new_token()
    link = HelperLink.objects.create(
        case=case,
        number=case.helper_links.count() + 1,
        label=label,
        digest=personal_links.link_digest(token),
        most=MOST_PLACES,
        made_at=now,
        made_by=actor,
        expires_at=now + timedelta(days=days),
    )
    custody.record(case, "helper.invited", item=link.pk, actor=actor, now=now)
    timeline.record(case, "helper.invited", actor=actor, now=now, number=link.number)
    return Made(link=link, token=token)


@transaction.atomic
def end(link: HelperLink, *, actor: Person, now: datetime) -> None:
    """Nothing comes through the link any more; what came already stays. Twice is once."""
    access.require(actor, Permission.LOG, link.case)
    case = locked(link.case)
    if not HelperLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        return
    custody.record(case, "helper.ended", item=link.pk, actor=actor, now=now)
    timeline.record(case, "helper.ended", actor=actor, now=now, number=link.number)


def running(case: Case, *, now: datetime) -> QuerySet[HelperLink]:
    """Links of the case through which something may come."""
    return _usable(now=now).filter(case=case)


def links_of(case: Case) -> QuerySet[HelperLink]:
    """Every link of the case, newest first, with `waiting`: how much waits from it."""
    waiting = Count("contributions", filter=Q(contributions__state=ContributionState.WAITING))
    rows = case.helper_links.select_related("made_by")
    return rows.annotate(waiting=waiting).order_by("-number")


def waiting_in(case: Case) -> QuerySet[Contribution]:
    """What waits for a decision, oldest first."""
    rows = Contribution.objects.filter(link__case=case, state=ContributionState.WAITING)
    return rows.select_related("link", "file").order_by("came_at", "number")


def find(token: str, *, now: datetime) -> HelperLink | None:
    """The link a token opens now; wrong, ended and run out are all alike: one question, None."""
    return (
        _usable(now=now)
        .filter(digest=personal_links.link_digest(token))
        .select_related("case")
        .first()
    )


def _usable(*, now: datetime) -> QuerySet[HelperLink]:
    return HelperLink.objects.filter(revoked_at=None, expires_at__gt=now, case__state=State.OPEN)


@transaction.atomic
def give(
    link: HelperLink, *, gift: Gift, file: BinaryIO | None, file_name: str, now: datetime
) -> Contribution:
    """Write down what a trusted person gives; it waits. A file is sealed at once.

    Raises LinkGone, LinkIsFull and FileRefused.
    """
    case = locked(link.case)
    link = HelperLink.objects.select_for_update().get(pk=link.pk)
    if not running(case, now=now).filter(pk=link.pk).exists():
        raise LinkGone("This link does not work any more.")
    if link.given >= link.most:
        raise LinkIsFull("No more can be given with this link. Thank you for all of it.")
    sealed = _sealed(case, file, now=now)
    link.given += 1
    link.save(update_fields=["given"])
    made = Contribution.objects.create(
        link=link,
        number=link.given,
        kind=gift.kind,
        as_seen=gift.link.as_seen if gift.link else "",
        locator=gift.locator,
        seen_at=gift.seen_at,
        seen_zone=gift.seen_zone,
        note=gift.note,
        file=sealed,
        file_name=exhibits.shown_name(file_name) if sealed else "",
        came_at=now,
    )
    digest = {"sha256": sealed.sha256} if sealed else {}
    custody.record(case, "helper.gave", item=made.pk, actor=None, now=now, **digest)
    timeline.record(case, "helper.gave", actor=None, now=now, number=link.number)
    return made


def _sealed(case: Case, file: BinaryIO | None, *, now: datetime) -> SealedFile | None:
    if file is None:
        return None
    if not case.takes_files:
        raise FileRefused("No file can be taken here. The link alone helps.")
    if not file.read(1):
        raise FileRefused("This file is empty. Please choose it again.")
    file.seek(0)
    return vault.keep(case, file, most_bytes=most_bytes(), now=now)


def most_bytes() -> int:
    """How large a helper's screenshot may be."""
    return min(MOST_BYTES, int(settings.UPLOAD_MOST_BYTES))
