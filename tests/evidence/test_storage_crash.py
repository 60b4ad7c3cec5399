"""A process that dies at any byte leaves a whole file, or nothing and an orphan for the sweep."""

import io
import os
import secrets
import signal
from collections.abc import Callable
from pathlib import Path
from time import time
from uuid import UUID

import pytest

from evidence import storage
from evidence.storage import shelves

NAME = "ab/one.sealed"
FILE_ID = UUID(int=7)
KEY = bytes(range(32))
CLEAR = secrets.token_bytes(3 * storage.CHUNK + 99)
SEALED = storage.HEAD + len(CLEAR) + 4 * storage.TAG
CUTS = [
    0,
    1,
    4,
    storage.HEAD,
    storage.HEAD + 1,
    storage.CHUNK,
    2 * storage.CHUNK,
    SEALED - 1,
    SEALED,
]
"""How many bytes reach the disk before the end."""


class DiesWhileReading(io.BytesIO):
    """A source whose reader is killed after so many bytes."""

    def __init__(self, *, after: int) -> None:
        super().__init__(CLEAR)
        self._after = after

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= self._after:
            die()
        return super().read(min(size or 0, 50_000))


def die(*_args: object, **_more: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def in_a_process_that_dies(act: Callable[[], object]) -> int:
    """The signal that ended it; 0 where it came to its end."""
    child = os.fork()
    if child == 0:
        act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def write(root: Path, source: io.BytesIO | None = None) -> storage.Written:
    return storage.write(
        source or io.BytesIO(CLEAR), shelf=storage.Disk(root), name=NAME, key=KEY,
        file_id=FILE_ID, most_bytes=10**9,
    )  # fmt: skip


def reads(root: Path) -> bytes:
    return b"".join(storage.read(storage.Disk(root), NAME, key=KEY, file_id=FILE_ID))


def swept(root: Path) -> list[Path]:
    """What is there after a sweep that knows of no row."""
    shelf = storage.Disk(root)
    for name in list(shelf.names(before=time() + 60)):
        shelf.remove(name)
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("share", range(0, len(CLEAR), 53_000))
def test_leaves_nothing_but_an_orphan_when_killed_while_it_reads(
    tmp_path: Path, share: int
) -> None:
    ended_by = in_a_process_that_dies(lambda: write(tmp_path, DiesWhileReading(after=share)))

    assert ended_by == signal.SIGKILL
    assert not (tmp_path / NAME).exists()
    assert swept(tmp_path) == []


@pytest.mark.parametrize("cut", CUTS)
def test_leaves_nothing_but_an_orphan_when_the_disk_stops_taking(
    tmp_path: Path, cut: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def cut_off(descriptor: int) -> None:
        os.ftruncate(descriptor, cut)
        real(descriptor)
        die()

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", cut_off)
        in_a_process_that_dies(lambda: write(tmp_path))

    assert not (tmp_path / NAME).exists()
    [part] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert part.stat().st_size == cut
    assert swept(tmp_path) == []


def test_leaves_nothing_but_an_orphan_when_killed_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.Disk, "put", die)

    in_a_process_that_dies(lambda: write(tmp_path))

    assert not (tmp_path / NAME).exists()
    assert swept(tmp_path) == []


def test_leaves_the_whole_file_when_killed_after_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "fsync_folder", die)

    in_a_process_that_dies(lambda: write(tmp_path))

    assert reads(tmp_path) == CLEAR


@pytest.mark.parametrize("cut", CUTS[:-1])
def test_opens_no_file_that_was_cut(tmp_path: Path, cut: int) -> None:
    write(tmp_path)
    os.truncate(tmp_path / NAME, cut)

    with pytest.raises(storage.Damaged):
        reads(tmp_path)
