"""Ending the files of a case for good: its key is destroyed first, then what it opened."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.models import Case
from evidence.models import (
    CaseKey,
    Contribution,
    CustodyEvent,
    Derivative,
    Drawing,
    Fingerprint,
    Import,
    Imprint,
    SealedFile,
    Upload,
    WaitingPicture,
    WorkingCopy,
)
from evidence.services import case_keys, custody, uploads
from evidence.services.shelves import vault_shelf


def destroy_files(case: Case, *, actor: Person, now: datetime) -> None:
    """What `end` does, in the name of somebody who may close the case."""
    access.require(actor, Permission.CLOSE, case)
    _end(case, actor=actor, now=now)


def end(case: Case, *, now: datetime) -> None:
    """Destroy the key and the files of a case that is deleted by its dates, in nobody's name."""
    _end(case, actor=None, now=now)
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(pk=case.pk)
        if not CustodyEvent.objects.filter(case=locked, kind="case.disposed").exists():
            custody.record(locked, "case.disposed", item=None, actor=None, now=now)
            custody.record_system("case.disposed", now=now, case=locked.ref)


@transaction.atomic
def _end(case: Case, *, actor: Person | None, now: datetime) -> None:
    """Destroy the key of a case, then its files, smaller copies and fingerprints.

    Exhibits keep their numbers and digests, and custody still verifies; opening anything raises
    KeyDestroyed from then on, and no text of the case opens. The key goes before the transaction
    ends: if that fails, all is lost all the same, and doing it again completes it.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    key = CaseKey.objects.filter(case=case).first()
    key = key or CaseKey(case=case, name=case.key_name, created_at=case.opened_at)
    if key.destroyed_at is not None:
        return
    names = list(SealedFile.objects.filter(case=case).values_list("name", flat=True))
    _drop_made(case)
    key.destroyed_at = now
    key.save()
    custody.record(case, "case.files_destroyed", item=None, actor=actor, now=now)
    custody.record_system("case_key.destroyed", actor=actor, now=now, case=case.ref)
    case_keys.destroy(key.name)
    transaction.on_commit(lambda: _remove(names))


def _drop_made(case: Case) -> None:
    """Rows of what was made from the files; those of the files themselves keep their digests."""
    for upload in Upload.objects.filter(case=case, exhibit=None):
        uploads.drop(upload)
    files: list[UUID] = []
    for rows, columns in _with_files(case):
        files += [key for keys in rows.values_list(*columns) for key in keys if key]
        rows.delete()
    gifts = Contribution.objects.filter(link__case=case).exclude(file=None)
    files += list(gifts.values_list("file", flat=True))
    gifts.update(file=None)
    SealedFile.objects.filter(pk__in=files).delete()
    for owner in ("exhibit", "reference"):
        Fingerprint.objects.filter(**{f"{owner}__case": case}).delete()
    Imprint.objects.filter(exhibit__case=case).delete()
    Import.objects.filter(case=case).delete()


def _with_files(case: Case) -> Iterator[tuple[QuerySet[Any], tuple[str, ...]]]:
    """Rows that were made from files of the case, and the columns that name files of their own."""
    yield Derivative.objects.filter(exhibit__case=case), ("file",)
    yield Drawing.objects.filter(match__exhibit__case=case), ("wide", "tall")
    yield WorkingCopy.objects.filter(reference__case=case), ("file",)
    yield WaitingPicture.objects.filter(case=case), ("file",)


def _remove(names: list[str]) -> None:
    shelf = vault_shelf()
    for name in names:
        shelf.remove(name)
