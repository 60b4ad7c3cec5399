"""The key of each case: made with its row, wrapped anew, destroyed.

It seals the files of the case, and its texts (`cases.sealing`); the case names it by `key_name`.

The wrapped key lies in the key store, apart from the database and its dumps. Its file holds
"RDK1", the id of the instance key that wrapped it, and the wrapped key in hex, a line each.
Destroying it leaves "RDK0" in its place, so that a database put back from before says the same.
"""

import hashlib
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from cases import sealing
from cases.models import Case
from evidence import storage
from evidence.errors import KeyDestroyed
from evidence.models import CaseKey, SystemEvent
from evidence.services import custody
from evidence.services.shelves import key_shelf

WRAPPED, DESTROYED = b"RDK1", b"RDK0"


class InstanceKeyWrong(storage.Damaged):
    """No instance key here is the one that wrapped this case's key; restore the right file."""


class KeyMissing(InstanceKeyWrong):
    """The key store does not hold this case's key; it is not where it was, or was not restored."""


def made_or_found(case: Case, *, now: datetime) -> bytes:
    """The key of a case, told of in custody where it is put to use for files the first time."""
    if not CaseKey.objects.filter(case=case).exists():
        _tell(case, now=now)
    return existing(case)


def make() -> str:
    """A new key in the key store; its name. Every case gets one as its row is first written."""
    name = f"{uuid4().hex}{sealing.ENDING}"
    put_wrapped(name, storage.new_key())
    return name


def found(name: str) -> bytes:
    """The key of this name, for the texts of a case; raises sealing.DoesNotOpen."""
    try:
        return opened(name, under=accepted())
    except (KeyDestroyed, storage.Damaged, OSError) as fault:
        raise sealing.DoesNotOpen("the key of this case does not open") from fault


def _tell(case: Case, *, now: datetime) -> None:
    """The row of the key, and what the place's own chain says of it, once."""
    try:
        with transaction.atomic():
            CaseKey.objects.create(case=case, name=case.key_name, created_at=now)
            if not SystemEvent.objects.filter(kind="instance_key.made").exists():
                custody.record_system("instance_key.made", now=now, key=key_id(instance_key()))
            custody.record_system("case_key.made", now=now, case=case.ref)
    except IntegrityError:
        return


def existing(case: Case) -> bytes:
    """The key of a case; raises KeyDestroyed, KeyMissing, InstanceKeyWrong or Damaged."""
    row = CaseKey.objects.filter(case=case).first()
    if row is None or row.destroyed_at is not None:
        raise KeyDestroyed("The files of this case were destroyed and cannot be read again.")
    return opened(row.name, under=accepted())


def opened(name: str, *, under: dict[str, bytes]) -> bytes:
    """The key in one file of the key store, by whichever instance key wrapped it."""
    key_id, wrapped = _lines(name)
    if key_id not in under:
        raise InstanceKeyWrong("the instance key file is not the one this case was sealed with")
    return storage.unwrap(wrapped, under=under[key_id])


def wrapped_by(name: str) -> str:
    """The id of the instance key that wrapped this key."""
    return _lines(name)[0]


def _lines(name: str) -> tuple[str, bytes]:
    try:
        lines = key_shelf().get_small(name).split(b"\n")
    except FileNotFoundError as fault:
        raise KeyMissing("the key store does not hold the key of this case") from fault
    if lines[0] == DESTROYED:
        raise KeyDestroyed("The files of this case were destroyed and cannot be read again.")
    if lines[0] != WRAPPED or len(lines) < 3:
        raise storage.Damaged("the key does not open")
    try:
        return lines[1].decode("ascii"), bytes.fromhex(lines[2].decode("ascii"))
    except ValueError as fault:
        raise storage.Damaged("the key does not open") from fault


def put_wrapped(name: str, key: bytes) -> None:
    """Wrap a case's key by the instance key and put it into the key store, in one step."""
    instance = instance_key()
    wrapped = storage.wrap(key, under=instance)
    lines = [WRAPPED, key_id(instance).encode(), wrapped.hex().encode(), b""]
    key_shelf().put_small(name, b"\n".join(lines))


def destroy(name: str) -> None:
    """Take the key out of the key store for good."""
    key_shelf().put_small(name, DESTROYED + b"\n")
    sealing.forget(name)


def key_id(instance: bytes) -> str:
    """What names an instance key without giving it away."""
    return hashlib.sha256(b"redress.instance-key.v1\0" + instance).hexdigest()[:16]


def instance_key() -> bytes:
    """32 bytes kept outside the database and its backups, made at the first use."""
    path = Path(settings.INSTANCE_KEY_FILE)
    if not path.exists():
        storage.make_key_file(path)
    return read_instance_key(path)


def accepted() -> dict[str, bytes]:
    """The instance key by its id, and while they are changed the one before it too."""
    keys = [instance_key()]
    with suppress(FileNotFoundError):
        keys.append(read_instance_key(aside()))
    return {key_id(key): key for key in keys}


def aside() -> Path:
    """Where the instance key before lies while the keys of cases are wrapped anew."""
    path = Path(settings.INSTANCE_KEY_FILE)
    return path.with_name(f"{path.name}.old")


def read_instance_key(path: Path) -> bytes:
    """The key in a file; raises InstanceKeyWrong where it holds no whole one."""
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError as fault:
        raise InstanceKeyWrong("the instance key file does not hold a key") from fault
    if len(key) != storage.KEY:
        raise InstanceKeyWrong("the instance key file does not hold a whole key")
    return key
