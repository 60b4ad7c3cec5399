"""The import contract of pyproject.toml holds, and breaks where it should."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import APPS, ROOT, plant

LINT = "from importlinter.cli import lint_imports_command as lint; lint()"
BREACHES = {
    "an app imports one above it": ("cases/errors.py", "import evidence.links"),
    "it does so inside a function": (
        "cases/errors.py",
        "def act():\n    from evidence import links\n    return links",
    ),
    "a model imports a view": ("cases/models/case.py", "import cases.views"),
    "a file nobody listed": ("takedowns/helpers.py", ""),
    "an app imports the settings": ("cases/services/opening.py", "import config"),
    "the settings import an app": ("config/urls.py", "import cases.urls"),
    "a service knows the queue": ("cases/services/opening.py", "import celery"),
    "a pure room knows Django": ("takedowns/deadlines/clocks.py", "import django"),
    "two siblings import each other": (
        "cases/services/opening.py",
        "import cases.services.closing",
    ),
}
ROOMS = {
    "cases": ["registry"],
    "evidence": ["fingerprints", "links", "proofs"],
    "takedowns": ["registry", "deadlines", "dkim", "drafting", "routing"],
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--no-cache"]
    return subprocess.run(
        command,
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """An empty copy of the house under the project's own contract."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    plant(tmp_path, "config/__init__.py", "")
    for app in APPS:
        for room in ["", "services", "models", "views", *ROOMS.get(app, [])]:
            plant(tmp_path, str(Path(app, room, "__init__.py")), "")
    plant(tmp_path, "cases/services/closing.py", "import cases.services.opening")
    plant(tmp_path, "cases/services/opening.py", "")
    return tmp_path


def test_keeps_the_contract() -> None:
    done = lint(ROOT)

    assert done.returncode == 0, done.stdout + done.stderr


def test_passes_an_empty_house(house: Path) -> None:
    done = lint(house)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("breach", BREACHES)
def test_refuses(breach: str, house: Path) -> None:
    place, text = BREACHES[breach]
    plant(house, place, text + "\n")

    done = lint(house)

    assert done.returncode == 1
    assert "BROKEN" in done.stdout
