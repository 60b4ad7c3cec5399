"""Make `.venv` and fill it from the pinned requirements; quick when nothing has changed.

Run as `python -m tools.install run` or `... test`; `test` holds everything `run` does.
"""

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

from tools import system
from tools.place import PYTHON, ROOT, VENV, complain, say

STAMP = VENV / "redress-stamp.json"
KINDS = {"run": ("run",), "test": ("test", "run")}


class NotInstalled(Exception):
    """The environment could not be made; the text says what to do."""


def requirements(kind: str) -> Path:
    return ROOT / "requirements" / f"{kind}.txt"


def fingerprint(kind: str) -> str:
    """What the stamp must hold for `.venv` to be up to date."""
    digest = hashlib.sha256(requirements(kind).read_bytes()).hexdigest()
    return f"{sys.version_info.major}.{sys.version_info.minor} {digest}"


def stamps() -> dict[str, str]:
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_current(kind: str) -> bool:
    return works() and stamps().get(kind) == fingerprint(kind)


def works() -> bool:
    """Whether `.venv` holds a Python of the version that runs this file."""
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [PYTHON, "-c", question], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return answer.stdout.strip() == f"{sys.version_info.major}.{sys.version_info.minor}"


def make_environment(*, uv: str | None) -> None:
    if works():
        return
    say(f"Making .venv with Python {sys.version_info.major}.{sys.version_info.minor} ...")
    if uv:
        call([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)])
        return
    if importlib.util.find_spec("ensurepip") is None:
        system.install([f"python{sys.version_info.major}.{sys.version_info.minor}-venv"])
    call([sys.executable, "-m", "venv", "--clear", str(VENV)])


def fill_environment(kind: str, *, uv: str | None) -> None:
    say("Installing the pinned dependencies (once; it takes a minute or two) ...")
    wanted = ["--require-hashes", "--only-binary", ":all:", "-r", str(requirements(kind))]
    if uv:
        call([uv, "pip", "install", "--quiet", "--python", str(PYTHON), *wanted])
        return
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "-qq"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode != 0:
        call([str(PYTHON), "-m", "ensurepip", "--upgrade"])
    call([*pip, "install", *wanted])


def call(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise NotInstalled(
            f"This step failed (exit {done.returncode}): {' '.join(command)}\n"
            "Its words above say why; `make` tries again from where it stopped."
        )


def install(kind: str) -> None:
    """Bring `.venv` up to date; raises NotInstalled."""
    if is_current(kind):
        return
    uv = shutil.which("uv")
    make_environment(uv=uv)
    fill_environment(kind, uv=uv)
    STAMP.write_text(json.dumps(stamps() | {name: fingerprint(name) for name in KINDS[kind]}))


def main() -> int:
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    if kind not in KINDS:
        complain(f"Say `tools/setup run` or `tools/setup test`, not {kind!r}.")
        return 2
    try:
        install(kind)
        system.provide(system.needs_to_run(), purpose="Making PDF files")
        if kind == "test":
            system.provide(system.needs_to_test(), purpose="The whole test suite")
    except NotInstalled as fault:
        complain(str(fault))
        return 1
    except OSError as fault:
        complain(f"{fault.filename or VENV} cannot be used: {fault.strerror}.")
        return 1
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
