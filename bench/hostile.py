"""Files made to break readers, through the whole intake: `python -m bench.hostile`.

The corpora are those of Pillow, Exiv2, libpng, libtiff, giflib, libheif, libarchive and qpdf,
fetched once with the ordinary clients (`pip download`, `apt-get source`) into a folder outside
the repository: `REDRESS_CORPORA`, else `~/.cache/redress-corpora`. Asked for by name it fetches
what is missing; as part of `make bench` it runs only where they are there already.
"""

from __future__ import annotations

import argparse
import binascii
import collections
import logging
import os
import re
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from evidence.intake.reader import Derivatives, read_file
from evidence.intake.sniff import COMPARED

ROOT: Final = Path(__file__).resolve().parent.parent
DEBIAN: Final = ("exiv2", "libpng1.6", "tiff", "giflib", "libheif", "libarchive", "qpdf")
FEWEST: Final = 2_000
FOLDERS: Final = re.compile(
    r"(?i)(^|/)(tests?|testdata|test-images|pngsuite|pic|contrib/pngminus|contrib/testpngs|"
    r"fuzz\w*|fuzzing|data|corpus|qpdf_extra|examples|libtests|qtest|images)(/|$)"
)
NOT_FILES: Final = (".c", ".h", ".cc", ".cpp", ".hh", ".py", ".cmake", ".am", ".in", ".sh")


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one file."""

    corpus: str
    name: str
    outcome: str
    seconds: float
    looked_into: bool = False


class _Ends(logging.Handler):
    """Hears of readers that did not end by themselves, each in the thread that started it."""

    def __init__(self) -> None:
        super().__init__()
        self._heard = threading.local()

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.said = record.getMessage()

    def taken(self) -> str:
        """Return what was heard in this thread since the last time, or ''."""
        said: str = getattr(self._heard, "said", "")
        self._heard.said = ""
        return said


def main() -> int:
    """Fetch if asked, look at every file, print the counts; 1 where anything broke."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--fetch", action="store_true", help="fetch the corpora first")
    asked.add_argument("--most", type=int, default=0, help="look at no more than so many")
    options = asked.parse_args()
    cache = Path(os.environ.get("REDRESS_CORPORA", Path.home() / ".cache" / "redress-corpora"))
    if options.fetch:
        fetch(cache)
    files = sorted(_files(cache))
    if not files:
        sys.stdout.write(f"No corpora in {cache}; `python -m bench.hostile --fetch` gets them.\n")
        return 0
    return _report(files[: options.most or None], cache=cache)


def fetch(cache: Path) -> None:
    """Fetch and unpack what is not there yet; a source that is out of reach is named."""
    arriving, opened = cache / "arriving", cache / "files"
    for folder in (arriving, opened):
        folder.mkdir(parents=True, exist_ok=True)
    if not list(arriving.glob("pillow-*.tar.gz")):
        _pip(arriving)
    _apt(arriving, cache=cache)
    for archive in sorted(arriving.glob("*.tar.*")):
        target = opened / archive.name.split("_")[0].split("-")[0]
        if archive.suffix != ".asc" and not target.exists():
            sys.stdout.write(f"unpacking {archive.name}\n")
            _unpack(archive, into=target)


def _pip(arriving: Path) -> None:
    wanted = f"pillow=={version('pillow')}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", "pillow"]
    subprocess.run([*command, "--dest", str(arriving), wanted], check=True)


def _apt(arriving: Path, *, cache: Path) -> None:
    """Ask apt for sources with lists of our own, so that this machine's stay as they are."""
    if all(list(arriving.glob(f"{package}_*.orig.tar.*")) for package in DEBIAN):
        return
    options = _apt_options(cache)
    subprocess.run(["apt-get", *options, "update", "-q"], check=True)
    for package in DEBIAN:
        command = ["apt-get", *options, "source", "-q", "--download-only", "--tar-only", package]
        if subprocess.run(command, cwd=arriving, check=False).returncode:
            sys.stdout.write(f"{package} could not be fetched.\n")


