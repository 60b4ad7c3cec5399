"""Where things stand, and how a tool speaks to the person at the terminal."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def complain(sentence: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def data_folder() -> Path:
    """REDRESS_DATA, or `var` beside the code; made if it is not there.

    Raises OSError where it cannot be made or written.
    """
    folder = Path(os.environ.get("REDRESS_DATA", "").strip() or ROOT / "var").expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(13, "Permission denied", str(folder))
    return folder
