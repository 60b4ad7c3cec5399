"""Files of a case under the case's own key."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases.models import Case
from evidence import storage
from evidence.errors import FileRefused, KeyDestroyed
from evidence.models import CaseKey, SealedFile
from evidence.services import case_keys, vault

pytestmark = pytest.mark.django_db


def keep(case: Case, clear: bytes, now: datetime, most_bytes: int = 10**6) -> SealedFile:
    return vault.keep(case, io.BytesIO(clear), most_bytes=most_bytes, now=now)


def test_keeps_a_file_bit_for_bit(case: Case, now: datetime) -> None:
    file = keep(case, b"as it came", now)

    assert vault.read_all(file) == b"as it came"
    assert file.bytes == 10


def test_gives_every_case_a_key_of_its_own(case: Case, junes_case: Case, now: datetime) -> None:
    keep(case, b"one", now)
    keep(junes_case, b"one", now)

    keys = {case_keys.existing(each) for each in (case, junes_case)}
    assert len(keys) == 2


def test_opens_no_file_with_the_key_of_another_case(
    case: Case, junes_case: Case, now: datetime
) -> None:
    file = keep(case, b"one", now)
    keep(junes_case, b"two", now)

    file.case = junes_case

    with pytest.raises(storage.Damaged):
        vault.read_all(file)


def test_reads_nothing_once_the_key_is_destroyed(case: Case, now: datetime) -> None:
    file = keep(case, b"one", now)

    CaseKey.objects.filter(case=case).update(destroyed_at=now)

    with pytest.raises(KeyDestroyed):
        vault.read_all(file)


def test_refuses_another_instance_key(case: Case, now: datetime) -> None:
    file = keep(case, b"one", now)

    settings.INSTANCE_KEY_FILE.write_text(storage.new_key().hex())

    with pytest.raises(vault.InstanceKeyWrong):
        vault.read_all(file)


def test_takes_no_file_under_another_instance_key(case: Case, now: datetime) -> None:
    keep(case, b"one", now)

    settings.INSTANCE_KEY_FILE.write_text(storage.new_key().hex())

    with pytest.raises(FileRefused, match="tell whoever runs this place"):
        keep(case, b"two", now)


def test_says_kindly_that_a_file_is_too_large(case: Case, now: datetime) -> None:
    with pytest.raises(FileRefused, match="larger than 1 MB"):
        keep(case, b"x" * (1024 * 1024 + 1), now, most_bytes=1024 * 1024)

    assert SealedFile.objects.count() == 0


def test_removes_the_bytes_only_when_the_row_is_gone_for_good(
    case: Case, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    file = keep(case, b"one", now)
    path = settings.VAULT_ROOT / file.name

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        vault.discard(file)
        assert path.exists()

    assert not path.exists()


def test_sweeps_only_files_without_a_row(case: Case, now: datetime) -> None:
    file = keep(case, b"one", now)
    (settings.VAULT_ROOT / "left.part").write_bytes(b"RDS1")

    early = vault.sweep_orphans(now=timezone.now())
    removed = vault.sweep_orphans(now=timezone.now() + timedelta(days=2))

    assert (early, removed) == (0, 1)
    assert vault.read_all(file) == b"one"
