"""Files and small values of a case, sealed with the case's own key."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from cases.models import Case
from evidence import storage
from evidence.errors import FileRefused, KeyDestroyed
from evidence.models import CaseKey, SealedFile

KEPT_UNNAMED = timedelta(days=1)
"""No upload takes longer; a younger file may still get its row."""


class InstanceKeyWrong(storage.Damaged):
    """The instance key is not the one that wrapped this case's key; restore the right file."""


def keep(case: Case, source: BinaryIO, *, most_bytes: int, now: datetime) -> SealedFile:
    """Seal a file into the vault and make its row. Raises FileRefused past `most_bytes`,
    and where the instance key is not the right one.

    The file is whole on disk before the row is made, so a crash leaves an orphan at most.
    """
    file_id, key = uuid4(), storage.new_key()
    name = f"{file_id.hex[:2]}/{file_id.hex}.sealed"
    try:
        wrapped = storage.wrap(key, under=_case_key(case, now=now))
        written = storage.write(
            source, to=_path(name), key=key, file_id=file_id, most_bytes=most_bytes
        )
    except storage.TooLarge as fault:
        limit = most_bytes // (1024 * 1024)
        raise FileRefused(
            f"This file is larger than {limit} MB. Please give a smaller copy or a part of it."
        ) from fault
    except InstanceKeyWrong as fault:
        raise FileRefused(
            "Files cannot be sealed here just now, so this one was not taken. "
            "Please tell whoever runs this place."
        ) from fault
    return SealedFile.objects.create(
        id=file_id,
        case=case,
        name=name,
        bytes=written.bytes,
        sha256=written.sha256,
        sha512=written.sha512,
        wrapped_key=wrapped,
        sealed_at=now,
    )


def stream(file: SealedFile) -> Iterator[bytes]:
    """The clear bytes, chunk by chunk; raises storage.Damaged or KeyDestroyed."""
    key = storage.unwrap(bytes(file.wrapped_key), under=_existing_key(file.case))
    return storage.read(_path(file.name), key=key, file_id=file.id)


def read_all(file: SealedFile) -> bytes:
    """All clear bytes at once; for files that are known to be small enough."""
    return b"".join(stream(file))


def discard(file: SealedFile) -> None:
    """Remove the row now and the bytes once the transaction stands."""
    path = _path(file.name)
    file.delete()
    transaction.on_commit(lambda: storage.remove(path))


def seal_value(case: Case, value: bytes, *, purpose: str, now: datetime) -> bytes:
    """A small value sealed with the case's key; it opens only for the same purpose."""
    return storage.seal_value(value, key=_case_key(case, now=now), purpose=purpose)


def opener(case: Case) -> Callable[[bytes, str], bytes]:
    """What opens many small values of one case: the case's key is unwrapped once, at the first."""
    found: list[bytes] = []

    def opened(sealed: bytes, purpose: str) -> bytes:
        if not found:
            found.append(_existing_key(case))
        return storage.open_value(bytes(sealed), key=found[0], purpose=purpose)

    return opened


def open_value(case: Case, sealed: bytes, *, purpose: str) -> bytes:
    """The small value again."""
    return storage.open_value(bytes(sealed), key=_existing_key(case), purpose=purpose)


def sweep_orphans(*, now: datetime) -> int:
    """Remove files that a crash left without a row, a day after it; returns how many."""
    root, before = Path(settings.VAULT_ROOT), (now - KEPT_UNNAMED).timestamp()
    known = set(SealedFile.objects.values_list("name", flat=True))
    lost = storage.orphans(root, known=known, before=before)
    for path in lost:
        storage.remove(path)
    return len(lost)


def _path(name: str) -> Path:
    return Path(settings.VAULT_ROOT) / name


def _case_key(case: Case, *, now: datetime) -> bytes:
    if not CaseKey.objects.filter(case=case).exists():
        instance = _instance_key()
        wrapped = storage.wrap(storage.new_key(), under=instance)
        with suppress(IntegrityError), transaction.atomic():
            CaseKey.objects.create(
                case=case, wrapped=wrapped, instance_key_id=_key_id(instance), created_at=now
            )
    return _existing_key(case)


def _existing_key(case: Case) -> bytes:
    row = CaseKey.objects.filter(case=case).first()
    if row is None or row.wrapped is None:
        raise KeyDestroyed("The files of this case were destroyed and cannot be read again.")
    instance = _instance_key()
    if row.instance_key_id != _key_id(instance):
        raise InstanceKeyWrong("the instance key file is not the one this case was sealed with")
    return storage.unwrap(bytes(row.wrapped), under=instance)


def _key_id(instance: bytes) -> str:
    return hashlib.sha256(b"redress.instance-key.v1\0" + instance).hexdigest()[:16]


def _instance_key() -> bytes:
    """32 bytes kept outside the database and its backups, made at the first use."""
    path = Path(settings.INSTANCE_KEY_FILE)
    if not path.exists():
        storage.make_key_file(path)
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != storage.KEY:
        raise InstanceKeyWrong("the instance key file does not hold a whole key")
    return key
