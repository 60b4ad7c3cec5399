"""What must come from the operating system: looked for first, installed where that is allowed."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tools.place import complain, say

PDF_LIBRARIES = (
    ("libpango-1.0-0", ("libpango-1.0.so.0", "libpango-1.0.dylib")),
    ("libpangoft2-1.0-0", ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib")),
    ("libharfbuzz-subset0", ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib")),
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LIBRARY_FOLDERS = ("", "/opt/homebrew/lib/", "/usr/local/lib/")


@dataclass(frozen=True, slots=True)
class Need:
    """Debian packages, and how to see that what they bring is already there."""

    packages: tuple[str, ...]
    present: Callable[[], bool]


def loads(*names: str) -> bool:
    """Whether one of these shared libraries can be loaded."""
    for name in (folder + name for folder in LIBRARY_FOLDERS for name in names):
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's own programs, the newest Debian one first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_major, reverse=True)
    if found:
        return found[0].parent
    initdb = shutil.which("initdb")
    folder = Path(initdb).resolve().parent if initdb else None
    return folder if folder and (folder / "postgres").exists() else None


def _major(program: Path) -> int:
    number = program.parent.parent.name
    return int(number) if number.isdigit() else 0


def chromium() -> str:
    """The path of a Chromium, or nothing."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), "")


def needs_to_run() -> list[Need]:
    return [Need((package,), partial(loads, *names)) for package, names in PDF_LIBRARIES]


def needs_to_test() -> list[Need]:
    return [
        Need(("postgresql",), lambda: postgres_programs() is not None),
        Need(("redis-server",), lambda: shutil.which("redis-server") is not None),
        Need(("chromium",), lambda: bool(chromium())),
        Need(("poppler-utils",), lambda: shutil.which("pdftotext") is not None),
        Need(("qpdf",), lambda: shutil.which("qpdf") is not None),
        Need(("fonts-dejavu-core",), lambda: Path("/usr/share/fonts/truetype/dejavu").is_dir()),
        *needs_to_judge(),
    ]


def needs_to_judge() -> list[Need]:
    """What the engine of veraPDF runs on: a Java, and the part of JAXB its wheel dropped."""
    return [
        Need(("default-jre-headless",), lambda: shutil.which("java") is not None),
        Need(("libjaxb-java",), lambda: Path("/usr/share/java/jaxb-runtime.jar").exists()),
    ]


def missing(needs: Sequence[Need]) -> list[str]:
    """Names of the packages whose contents are not there."""
    return [name for need in needs if not need.present() for name in need.packages]


def superuser() -> list[str] | None:
    """What to put before a command so that it runs as root, or None where that is not allowed."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        return ["sudo", "-n"] if asked.returncode == 0 else None
    return None


def install(packages: Sequence[str]) -> bool:
    """Whether Debian's packages are there after the call."""
    prefix = superuser()
    if prefix is None or not shutil.which("apt-get"):
        return False
    say(f"Installing {', '.join(packages)} ...")
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    for step in (["update"], ["install", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*quiet, *step], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            complain((done.stderr or done.stdout).strip()[-600:])
    return done.returncode == 0


def provide(needs: Sequence[Need], *, purpose: str) -> None:
    """Install what is absent; where that fails, one sentence says what to install."""
    absent = missing(needs)
    if absent and not install(absent):
        complain(f"{purpose} needs these system packages: {' '.join(absent)}.")
