"""Files and small values of a case, sealed with the case's own key."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import uuid4

from django.db import transaction

from cases.models import Case
from evidence import storage
from evidence.errors import FileRefused
from evidence.models import SealedFile
from evidence.services import case_keys
from evidence.services.case_keys import InstanceKeyWrong
from evidence.services.shelves import vault_shelf

__all__ = ["InstanceKeyWrong"]

KEPT_UNNAMED = timedelta(days=1)
"""No upload takes longer; a younger file may still get its row."""


def keep(case: Case, source: BinaryIO, *, most_bytes: int, now: datetime) -> SealedFile:
    """Seal a file into the vault and make its row; see `seal`."""
    file = seal(case, source, most_bytes=most_bytes, now=now)
    file.save(force_insert=True)
    return file


def seal(case: Case, source: BinaryIO, *, most_bytes: int, now: datetime) -> SealedFile:
    """Seal a file into the vault and give its row, not saved yet.

    The file is whole before there is a row, so a crash leaves an orphan at most; whoever does
    not save the row calls `forget`. Raises FileRefused past `most_bytes`, and where nothing can
    be sealed just now: the instance key is not the right one, or the bucket does not answer.
    """
    file_id, key = uuid4(), storage.new_key()
    name = f"{file_id.hex[:2]}/{file_id.hex}.sealed"
    try:
        wrapped = storage.wrap(key, under=case_keys.made_or_found(case, now=now))
        written = storage.write(
            source, shelf=vault_shelf(), name=name, key=key, file_id=file_id, most_bytes=most_bytes
        )
    except storage.TooLarge as fault:
        limit = most_bytes // (1024 * 1024)
        raise FileRefused(
            f"This file is larger than {limit} MB. Please give a smaller copy or a part of it."
        ) from fault
    except (InstanceKeyWrong, storage.Unreachable) as fault:
        raise FileRefused(
            "Files cannot be sealed here just now, so this one was not taken. "
            "Please tell whoever runs this place."
        ) from fault
    return SealedFile(
        id=file_id,
        case=case,
        name=name,
        bytes=written.bytes,
        sha256=written.sha256,
        wrapped_key=wrapped,
        sealed_at=now,
    )


def forget(file: SealedFile) -> None:
    """Take away the bytes of a file that got no row."""
    vault_shelf().remove(file.name)


def stream(file: SealedFile, *, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """The clear bytes from `start` up to `stop`, chunk by chunk; only their chunks are read.

    Raises storage.Damaged or KeyDestroyed.
    """
    key = storage.unwrap(bytes(file.wrapped_key), under=case_keys.existing(file.case))
    return storage.read(vault_shelf(), file.name, key=key, file_id=file.id, start=start, stop=stop)


def read_all(file: SealedFile) -> bytes:
    """All clear bytes at once; for files that are known to be small enough."""
    return b"".join(stream(file))


def digest_of(file: SealedFile) -> str:
    """SHA-256 of the clear bytes as they open now."""
    digest = hashlib.sha256()
    for chunk in stream(file):
        digest.update(chunk)
    return digest.hexdigest()


def discard(file: SealedFile) -> None:
    """Remove the row now and the bytes once the transaction stands."""
    name = file.name
    file.delete()
    transaction.on_commit(lambda: vault_shelf().remove(name))


def seal_value(case: Case, value: bytes, *, purpose: str, now: datetime) -> bytes:
    """A small value sealed with the case's key; it opens only for the same purpose."""
    key = case_keys.made_or_found(case, now=now)
    return storage.seal_value(value, key=key, purpose=purpose)


def opener(case: Case) -> Callable[[bytes, str], bytes]:
    """What opens many small values of one case: the case's key is unwrapped once, at the first."""
    found: list[bytes] = []

    def opened(sealed: bytes, purpose: str) -> bytes:
        if not found:
            found.append(case_keys.existing(case))
        return storage.open_value(bytes(sealed), key=found[0], purpose=purpose)

    return opened


def open_value(case: Case, sealed: bytes, *, purpose: str) -> bytes:
    """The small value again."""
    return storage.open_value(bytes(sealed), key=case_keys.existing(case), purpose=purpose)


def sweep_orphans(*, now: datetime) -> int:
    """Remove files that a crash left without a row, a day after it; returns how many."""
    shelf, before = vault_shelf(), (now - KEPT_UNNAMED).timestamp()
    old = list(shelf.names(before=before))
    # Read after the shelf was: a file that got its row meanwhile is known.
    known = set(SealedFile.objects.values_list("name", flat=True))
    lost = [name for name in old if name not in known]
    for name in lost:
        shelf.remove(name)
    return len(lost)
