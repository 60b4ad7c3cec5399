"""What a reader of a release does: open it with link and code, and leave a trace of each act.

A release that ran out, was ended or was opened as often as agreed looks like one that never was.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from cases import personal_links, timeline
from cases.errors import DomainError
from cases.looking import LetIn
from cases.models import Case, State
from dossiers.models import DossierState, Release
from dossiers.rendering.words import day
from dossiers.services.releasing import SALT
from evidence.models import CustodyEvent
from evidence.services import custody

LASTS = timedelta(hours=1)
"""An opening; after that the code is asked for again, and counts again."""


class WrongCode(DomainError):
    """Not the code that belongs to this link."""


def running(*, now: datetime) -> QuerySet[Release]:
    """Those that a reader can open, or has open."""
    rows = Release.objects.filter(ended_at=None, expires_at__gt=now)
    return rows.exclude(case__state=State.DISPOSED).filter(dossier__state=DossierState.READY)


def find(token: str, *, now: datetime) -> Release | None:
    """The release of this link, or None: never given, run out, ended and used up alike."""
    rows = running(now=now).filter(
        link_digest=personal_links.link_digest(token), opened__lt=F("most")
    )
    return rows.select_related("case", "dossier__case", "dossier__file__case").first()


def open_with(held: Release, *, token: str, code: str, now: datetime) -> None:
    """Count one opening. Raises WrongCode; ten wrong codes end the release.

    Codes are tried one after another: the case stays locked while one is looked at.
    """
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=held.case_id)
        waits = running(now=now).filter(pk=held.pk, opened__lt=F("most"))
        if not waits.exists():
            raise WrongCode("This cannot be opened any more.")
        right = personal_links.is_code(held.code_digest, token=token, code=code, salt=SALT)
        if right:
            waits.update(opened=F("opened") + 1)
            note(held, "release.opened", now=now)
        else:
            _count_wrong(held, now=now)
    if not right:
        raise WrongCode(personal_links.WRONG)
    held.opened += 1


def opened_before(key: str, *, now: datetime) -> Release | None:
    """A release somebody has open, by its id; None once it ran out or was ended."""
    rows = running(now=now).filter(pk=key)
    return rows.select_related("case", "dossier__case", "dossier__file__case").first()


def still_open(case: Case, *, now: datetime) -> set[UUID]:
    """The releases by which somebody can come in, or was let in for the last time just now."""
    recent = CustodyEvent.objects.filter(case=case, kind="release.opened", at__gt=now - LASTS)
    rows = running(now=now).filter(case=case)
    unused = Q(opened__lt=F("most")) | Q(pk__in=list(recent.values_list("item", flat=True)))
    return set(rows.filter(unused).values_list("pk", flat=True))


def readers(case: Case, *, now: datetime) -> list[LetIn]:
    """Whoever something of the case was released to, the newest first."""
    rows = Release.objects.filter(case=case).order_by("-given_at")
    run = still_open(case, now=now)
    return [
        LetIn(
            item=row.pk, name=row.reader, words=_used(row), running=row.pk in run,
            end_at="dossiers:release-end",
        )
        for row in rows
    ]  # fmt: skip


def note(held: Release, kind: str, *, now: datetime) -> None:
    """Write down what the reader did; each look is a row of custody alone."""
    custody.record(held.case, kind, item=held.pk, actor=None, now=now)
    if kind != "release.looked":
        timeline.record(held.case, kind, actor=None, now=now, reader=held.reader)


def _used(held: Release) -> str:
    words = f"until {day(held.expires_at)} · opened {held.opened} of {held.most} times"
    if held.compares:
        words += f" · asked about {held.compared} of {held.compares} pictures"
    return words


def _count_wrong(held: Release, *, now: datetime) -> None:
    locked = Release.objects.select_for_update().get(pk=held.pk)
    locked.tries += 1
    if locked.tries >= personal_links.MOST_TRIES:
        locked.ended_at = now
        timeline.record(held.case, "release.codes_wrong", actor=None, now=now, reader=held.reader)
    locked.save(update_fields=["tries", "ended_at"])
    custody.record(held.case, "release.refused", item=held.pk, actor=None, now=now)
