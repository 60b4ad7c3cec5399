"""Files that arrive part by part. Each part is sealed at once and then acknowledged, so whatever
was acknowledged outlives a lost line, a closed page and a killed server.
"""

import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case
from evidence.errors import FileRefused
from evidence.models import Manner, Sighting, Upload, UploadPart
from evidence.services import exhibits, vault
from evidence.services.exhibits import Kept

PART = 4 * 1024 * 1024
"""Bytes a browser sends at once, and at most loses."""
MOST_WAITING = 100
"""Unfinished files of one person in one case."""
KEPT_WAITING = timedelta(days=1)


class NotThere(DomainError):
    """The part does not begin where the bytes so far end."""


class CutOff(DomainError):
    """The line went dead before the part was whole; nothing of it was kept."""


def begin(case: Case, *, name: str, size: int, mark: str, actor: Person, now: datetime) -> Upload:
    """Announce a file; the same one announced again goes on where it stopped.

    `mark` is what the browser tells the file by; without one nothing is told apart, so the file
    begins anew. Raises FileRefused where the case takes no files and for a size that is refused.
    """
    access.require(actor, Permission.LOG, case)
    exhibits.check_takes_files(case)
    _check_size(size)
    waiting = _waiting(case, actor=actor)
    for upload in waiting:
        if mark and upload.size == size and _told(upload) == (name, mark):
            return upload
    if len(waiting) >= MOST_WAITING:
        raise FileRefused(
            "Many files are not finished yet. Finish some of them, or come back tomorrow."
        )
    upload = Upload(case=case, person=actor, size=size, touched_at=now)
    told = json.dumps([name, mark]).encode()
    upload.sealed = vault.seal_value(case, told, purpose=_purpose(upload), now=now)
    upload.save(force_insert=True)
    return upload


def _check_size(size: int) -> None:
    if size <= 0:
        raise FileRefused("This file is empty. Please choose it again.")
    if size > settings.UPLOAD_MOST_BYTES:
        most = settings.UPLOAD_MOST_BYTES // (1024 * 1024)
        raise FileRefused(f"This file is larger than {most} MB. Give a smaller copy of it.")


def _waiting(case: Case, *, actor: Person) -> list[Upload]:
    return list(Upload.objects.filter(case=case, person=actor, exhibit=None).select_related("case"))


def _told(upload: Upload) -> tuple[str, str]:
    sealed = bytes(upload.sealed)
    name, mark = json.loads(vault.open_value(upload.case, sealed, purpose=_purpose(upload)))
    return str(name), str(mark)


def _purpose(upload: Upload) -> str:
    return f"upload:{upload.pk}"


def name_of(upload: Upload) -> str:
    """The file's name as it came."""
    return _told(upload)[0]


def add(
    upload: Upload, source: BinaryIO, *, start: int, length: int, actor: Person, now: datetime
) -> Upload:
    """Seal the next `length` bytes, then acknowledge them; all of them or none.

    Raises NotThere where they do not follow, CutOff where the source ends before, FileRefused
    where the case takes no files by now or the part is too long.
    """
    access.require(actor, Permission.LOG, upload.case)
    exhibits.check_takes_files(upload.case)
    if start != upload.received:
        raise NotThere("This part does not follow. Ask how much is here, and go on from there.")
    if not 0 < length <= min(PART, upload.size - start):
        raise FileRefused("This part is longer than what was announced.")
    file = vault.seal(upload.case, source, most_bytes=length, now=now)
    if file.bytes != length:
        vault.forget(file)
        raise CutOff("The line was lost. Send this part again.")
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=upload.case_id)
        locked = Upload.objects.select_related("case").filter(pk=upload.pk).first()
        if locked is not None and locked.received == start:
            exhibits.check_takes_files(locked.case)
            file.save(force_insert=True)
            UploadPart.objects.create(upload=locked, start=start, file=file)
            locked.received, locked.touched_at = start + length, now
            locked.save(update_fields=["received", "touched_at"])
            return locked
    vault.forget(file)
    raise NotThere("Another window sent this part already. Ask how much is here.")


def source_of(upload: Upload) -> BinaryIO:
    """The clear bytes that are here, from anywhere."""
    return cast(BinaryIO, io.BufferedReader(_Joined(upload), buffer_size=256 * 1024))


class _Joined(io.RawIOBase):
    """The parts of an upload, one after the other."""

    def __init__(self, upload: Upload) -> None:
        super().__init__()
        self._size, self._at = upload.received, 0
        self._parts = list(upload.parts.select_related("file__case").order_by("start"))
        self._chunks, self._left = self._from(0), b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        beginning = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, beginning + offset)
        self._left, self._chunks = b"", self._from(self._at)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io takes any buffer
        while not self._left:
            following = next(self._chunks, None)
            if following is None:
                return 0
            self._left = following
        piece, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _from(self, at: int) -> Iterator[bytes]:
        for part in self._parts:
            end = part.start + part.file.bytes
            if end > at:
                yield from vault.stream(part.file, start=max(0, at - part.start))


def keep(
    upload: Upload,
    *,
    sighting: Sighting | None,
    actor: Person,
    now: datetime,
    manner: Manner = Manner.FILE,
) -> Kept:
    """Make the exhibit of a file that is all here, once; asked again, give the same one."""
    if upload.exhibit is not None:
        access.require(actor, Permission.LOG, upload.case)
        return Kept(exhibit=upload.exhibit, again=False)
    if not upload.is_whole:
        raise FileRefused("Not all of this file is here yet. Please send it again.")
    source, name = source_of(upload), name_of(upload)
    with exhibits.sealing(
        upload.case, source, name=name, actor=actor, now=now, manner=manner
    ) as sealed:
        return _enter(upload, sealed, sighting=sighting, actor=actor, now=now)


@transaction.atomic
def _enter(
    upload: Upload,
    sealed: exhibits.Sealed,
    *,
    sighting: Sighting | None,
    actor: Person,
    now: datetime,
) -> Kept:
    Case.objects.select_for_update().get(pk=upload.case_id)
    upload = Upload.objects.select_related("exhibit").get(pk=upload.pk)
    if upload.exhibit is not None:
        return Kept(exhibit=upload.exhibit, again=False)
    kept = exhibits.enter(sealed, sighting=sighting, actor=actor, now=now)
    _discard_parts(upload)
    upload.exhibit, upload.touched_at = kept.exhibit, now
    upload.save(update_fields=["exhibit", "touched_at"])
    return kept


@transaction.atomic
def drop(upload: Upload) -> None:
    """Take an upload away, and whatever of it is here."""
    _discard_parts(upload)
    upload.delete()


def _discard_parts(upload: Upload) -> None:
    for part in upload.parts.select_related("file"):
        file = part.file
        part.delete()
        vault.discard(file)


def expire(*, now: datetime) -> int:
    """Take away uploads nobody went on with, and those of cases that take no file by now."""
    idle = Upload.objects.filter(touched_at__lt=now - KEPT_WAITING)
    stopped = [one for one in _unfinished() if not one.case.takes_files]
    gone = {upload.pk: upload for upload in [*idle, *stopped]}
    for upload in gone.values():
        drop(upload)
    return len(gone)


def _unfinished() -> Iterator[Upload]:
    waiting = Q(exhibit=None)
    return Upload.objects.filter(waiting).select_related("case").iterator()
