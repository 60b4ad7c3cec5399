"""`manage.py reprint_dossier`: the same bytes, other bytes, or it cannot be told."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Person
from cases.models import Case
from dossiers.models import Dossier, DossierVolume
from dossiers.services import reprinting
from evidence.models import Derivative
from evidence.services import vault
from tests.dossiers.conftest import OUTLINE, Make


def run(case: Case, version: int = 1) -> str:
    out = StringIO()
    call_command("reprint_dossier", case.ref, version, stdout=out)
    return out.getvalue()


@pytest.fixture
def made(full: Case, wren: Person, make: Make) -> Dossier:
    return make(full, wren, images=OUTLINE)


def test_gives_the_same_bytes_though_the_case_has_changed(made: Dossier) -> None:
    made.case.sightings.update(as_seen="https://elsewhere.example/", uploader="")

    assert run(made.case) == f"Volume 1 of 1: the same bytes, {made.pages} pages.\n"


def test_names_a_volume_that_differs(made: Dossier) -> None:
    DossierVolume.objects.filter(dossier=made).update(printed_sha256="0" * 64)

    with pytest.raises(CommandError, match="did not come out the same") as refusal:
        run(made.case)

    assert refusal.value.returncode == 1


def test_cannot_tell_after_another_engine(made: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reprinting, "ENGINE", "a later one")

    with pytest.raises(CommandError, match="cannot be told") as refusal:
        run(made.case)

    assert refusal.value.returncode == 2


def test_cannot_tell_where_a_picture_is_gone(made: Dossier) -> None:
    drawing = Derivative.objects.filter(exhibit__case=made.case, kind="OUTLINE").first()
    assert drawing is not None
    vault.forget(drawing.file)

    with pytest.raises(CommandError, match="cannot be told"):
        run(made.case)


def test_ends_with_2_where_there_is_no_such_version(made: Dossier) -> None:
    with pytest.raises(CommandError, match="no such version") as refusal:
        run(made.case, 7)

    assert refusal.value.returncode == 2
