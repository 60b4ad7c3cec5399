"""A case whose files were destroyed cannot be read again, from a backup either."""

import importlib
import shutil
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core import serializers

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case
from evidence import storage
from evidence.errors import KeyDestroyed
from evidence.models import (
    CaseKey,
    Derivative,
    Drawing,
    Exhibit,
    Fingerprint,
    Imprint,
    SealedFile,
    WaitingPicture,
    WorkingCopy,
)
from evidence.services import case_keys, custody, disposing, vault
from evidence.services.references import Keeping
from tests.evidence import makers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def exhibit(case: Case, wren: Person) -> Exhibit:
    """A picture that was read: it has smaller copies and fingerprints."""
    makers.reference(case, actor=wren, seed=3)
    return makers.read_exhibit(case, actor=wren, seed=3)


def vault_files() -> list[Path]:
    return [path for path in Path(settings.VAULT_ROOT).rglob("*") if path.is_file()]


def test_leaves_no_file_no_copy_and_no_fingerprint(
    case: Case, exhibit: Exhibit, wren: Person, now: datetime
) -> None:
    sealed = makers.reference(case, actor=wren, seed=5, keeping=Keeping.SEALED)
    makers.compared(now=now)
    makers.waiting(case, actor=wren, now=now)
    assert Drawing.objects.exists() and WorkingCopy.objects.exists() and Imprint.objects.exists()

    disposing.destroy_files(case, actor=wren, now=now)

    assert vault_files() == []
    made = (Derivative, Drawing, Fingerprint, Imprint, WaitingPicture, WorkingCopy)
    assert not any(model._default_manager.exists() for model in made)
    assert set(SealedFile.objects.values_list("exhibit", "reference")) == {
        (exhibit.pk, None), (None, sealed.pk),
    }  # fmt: skip
    assert CaseKey.objects.get(case=case).destroyed_at == now


def test_opens_nothing_from_then_on_and_seals_nothing_anew(
    case: Case, exhibit: Exhibit, wren: Person, now: datetime
) -> None:
    disposing.destroy_files(case, actor=wren, now=now)

    with pytest.raises(KeyDestroyed):
        vault.read_all(exhibit.file)
    with pytest.raises(KeyDestroyed):
        vault.seal_value(case, b"x", purpose="note", now=now)


def test_leaves_the_chain_sound_and_the_digests_told(
    case: Case, exhibit: Exhibit, wren: Person, now: datetime
) -> None:
    digest = exhibit.file.sha256

    disposing.destroy_files(case, actor=wren, now=now)

    assert custody.verify(case) is None
    assert SealedFile.objects.get(exhibit=exhibit).sha256 == digest


def test_leaves_other_cases_alone(
    case: Case, junes_case: Case, exhibit: Exhibit, wren: Person, june: Person, now: datetime
) -> None:
    hers = makers.exhibit(junes_case, actor=june, clear=b"June's")

    disposing.destroy_files(case, actor=wren, now=now)

    assert vault.read_all(hers.file) == b"June's"


def test_is_done_once(case: Case, exhibit: Exhibit, wren: Person, now: datetime) -> None:
    disposing.destroy_files(case, actor=wren, now=now)
    disposing.destroy_files(case, actor=wren, now=now)

    assert case.custody.filter(kind="case.files_destroyed").count() == 1


@pytest.mark.parametrize("who", ["ida", "cy", "otto", "dan", "june"])
def test_is_not_done_by_anybody_without_the_case(
    request: pytest.FixtureRequest, case: Case, exhibit: Exhibit, now: datetime, who: str
) -> None:
    with pytest.raises(NotPermitted):
        disposing.destroy_files(case, actor=request.getfixturevalue(who), now=now)

    assert vault_files()


def test_brings_nothing_back_with_an_old_database_and_old_files(
    case: Case, exhibit: Exhibit, wren: Person, now: datetime, tmp_path: Path
) -> None:
    """The operator puts back last week's database and files; the key store is as it is now."""
    rows = [CaseKey.objects.get(case=case), *SealedFile.objects.all()]
    dump = serializers.serialize("json", rows)
    shutil.copytree(settings.VAULT_ROOT, tmp_path / "backup")
    disposing.destroy_files(case, actor=wren, now=now)

    for row in serializers.deserialize("json", dump):
        row.save()
    shutil.copytree(tmp_path / "backup", settings.VAULT_ROOT, dirs_exist_ok=True)

    restored = SealedFile.objects.get(exhibit=exhibit)
    assert CaseKey.objects.get(case=case).destroyed_at is None
    assert (Path(settings.VAULT_ROOT) / restored.name).exists()
    with pytest.raises(KeyDestroyed):
        vault.read_all(restored)


def test_keeps_no_key_in_what_a_dump_holds(case: Case, exhibit: Exhibit) -> None:
    key = case_keys.existing(case)
    wrapped = storage.wrap(key, under=case_keys.instance_key())

    dump = serializers.serialize("json", CaseKey.objects.all())

    assert wrapped.hex() not in dump and key.hex() not in dump
    assert {field.name for field in CaseKey._meta.get_fields()} == {
        "case", "name", "created_at", "destroyed_at",
    }  # fmt: skip


def test_tells_a_lost_key_from_a_destroyed_one(case: Case, exhibit: Exhibit) -> None:
    (Path(settings.CASE_KEYS_ROOT) / CaseKey.objects.get(case=case).name).unlink()

    with pytest.raises(case_keys.KeyMissing):
        vault.read_all(exhibit.file)


@pytest.mark.parametrize("state", ["alive", "destroyed"])
def test_moves_keys_out_of_an_older_database(state: str) -> None:
    key, instance, alive = storage.new_key(), case_keys.instance_key(), state == "alive"
    row: Any = SimpleNamespace(
        wrapped=storage.wrap(key, under=instance) if alive else None,
        instance_key_id=case_keys.key_id(instance),
        save=lambda update_fields: None,
    )
    model = SimpleNamespace(objects=SimpleNamespace(all=lambda: [row]))
    step = importlib.import_module(
        "evidence.migrations.0005_keep_case_keys_outside_the_database"
    ).move_out

    step(SimpleNamespace(get_model=lambda *names: model), None)

    if alive:
        assert case_keys.opened(row.name, under=case_keys.accepted()) == key
    else:
        with pytest.raises(KeyDestroyed):
            case_keys.opened(row.name, under=case_keys.accepted())
