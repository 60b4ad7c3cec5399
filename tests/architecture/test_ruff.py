"""The rules ruff enforces, asked of the tree with our own settings and of planted breaches."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, plant

TANGLE = "def pick(a: int) -> int:\n" + "".join(
    f"    if a == {step}:\n        return {step}\n" for step in range(11)
)
BREACHES = {
    "C901": TANGLE + "    return 0\n",
    "T201": 'print("told")\n',
    "PLC0415": "def act() -> None:\n    import json\n\n    json.loads('1')\n",
    "BLE001": "try:\n    pass\nexcept Exception:\n    pass\n",
    "E722": "try:\n    pass\nexcept:\n    pass\n",
    "FBT001": "def act(loud: bool) -> None:\n    del loud\n",
    "FBT002": "def act(loud=True):\n    del loud\n",
    "ERA001": "# value = act(1)\n",
    "FIX002": "# TO" + "DO: later\n",
    "ANN001": "def act(a) -> None:\n    del a\n",
    "ANN201": "def act():\n    return 1\n",
    "S308": "from django.utils.safestring import mark_safe\n\nmark_safe(input())\n",
}
ENFORCED = ",".join(BREACHES)


def findings(folder: Path, *, rules: str) -> list[dict[str, object]]:
    """What ruff finds below the folder, with the project's settings."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "json"]
    command += ["--config", str(ROOT / "pyproject.toml"), *(["--select", rules] if rules else [])]
    done = subprocess.run([*command, "."], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_finds_nothing_in_the_project() -> None:
    found = findings(ROOT, rules=ENFORCED)

    assert [f"{row['filename']} {row['location']} {row['message']}" for row in found] == []


@pytest.mark.parametrize("rule", BREACHES)
def test_finds_the_planted_breach_with_our_settings(rule: str, tmp_path: Path) -> None:
    plant(tmp_path, "cases/services/opening.py", BREACHES[rule])

    found = findings(tmp_path, rules="")

    assert rule in {row["code"] for row in found}


def test_exempts_no_file_or_folder() -> None:
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert "per-file-ignores" not in settings
    assert "extend-exclude" not in settings
