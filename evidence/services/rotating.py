"""A new instance key: the keys of all cases are wrapped anew, and no file is written again.

Done in steps that a crash may cut anywhere: the new key is written beside the old one, the old
one is set aside (both open from then on), the new one takes its place, each case's key is
wrapped anew in a transaction of its own, and at last the old one is retired.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from cases.models import Case
from evidence import storage
from evidence.errors import KeyDestroyed
from evidence.models import CaseKey
from evidence.services import case_keys, custody

log = logging.getLogger("redress.evidence")


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many keys were wrapped anew, and the refs of cases whose key did not open.

    `retired` is the file the instance key before lies in now; None while it is still needed.
    """

    wrapped: int
    failed: tuple[str, ...]
    retired: Path | None


def rotate(*, now: datetime) -> Rotated:
    """Change the instance key, or go on with a change that was cut off.

    Raises OSError where a key file or the key store cannot be reached, InstanceKeyWrong where a
    key file holds no key.
    """
    _swap()
    current = case_keys.key_id(case_keys.instance_key())
    under = case_keys.accepted() | dict(retired())
    wrapped, failed = 0, []
    for ref, case in _keys():
        try:
            wrapped += _wrap_anew(case, current=current, under=under, now=now)
        except storage.Damaged as fault:
            log.error("the key of case %s does not open: %s", ref, type(fault).__name__)
            failed.append(ref)
    put_away = None if failed else _retire()
    if put_away is not None:
        custody.record_system("instance_key.rotated", now=now, key=current)
    return Rotated(wrapped=wrapped, failed=tuple(failed), retired=put_away)


def _swap() -> None:
    """Set the key aside and put a new one in its place, unless that was done before."""
    path, aside = Path(settings.INSTANCE_KEY_FILE), case_keys.aside()
    new = path.with_name(f"{path.name}.new")
    case_keys.read_instance_key(path)
    if aside.exists() and not aside.samefile(path):
        return
    storage.make_key_file(new)
    case_keys.read_instance_key(new)
    with suppress(FileExistsError):
        os.link(path, aside)
    storage.fsync_folder(path.parent)
    new.replace(path)
    storage.fsync_folder(path.parent)


def _keys() -> Iterator[tuple[str, Case]]:
    return ((row.ref, row) for row in Case.objects.order_by("pk").iterator())


def retired() -> Iterator[tuple[str, bytes]]:
    """Keys of earlier changes, for a case key that was being made while one ended."""
    path = Path(settings.INSTANCE_KEY_FILE)
    for found in path.parent.glob(f"{path.name}.retired-*"):
        key = case_keys.read_instance_key(found)
        yield case_keys.key_id(key), key


@transaction.atomic
def _wrap_anew(case: Case, *, current: str, under: dict[str, bytes], now: datetime) -> int:
    """1 where the key was wrapped anew, 0 where there was nothing to do."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if CaseKey.objects.filter(case=case).exclude(destroyed_at=None).exists():
        return 0
    try:
        if case_keys.wrapped_by(case.key_name) == current:
            return 0
        clear = case_keys.opened(case.key_name, under=under)
    except KeyDestroyed:
        return 0
    _tell(case, now=now)
    case_keys.put_wrapped(case.key_name, clear)
    return 1


def _tell(case: Case, *, now: datetime) -> None:
    """Both chains, the case's own and that of the place, say that the key was wrapped anew."""
    custody.record(case, "case.key_wrapped", item=None, actor=None, now=now)
    custody.record_system("case_key.rewrapped", now=now, case=case.ref)


def _retire() -> Path | None:
    """The key before opens nothing from now on; it is kept for backups made before."""
    aside = case_keys.aside()
    if not aside.exists():
        return None
    name = case_keys.key_id(case_keys.read_instance_key(aside))
    retired = aside.with_name(f"{Path(settings.INSTANCE_KEY_FILE).name}.retired-{name}")
    aside.replace(retired)
    storage.fsync_folder(retired.parent)
    return retired
