"""`tools/setup`: what it says, and when it has nothing to do."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tools import install, system


def test_refuses_a_kind_it_does_not_know() -> None:
    done = subprocess.run(
        [ROOT / "tools" / "setup", "everything"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert done.stderr == "Say `tools/setup run` or `tools/setup test`, not 'everything'.\n"


@pytest.fixture
def stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "stamp.json"
    monkeypatch.setattr(install, "STAMP", path)
    monkeypatch.setattr(install, "works", lambda: True)
    return path


def test_has_nothing_to_do_when_the_stamp_fits(stamp: Path) -> None:
    stamp.write_text(json.dumps({"run": install.fingerprint("run")}))

    assert install.is_current("run")
    assert not install.is_current("test")


@pytest.mark.parametrize("words", ["", "{", "[]", '{"run": "3.11 older"}'])
def test_installs_again_when_the_stamp_does_not_fit(words: str, stamp: Path) -> None:
    stamp.write_text(words)

    assert not install.is_current("run")


def test_names_what_is_missing_where_it_may_not_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "superuser", lambda: None)
    needs = [system.Need(("libpango-1.0-0",), lambda: False), system.Need(("b",), lambda: True)]

    system.provide(needs, purpose="Making PDF files")

    assert capsys.readouterr().err == (
        "Making PDF files needs these system packages: libpango-1.0-0.\n"
    )
