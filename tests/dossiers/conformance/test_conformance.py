"""Every PDF that leaves the house keeps PDF/A-3a and PDF/UA-1, and a bad one is told from it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from weasyprint import HTML

from accounts.models import Person
from cases.models import Case
from dossiers.models import Declaration, ImagePolicy
from takedowns.channels.base import Outgoing
from takedowns.channels.paper import Paper
from tests.dossiers.conftest import Make, pdf_of
from tools.place import ROOT
from tools.system import needs_to_judge

pytestmark = pytest.mark.django_db

ALL = tuple(Declaration)
Judged = dict[str, dict[str, list[str]]]


def judged(*files: Path, flavours: str = "3a,ua1") -> Judged:
    """The failed rules of each file by flavour, from one JVM."""
    command = [sys.executable, "-m", "tests.dossiers.conformance.judge", flavours]
    done = subprocess.run(
        [*command, *map(str, files)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: Judged = json.loads(done.stdout)
    return found


def test_has_what_judging_needs() -> None:
    assert [need.packages for need in needs_to_judge() if not need.present()] == []


def test_keeps_both_standards_in_every_shape_of_a_dossier(
    full: Case, junes_case: Case, wren: Person, june: Person, make: Make, tmp_path: Path
) -> None:
    shapes = {
        "none": make(full, wren, images=ImagePolicy.NONE),
        "outline": make(full, wren, images=ImagePolicy.OUTLINE, left_out=(2,)),
        "full": make(full, wren, images=ImagePolicy.FULL, with_name=True, declarations=ALL),
        "empty": make(junes_case, june, declarations=ALL),
    }
    files = []
    for name, made in shapes.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(pdf_of(made))

    found = judged(*files)

    assert found == {str(file): {"3a": [], "ua1": []} for file in files}


def test_keeps_the_second_in_a_letter_of_every_language(tmp_path: Path) -> None:
    files = []
    for language in ("en", "de", "es", "fr"):
        letter = Outgoing(
            number=1, recipient="Service of nobody", address="abuse@service.example", by_mail=True,
            sender_name="Wren", sender_mail="wren@mailbox.example", language=language,
            subject="Removal of a picture – Entfernung, retirada, retrait",
            body="One line.\n\nhttps://pictures.example/" + "x" * 300 + "\n\nAnother.\n" * 60,
        )  # fmt: skip
        files.append(tmp_path / f"{language}.pdf")
        files[-1].write_bytes(Paper().pack(letter).data)

    found = judged(*files, flavours="ua1")

    assert found == {str(file): {"ua1": []} for file in files}


def test_names_the_rules_a_bad_file_breaks(tmp_path: Path) -> None:
    canary = tmp_path / "canary.pdf"
    HTML(string="<p>no language, no title, no tags").write_pdf(canary)

    found = judged(canary)[str(canary)]

    assert len(found["3a"]) > 3
    assert len(found["ua1"]) > 3
