"""Every PDF that leaves the house keeps PDF/A-3a and PDF/UA-1, and a bad one is told from it."""

import io
import json
import re
import subprocess
import sys
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import pypdf
import pytest
from weasyprint import HTML

from accounts.models import Person
from cases.models import Case
from dossiers.models import Declaration, ImagePolicy
from dossiers.rendering.paper import printed
from dossiers.rendering.volumes import volumes_of
from dossiers.services import laying
from dossiers.services.freezing import frozen_of, pictures
from evidence.rendering.tongues import pieces
from takedowns.channels.base import Outgoing
from takedowns.channels.paper import Paper
from tests.dossiers.conformance.scripts import SCRIPTS
from tests.dossiers.conftest import Make, pdf_of
from tests.dossiers.contents import filled, pictures_of
from tools.place import ROOT
from tools.system import needs_to_judge

pytestmark = pytest.mark.django_db

OURS: Final = "Atkinson|Source-Serif|Amiri|Noto-(?:Sans|Emoji)"
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


def test_keeps_both_in_every_volume(full: Case, wren: Person, make: Make, tmp_path: Path) -> None:
    frozen = frozen_of(make(full, wren, images=ImagePolicy.BLURRED, left_out=(2,), labels="AB"))
    assert frozen is not None
    parts = volumes_of(frozen.said.content, weights={}, most=3, names=frozen.names)
    files = []
    for number, part in enumerate(parts, 1):
        files.append(tmp_path / f"{number}.pdf")
        shown = dict(pictures(frozen, part, files=laying._files(frozen)))
        files[-1].write_bytes(printed(part, pictures=shown).data)

    found = judged(*files)

    assert len(files) == 3
    assert found == {str(file): {"3a": [], "ua1": []} for file in files}


@pytest.mark.parametrize("parts", [list(SCRIPTS)[:9], list(SCRIPTS)[9:]], ids=["first", "second"])
def test_keeps_both_in_a_dossier_and_a_letter_of_every_script(
    parts: list[str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = []
    for script in parts:
        _, sentences = SCRIPTS[script]
        content = filled(cycle(sentences), parts=1)
        made = printed(content, pictures=pictures_of(content)).data
        for name, data in ((script, made), (f"letter-{script}", letter_in(sentences))):
            files.append(tmp_path / f"{name}.pdf")
            files[-1].write_bytes(data)

    found = judged(*files)

    assert found == {str(file): {"3a": [], "ua1": []} for file in files}
    assert [name for file in files for name in strange_fonts(file.read_bytes())] == []
    assert [line.getMessage() for line in caplog.records if line.name == "weasyprint"] == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_marks_every_script_with_its_language(script: str) -> None:
    lang, sentences = SCRIPTS[script]

    assert {piece.lang for piece in pieces(sentences[0])} >= ({lang} if lang else set())


def letter_in(sentences: tuple[str, ...]) -> bytes:
    letter = Outgoing(
        number=1, recipient=sentences[0], address="abuse@service.example", by_mail=True,
        sender_name="Wren", sender_mail="wren@mailbox.example", language="en",
        subject=sentences[-1].splitlines()[0], body="\n\n".join(["I write.", *sentences]),
    )  # fmt: skip
    return Paper().pack(letter).data


def strange_fonts(data: bytes) -> list[str]:
    """The fonts of a document that did not come with this program."""
    document = pypdf.PdfReader(io.BytesIO(data))
    fonts: list[Any] = []
    for page in document.pages:
        fonts += [each.get_object() for each in page["/Resources"]["/Font"].values()]  # type: ignore[index]  # pypdf's objects
    return sorted(
        {str(font["/BaseFont"]) for font in fonts if not re.search(OURS, font["/BaseFont"])}
    )


def test_keeps_both_in_a_letter_of_every_language(tmp_path: Path) -> None:
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

    found = judged(*files)

    assert found == {str(file): {"3a": [], "ua1": []} for file in files}


def test_names_the_rules_a_bad_file_breaks(tmp_path: Path) -> None:
    canary = tmp_path / "canary.pdf"
    HTML(string="<p>no language, no title, no tags").write_pdf(canary)

    found = judged(canary)[str(canary)]

    assert len(found["3a"]) > 3
    assert len(found["ua1"]) > 3
