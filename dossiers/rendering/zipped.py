"""A ZIP that is written while it is read: never whole in memory, never on the disk."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Zipped:
    """Entries carry this moment and nothing of the machine; they are stored, not packed."""

    at: datetime

    def of(self, files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
        """The ZIP of (name, pieces) in their order, piece by piece."""
        out = Out()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:  # type: ignore[call-overload]  # it only writes
            for name, pieces in files:
                for _ in written(packed, entry(name, at=self.at), pieces):
                    yield out.taken()
        yield out.taken()


def written(packed: zipfile.ZipFile, at: zipfile.ZipInfo, pieces: Iterable[bytes]) -> Iterator[int]:
    """Write one file; a step for each piece, with its size."""
    with packed.open(at, "w", force_zip64=True) as file:
        for piece in pieces:
            yield file.write(piece)


def entry(name: str, *, at: datetime) -> zipfile.ZipInfo:
    """An entry of a ZIP that says nothing of the machine it was made on."""
    moment = at.astimezone(UTC)
    made = zipfile.ZipInfo(
        name, (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    )
    made.compress_type, made.external_attr, made.create_system = 0, 0o644 << 16, 3
    return made


class Out:
    """Takes what is written and gives it away; cannot go back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Keep it until it is taken."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
