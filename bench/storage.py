"""Sealing a file against digesting it alone, memory for two gigabytes, and a read from the middle.

`python -m bench.storage` needs no database; it writes 2.5 GB into a temporary folder. Sealing and
digesting read the same file, so that their ratio says what encrypting and writing cost. CPU time
counts, because the disk of the machine is not ours; wall time is printed beside it.
"""

import hashlib
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO, cast
from uuid import uuid4

from evidence import storage

MIB = 1024 * 1024
FILE_MIB = 256
LARGE = 2 * 1024 * MIB
RUNS = 3
READS = 300
PIECE = 64 * 1024
GOAL_RATIO, GOAL_GROWTH_MIB, GOAL_READ_MS = 0.5, 64, 1.0


class Taken:
    """Seconds of one run."""

    def __init__(self, work: Callable[[], object]) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        self.wall, self.cpu = time.perf_counter() - wall, time.process_time() - cpu


class Noise(RawIOBase):
    """As many bytes as are wanted, without a file."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._left, self._block = size, os.urandom(storage.CHUNK)

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._block[: min(size, self._left)]
        self._left -= len(piece)
        return piece


def digest(path: Path) -> None:
    """SHA-256 alone."""
    with path.open("rb") as source:
        value = hashlib.sha256()
        while chunk := source.read(storage.CHUNK):
            value.update(chunk)


def seal(source: BinaryIO, shelf: storage.Shelf, name: str) -> tuple[bytes, str]:
    """The key of what was sealed, and its digest."""
    key = storage.new_key()
    written = storage.write(
        source, shelf=shelf, name=name, key=key, file_id=FILE_ID, most_bytes=2 * LARGE
    )
    return key, written.sha256


FILE_ID = uuid4()


def sealed_from(path: Path, shelf: storage.Shelf) -> None:
    """Seal a file and take it away again."""
    with path.open("rb") as source:
        seal(source, shelf, "one.sealed")
    shelf.remove("one.sealed")


def speed(folder: Path) -> bool:
    """Print both speeds; whether the ratio is good enough."""
    path = folder / "clear"
    path.write_bytes(os.urandom(FILE_MIB * MIB))
    shelf = storage.Disk(folder / "files")
    alone = min((Taken(lambda: digest(path)) for _ in range(RUNS)), key=lambda run: run.cpu)
    whole = min((Taken(lambda: sealed_from(path, shelf)) for _ in range(RUNS)), key=lambda r: r.cpu)
    path.unlink()
    ratio = alone.cpu / whole.cpu
    sys.stdout.write(
        f"sealing {FILE_MIB} MiB: {FILE_MIB / whole.cpu:.0f} MiB a CPU second,"
        f" {FILE_MIB / whole.wall:.0f} MiB/s wall with fsync\n"
        f"SHA-256 alone: {FILE_MIB / alone.cpu:.0f} MiB a CPU second;"
        f" ratio {ratio:.2f} (goal {GOAL_RATIO})\n"
    )
    return ratio >= GOAL_RATIO


def memory_mib(field: str) -> float:
    """VmRSS or VmHWM (the most there was) of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))


def large(folder: Path, out: "multiprocessing.Queue[float]") -> None:
    """Seal two gigabytes and read them back in a process of its own; tells how far it grew."""
    shelf, before = storage.Disk(folder / "files"), memory_mib("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the most there was begins anew
    key, told = seal(cast(BinaryIO, Noise(LARGE)), shelf, "large.sealed")
    value = hashlib.sha256()
    for chunk in storage.read(shelf, "large.sealed", key=key, file_id=FILE_ID):
        value.update(chunk)
    shelf.remove("large.sealed")
    out.put(memory_mib("VmHWM") - before if value.hexdigest() == told else float("inf"))


def memory(folder: Path) -> bool:
    """Print how far memory grows for a large file; whether that is flat."""
    context = multiprocessing.get_context("spawn")
    out: multiprocessing.Queue[float] = context.Queue()
    child = context.Process(target=large, args=(folder, out))
    child.start()
    grown = out.get(timeout=600)
    child.join()
    sys.stdout.write(
        f"2 GiB sealed and read back: {grown:.1f} MiB above idle (goal {GOAL_GROWTH_MIB})\n"
    )
    return grown <= GOAL_GROWTH_MIB


def ranges(folder: Path) -> bool:
    """Print what a read of 64 KiB from anywhere takes; whether that is quick enough."""
    shelf, size = storage.Disk(folder / "files"), 64 * MIB
    key, _ = seal(cast(BinaryIO, Noise(size)), shelf, "middle.sealed")
    starts = [random.Random(each).randrange(size - PIECE) for each in range(READS)]
    taken = sorted(Taken(partial(piece, shelf, key, at)).wall * 1000 for at in starts)
    shelf.remove("middle.sealed")
    middle, late = statistics.median(taken), taken[int(READS * 0.95)]
    sys.stdout.write(
        f"64 KiB from anywhere: {middle:.2f} ms median, {late:.2f} ms p95 (goal {GOAL_READ_MS})\n"
    )
    return late <= GOAL_READ_MS


def piece(shelf: storage.Shelf, key: bytes, at: int) -> int:
    """Open the file anew and read one piece."""
    chunks = storage.read(
        shelf, "middle.sealed", key=key, file_id=FILE_ID, start=at, stop=at + PIECE
    )
    return sum(len(chunk) for chunk in chunks)


def main() -> int:
    """1 where a goal is missed."""
    with tempfile.TemporaryDirectory(prefix="redress-bench-") as name:
        good = [measure(Path(name)) for measure in (speed, memory, ranges)]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
