"""Where sealed bytes lie: a folder of this machine here, a bucket in `bucket.py`.

A shelf knows nothing of keys. Whatever stands on it under its own name is whole: the bytes are
gathered in a `*.part` file of this machine first, flushed to its disk, and only then put up.
"""

import os
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO

PART = ".part"


class Laid(ABC):
    """One thing on a shelf, opened. `size` is in bytes."""

    size: int

    @abstractmethod
    def section(self, start: int, length: int) -> BinaryIO:
        """A stream from `start` that holds the next `length` bytes, as far as there are any.

        Only the section asked for last may be read.
        """


class Shelf(ABC):
    """A place for sealed bytes under names of ours."""

    @abstractmethod
    def part_for(self, name: str) -> Path:
        """Where on this machine the bytes are gathered; its folder is there."""

    @abstractmethod
    def put(self, part: Path, name: str) -> None:
        """Give the gathered bytes their name: all of them and durably, or raise and keep none."""

    @abstractmethod
    def opened(self, name: str) -> AbstractContextManager[Laid]:
        """The bytes under a name; raises FileNotFoundError, or Unreachable."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Take the bytes away; it is not an error where they are gone already."""

    @abstractmethod
    def names(self, *, before: float) -> Iterator[str]:
        """Everything last written before this moment, in seconds since 1970; parts too."""

    @contextmanager
    def gathering(self, name: str) -> Iterator[BinaryIO]:
        """Write here; at the end of the block the bytes stand under the name, or none do."""
        part = self.part_for(name)
        try:
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
                yield target
                target.flush()
                os.fsync(target.fileno())
            self.put(part, name)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def put_small(self, name: str, value: bytes) -> None:
        """A few bytes under a name; they take the place of those that stood there."""
        with self.gathering(name) as target:
            target.write(value)

    def get_small(self, name: str) -> bytes:
        """All bytes under a name."""
        with self.opened(name) as laid:
            return laid.section(0, laid.size).read()


class Disk(Shelf):
    """A folder: a name is a path below it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def part_for(self, name: str) -> Path:
        """Beside the name, so that renaming is one step."""
        path = self._root / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path.with_name(f"{path.stem}.{secrets.token_hex(4)}{PART}")

    def put(self, part: Path, name: str) -> None:
        """Rename, then flush the folder."""
        part.rename(self._root / name)
        fsync_folder(part.parent)

    @contextmanager
    def opened(self, name: str) -> Iterator[Laid]:
        """The file, open."""
        with (self._root / name).open("rb") as handle:
            yield _LaidOnDisk(handle)

    def remove(self, name: str) -> None:
        """Unlink it, then flush the folder."""
        path = self._root / name
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            fsync_folder(path.parent)

    def names(self, *, before: float) -> Iterator[str]:
        """All files below the folder that are old enough."""
        for path in sorted(self._root.rglob("*")):
            if path.is_file() and path.stat().st_mtime < before:
                yield str(path.relative_to(self._root))


class _LaidOnDisk(Laid):
    def __init__(self, handle: BinaryIO) -> None:
        self._handle, self.size = handle, os.fstat(handle.fileno()).st_size

    def section(self, start: int, length: int) -> BinaryIO:
        self._handle.seek(start)
        return self._handle


def fsync_folder(folder: Path) -> None:
    """Make names in a folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