def _apt_options(cache: Path) -> list[str]:
    lists, parts, kept = cache / "apt" / "lists", cache / "apt" / "parts", cache / "apt" / "kept"
    for folder in (lists / "partial", parts, kept / "archives" / "partial"):
        folder.mkdir(parents=True, exist_ok=True)
    for known in Path("/etc/apt/sources.list.d").glob("*.sources"):
        text = re.sub(r"(?m)^Types:.*$", "Types: deb-src", known.read_text())
        (parts / known.name).write_text(text)
    for known in [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*.list")]:
        if known.is_file():
            text = re.sub(r"(?m)^deb ", "deb-src ", known.read_text())
            (parts / f"{known.stem}.list").write_text(text)
    places = {
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": str(parts),
        "Dir::State::lists": str(lists),
        "Dir::Cache": str(kept),
    }
    return [word for name, value in places.items() for word in ("-o", f"{name}={value}")]


def _unpack(archive: Path, *, into: Path) -> None:
    with tarfile.open(archive) as packed:
        for member in packed:
            if member.isfile() and not member.name.endswith(NOT_FILES):
                packed.extract(member, into, filter="data")
    for path in into.rglob("*.uu"):
        _decode(path)


def _decode(path: Path) -> None:
    """Write beside a file in uuencoding what it stands for."""
    lines = path.read_bytes().splitlines()
    out = bytearray()
    for line in lines[1:]:
        if line.startswith(b"end"):
            break
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            continue
    path.with_suffix("").write_bytes(bytes(out))


def _files(cache: Path) -> Iterator[Path]:
    root = cache / "files"
    for path in root.rglob("*"):
        if path.is_file() and FOLDERS.search(str(path.parent.relative_to(root))):
            yield path


def _report(files: list[Path], *, cache: Path) -> int:
    ends = _Ends()
    reader = logging.getLogger("redress.evidence")
    reader.addHandler(ends)
    reader.propagate = False
    begun = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda path: _tell(path, root=cache / "files", ends=ends), files))
    _print_counts(told, minutes=(time.monotonic() - begun) / 60)
    broken = [each for each in told if each.outcome.startswith("BROKEN")]
    for each in broken:
        sys.stdout.write(f"  {each.outcome}: {each.corpus} {each.name}\n")
    slow = max(told, key=lambda each: each.seconds)
    sys.stdout.write(f"slowest: {slow.seconds:.1f} s, {slow.corpus} {slow.name}\n")
    if len(told) < FEWEST:
        sys.stdout.write(f"These are fewer than {FEWEST} files.\n")
    return 1 if broken else 0


def _tell(path: Path, *, root: Path, ends: _Ends) -> Told:
    place = path.relative_to(root)
    begun = time.monotonic()
    try:
        reading = read_file(path, name=path.name, derivatives=Derivatives.PREVIEW_AND_OUTLINE)
    except Exception as fault:  # noqa: BLE001 an error that leaves the reader is what is counted
        return Told(place.parts[0], str(place), f"BROKEN {type(fault).__name__}", 0.0)
    took = time.monotonic() - begun
    outcome = "compared" if reading.fingerprints else _refused(reading.why_not)
    if broken := ends.taken():
        outcome = f"BROKEN {broken}"
    return Told(place.parts[0], str(place), outcome, took, reading.kind in COMPARED)


def _refused(sentence: str) -> str:
    if not sentence.endswith("."):
        return "BROKEN no sentence"
    kinds = {
        "cut short or damaged": "sealed: cut short or damaged",
        "million pixels": "sealed: too many pixels",
        "more memory": "sealed: too much memory",
        "took too long": "sealed: took too long",
        "larger than": "refused: too large",
        "empty": "refused: empty",
        "not known here": "sealed: of a kind not known",
        "no pictures in this video": "sealed: a video without pictures",
    }
    return next((said for words, said in kinds.items() if words in sentence), "sealed: no picture")


def _print_counts(told: list[Told], *, minutes: float) -> None:
    inside = sum(each.looked_into for each in told)
    sys.stdout.write(f"{len(told)} files in {minutes:.1f} minutes, {inside} in a process apart\n")
    corpora = collections.Counter(each.corpus for each in told)
    sys.stdout.write(", ".join(f"{name} {count}" for name, count in corpora.items()) + "\n")
    for outcome, count in collections.Counter(each.outcome for each in told).most_common():
        sys.stdout.write(f"{count:7d}  {outcome}\n")


if __name__ == "__main__":
    sys.exit(main())
