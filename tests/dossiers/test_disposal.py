"""Deleting works: nothing of a case can be read again, from an old copy either."""

import io
import json
import shutil
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers

from accounts.models import Person
from cases import belongings
from cases.errors import NotPermitted
from cases.models import Case, Retention, State
from cases.services import retention
from cases.services.retention import GRACE
from dossiers.models import ImagePolicy, Part, ReaderRole
from dossiers.services import releasing, taking
from evidence.errors import KeyDestroyed
from evidence.models import CustodyEvent, SealedFile, SystemEvent
from evidence.services import custody, vault, verifying
from evidence.services.findings import Verdict
from tests import canaries, factories
from tests.dossiers.conftest import Make

pytestmark = pytest.mark.django_db

CANARY = "kingfisher-4711"


@pytest.fixture
def lived(full: Case, wren: Person, make: Make, now: datetime) -> Case:
    """A case with files, letters, answers, a bundle and a release, and a word in every text."""
    made = make(full, wren, images=ImagePolicy.FULL, originals=True)
    terms = releasing.Terms(CANARY, ReaderRole.COUNSEL, Part.BUNDLE, days=14, most=5)
    releasing.release(made, terms=terms, actor=wren, now=now)
    canaries.put_everywhere(full, CANARY)
    full.refresh_from_db()
    return full


def disposed(case: Case, wren: Person, *, now: datetime) -> None:
    retention.ask_for_deletion(case, actor=wren, now=now)
    assert retention.dispose(case, now=now + GRACE)


def everything() -> str:
    """Every row of every table, as text."""
    rows = [row for model in apps.get_models() for row in model._default_manager.all()]
    return str(serializers.serialize("json", rows))


def test_leaves_no_word_of_it_in_any_table(lived: Case, wren: Person, now: datetime) -> None:
    assert CANARY in everything()

    disposed(lived, wren, now=now)

    assert CANARY not in everything()


def test_leaves_a_row_that_says_nothing_and_a_chain_that_holds(
    lived: Case, wren: Person, now: datetime
) -> None:
    ref = lived.ref

    disposed(lived, wren, now=now)

    left = Case.objects.get(ref=ref)
    assert (left.state, left.client, left.client_name, left.happened) == (
        State.DISPOSED, None, "", [],
    )  # fmt: skip
    tables = {m.__name__ for m, rows in belongings.rows_of(left).items() if rows.exists()}
    assert tables <= belongings.KEPT
    assert CustodyEvent.objects.filter(case=left).latest("seq").kind == "case.disposed"
    assert SystemEvent.objects.filter(kind="case.disposed").count() == 1
    assert custody.verify(left) is None
    assert Retention.objects.get(case=left).done_at == now + GRACE


def test_removes_every_file(
    lived: Case, wren: Person, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    folder = Path(settings.VAULT_ROOT)
    assert [path for path in folder.rglob("*") if path.is_file()]

    with django_capture_on_commit_callbacks(execute=True):
        disposed(lived, wren, now=now)

    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_brings_nothing_back_from_an_old_copy(
    lived: Case, wren: Person, now: datetime, tmp_path: Path
) -> None:
    shutil.copytree(settings.VAULT_ROOT, tmp_path / "old")
    old = serializers.serialize("json", SealedFile.objects.filter(case=lived))
    assert vault.read_all(SealedFile.objects.filter(case=lived).first())  # type: ignore[arg-type]  # there are some

    disposed(lived, wren, now=now)
    shutil.rmtree(settings.VAULT_ROOT)
    shutil.copytree(tmp_path / "old", settings.VAULT_ROOT)
    for row in serializers.deserialize("json", old):
        row.save()

    for file in SealedFile.objects.filter(case=lived):
        with pytest.raises(KeyDestroyed):
            vault.read_all(file)


def test_goes_on_where_a_crash_left_it(
    lived: Case, wren: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    retention.ask_for_deletion(lived, actor=wren, now=now)
    with monkeypatch.context() as patched:
        patched.setattr(retention, "_remove_rows", dies)
        with pytest.raises(RuntimeError):
            retention.dispose(lived, now=now + GRACE)

    assert retention.dispose(lived, now=now + GRACE) is True
    assert retention.dispose(lived, now=now + GRACE) is False
    assert CANARY not in everything()


def dies(*args: object, **kwargs: object) -> bool:
    raise RuntimeError("killed here")


def test_is_gone_for_everybody(
    lived: Case, wren: Person, bea: Person, now: datetime, browse: Any
) -> None:
    ref = lived.ref
    disposed(lived, wren, now=now)

    assert [browse(who).get(f"/b/{ref}/").status_code for who in (wren, bea)] == [404, 404]


def test_leaves_other_cases_alone(
    lived: Case, junes_case: Case, june: Person, wren: Person, now: datetime
) -> None:
    factories.contact(junes_case, name="June", mail="june@mailbox.example")

    disposed(lived, wren, now=now)

    assert junes_case.contact.name == "June"


def test_calls_the_case_sound_afterwards(lived: Case, wren: Person, now: datetime) -> None:
    disposed(lived, wren, now=now)
    lived.refresh_from_db()

    assert verifying.verify(lived).verdict == Verdict.SOUND


def taken(handed: Any) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(handed.chunks))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_gives_everything_that_is_kept(lived: Case, wren: Person, now: datetime) -> None:
    files = taken(taking.take_case(lived, actor=wren, now=now))

    for model, rows in belongings.rows_of(lived).items():
        if rows.exists() and model.__name__ not in taking.NOT_ROWS:
            told = json.loads(files[f"rows/{model._meta.model_name}.json"])
            assert len(told) == rows.count()
    first = lived.exhibits.select_related("file").order_by("number")[0]
    assert files["files/EX-0001.bin"] == vault.read_all(first.file)
    assert CustodyEvent.objects.filter(case=lived, kind="case.taken_along").exists()


@pytest.mark.parametrize("name", ["bea", "ada"])
def test_gives_everything_to_nobody_else(
    name: str, lived: Case, request: pytest.FixtureRequest, now: datetime
) -> None:
    with pytest.raises(NotPermitted):
        taking.take_case(lived, actor=request.getfixturevalue(name), now=now)


def test_gives_no_secret_away(lived: Case, wren: Person, now: datetime) -> None:
    files = taken(taking.take_person(wren, now=now))

    told = b"".join(files.values())
    assert wren.password.encode() not in told
    assert b"link_digest" not in told
    assert f"{lived.ref}/rows/case.json" in files


def test_gives_a_person_nothing_of_others(
    lived: Case, junes_case: Case, june: Person, now: datetime
) -> None:
    files = taken(taking.take_person(june, now=now))

    assert CANARY.encode() not in b"".join(files.values())
    assert not [name for name in files if name.startswith(lived.ref)]
