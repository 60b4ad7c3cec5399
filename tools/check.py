"""Every check that needs no running server. All of them run; the end names those that failed."""

import os
import subprocess
import sys

from tools.place import PYTHON, ROOT, complain, say

PY = str(PYTHON)
STEPS: dict[str, list[str]] = {
    "style": [PY, "-m", "ruff", "check", "--output-format", "concise", "."],
    "format": [PY, "-m", "ruff", "format", "--check", "--output-format", "concise", "."],
    "types": [PY, "-m", "mypy", "."],
    "templates": [PY, "-m", "djlint", "templates", "--lint", "--quiet"],
    "import contract": [PY, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
    "system checks": [PY, "manage.py", "check", "--fail-level", "WARNING"],
    "migrations": [PY, "manage.py", "makemigrations", "--check", "--dry-run"],
    "architecture": [PY, "-m", "pytest", "-q", "tests/architecture"],
}


def main() -> int:
    failed = []
    for name, command in STEPS.items():
        say(f"--- {name}")
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
        )
        if done.returncode != 0:
            failed.append(name)
    if failed:
        complain(f"Failed: {', '.join(failed)}.")
        return 1
    say("All checks passed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
