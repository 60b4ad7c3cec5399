"""A dossier from the command line."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Person
from cases.models import Case
from dossiers.models import Dossier
from dossiers.services import laying


def run(*words: object, **named: object) -> str:
    out = StringIO()
    call_command("dossier", *map(str, words), stdout=out, **named)
    return out.getvalue()


def test_writes_the_files_and_prints_their_names(case: Case, tmp_path: Path) -> None:
    said = run(case.ref, "--out", tmp_path / "new")

    written = {str(path) for path in (tmp_path / "new").rglob("*") if path.is_file()}
    assert set(said.split()) == written
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        "README.txt", "bag-info.txt", "bagit.txt", "custody", "data", "manifest-sha256.txt",
        "seal-sha256.txt", "seal-sha256.txt.sig", "signing-key.pem", "tagmanifest-sha256.txt",
        "verify.py",
    }  # fmt: skip
    subprocess.run([sys.executable, str(tmp_path / "new/verify.py")], check=True)


def test_makes_it_in_the_name_of_the_person_named(case: Case, bea: Person, tmp_path: Path) -> None:
    run(case.ref.lower(), "--out", tmp_path, "--as", "bea", "--images", "outline")

    made = Dossier.objects.get()
    assert (made.asked_by, made.image_policy) == (bea, "OUTLINE")


@pytest.mark.parametrize(
    ("ref", "more"), [("Z9-ZZZ9", ()), (None, ("--as", "nobody")), (None, ("--as", "dan"))]
)
def test_ends_with_2_where_the_question_is_wrong(
    ref: str | None, more: tuple[str, ...], case: Case, dan: Person, tmp_path: Path
) -> None:
    with pytest.raises(CommandError) as refusal:
        run(ref or case.ref, "--out", tmp_path, *more)

    assert refusal.value.returncode == 2
    assert not Dossier.objects.exists()


def test_ends_with_2_where_the_folder_cannot_be(case: Case, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(CommandError) as refusal:
        run(case.ref, "--out", tmp_path / "file")

    assert refusal.value.returncode == 2


def test_ends_with_1_and_a_sentence_where_it_cannot_be_made(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise ValueError("cannot be laid out")

    monkeypatch.setattr(laying, "printed", fails)

    with pytest.raises(CommandError, match="could not be made") as refusal:
        run(case.ref, "--out", tmp_path)

    assert refusal.value.returncode == 1
