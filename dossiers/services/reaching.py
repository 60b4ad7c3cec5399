"""One small file out of a sealed bundle, without reading the rest of it."""

import io
import zipfile

from dossiers.models import Dossier
from dossiers.rendering.bundle import DATA
from dossiers.services.redacting import FOLDER
from dossiers.services.rows import label_of
from evidence import storage
from evidence.errors import KeyDestroyed
from evidence.models import Exhibit, SealedFile
from evidence.services import vault

READ_AT_ONCE = 256 * 1024


def covered_picture(dossier: Dossier, exhibit: Exhibit) -> bytes | None:
    """The picture of an exhibit with its boxes, as it went into the bundle; None without one."""
    if dossier.file is None:
        return None
    stem = f"{DATA}{FOLDER}/{label_of(exhibit.number, labels=dossier.label_prefix)}."
    try:
        with zipfile.ZipFile(io.BufferedReader(_Seekable(dossier.file), READ_AT_ONCE)) as bag:
            named = (name for name in bag.namelist() if name.partition("/")[2].startswith(stem))
            found = next(named, None)
            return bag.read(found) if found else None
    except (storage.Damaged, KeyDestroyed, OSError, zipfile.BadZipFile):
        return None


class _Seekable(io.RawIOBase):
    """A sealed file to be read at any place; only the pieces asked for are opened."""

    def __init__(self, file: SealedFile) -> None:
        super().__init__()
        self._file, self._at = file, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._file.bytes}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer of bytes
        stop = min(self._file.bytes, self._at + len(buffer))
        if stop <= self._at:
            return 0
        taken = b"".join(vault.stream(self._file, start=self._at, stop=stop))
        buffer[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)
