"""The small papers keep PDF/A-3a and PDF/UA-1, in every script."""

from itertools import cycle
from pathlib import Path

import pytest

from dossiers.rendering.papers import MandatePaper, PoliceSheet, Receipt, ReleasePaper, drawn
from tests.dossiers.conformance.scripts import SCRIPTS
from tests.dossiers.conformance.test_conformance import judged, strange_fonts
from tests.dossiers.contents import value_of

KINDS = (MandatePaper, ReleasePaper, Receipt, PoliceSheet)


@pytest.mark.parametrize("parts", [list(SCRIPTS)[:9], list(SCRIPTS)[9:]], ids=["first", "second"])
def test_keeps_both_standards_in_a_paper_of_every_script(
    parts: list[str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = []
    for script in parts:
        words = cycle(SCRIPTS[script][1])
        for kind in KINDS:
            files.append(tmp_path / f"{script}-{kind.__name__}.pdf")
            files[-1].write_bytes(drawn(value_of(kind, words)))

    found = judged(*files)

    assert found == {str(file): {"3a": [], "ua1": []} for file in files}
    assert [name for file in files for name in strange_fonts(file.read_bytes())] == []
    assert [line.getMessage() for line in caplog.records if line.name == "weasyprint"] == []
