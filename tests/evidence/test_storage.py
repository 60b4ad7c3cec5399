"""The door to exhibit bytes."""

import hashlib
import io
import secrets
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from evidence import storage

NAME = "ab/one.sealed"
SIZES = [0, 1, storage.CHUNK - 1, storage.CHUNK, storage.CHUNK + 1, 3 * storage.CHUNK, 700_001]

RANGES = [
    (0, 1), (0, 700_001), (5, 5 + 65_536), (storage.CHUNK - 10, storage.CHUNK + 10),
    (storage.CHUNK, 2 * storage.CHUNK), (700_000, 700_001), (600_000, 900_000),
]  # fmt: skip


@pytest.fixture
def key() -> bytes:
    return storage.new_key()


def sealed(
    tmp_path: Path, clear: bytes, *, key: bytes, file_id: UUID, most_bytes: int = 10**9
) -> tuple[Path, storage.Written]:
    written = storage.write(
        io.BytesIO(clear), shelf=storage.Disk(tmp_path), name=NAME, key=key, file_id=file_id,
        most_bytes=most_bytes,
    )  # fmt: skip
    return tmp_path / NAME, written


def opened(tmp_path: Path, *, key: bytes, file_id: UUID, start: int = 0) -> bytes:
    chunks = storage.read(storage.Disk(tmp_path), NAME, key=key, file_id=file_id, start=start)
    return b"".join(chunks)


@pytest.mark.parametrize("size", SIZES)
def test_gives_back_every_byte_and_its_digests(tmp_path: Path, key: bytes, size: int) -> None:
    clear, file_id = secrets.token_bytes(size), uuid4()

    _, written = sealed(tmp_path, clear, key=key, file_id=file_id)

    assert opened(tmp_path, key=key, file_id=file_id) == clear
    assert written.bytes == size
    assert written.sha256 == hashlib.sha256(clear).hexdigest()


@pytest.mark.parametrize("start", [0, 5, storage.CHUNK, storage.CHUNK + 7, 699_999])
def test_reads_from_the_middle(tmp_path: Path, key: bytes, start: int) -> None:
    clear, file_id = secrets.token_bytes(700_001), uuid4()
    sealed(tmp_path, clear, key=key, file_id=file_id)

    tail = opened(tmp_path, key=key, file_id=file_id, start=start)

    assert tail == clear[start:]


def test_leaves_no_clear_byte_on_disk(tmp_path: Path, key: bytes) -> None:
    clear = b"a sentence nobody else may read " * 40_000

    path, _ = sealed(tmp_path, clear, key=key, file_id=uuid4())

    assert b"nobody else" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


def damage_bit(raw: bytearray) -> bytearray:
    raw[storage.HEAD + 100] ^= 1
    return raw


def damage_prefix(raw: bytearray) -> bytearray:
    raw[5] ^= 1
    return raw


def cut_last_chunk(raw: bytearray) -> bytearray:
    return raw[: storage.HEAD + storage.CHUNK + storage.TAG]


def swap_chunks(raw: bytearray) -> bytearray:
    size, head = storage.CHUNK + storage.TAG, storage.HEAD
    return (
        raw[:head]
        + raw[head + size : head + 2 * size]
        + raw[head : head + size]
        + raw[head + 2 * size :]
    )


def append(raw: bytearray) -> bytearray:
    return raw + b"x"


@pytest.mark.parametrize("harm", [damage_bit, damage_prefix, cut_last_chunk, swap_chunks, append])
def test_opens_nothing_that_was_changed(
    tmp_path: Path, key: bytes, harm: Callable[[bytearray], bytearray]
) -> None:
    file_id = uuid4()
    path, _ = sealed(tmp_path, secrets.token_bytes(700_001), key=key, file_id=file_id)

    path.write_bytes(bytes(harm(bytearray(path.read_bytes()))))

    with pytest.raises(storage.Damaged):
        opened(tmp_path, key=key, file_id=file_id)


def test_opens_no_file_in_the_place_of_another(tmp_path: Path, key: bytes) -> None:
    sealed(tmp_path, b"one", key=key, file_id=uuid4())

    with pytest.raises(storage.Damaged):
        opened(tmp_path, key=key, file_id=uuid4())


def test_keeps_nothing_of_a_file_that_is_too_large(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(storage.TooLarge):
        sealed(tmp_path, b"x" * 1001, key=key, file_id=uuid4(), most_bytes=1000)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_keeps_nothing_when_the_source_breaks(tmp_path: Path, key: bytes) -> None:
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the line went dead")

    with pytest.raises(OSError, match="line"):
        storage.write(
            Breaks(), shelf=storage.Disk(tmp_path), name="one.sealed", key=key, file_id=uuid4(),
            most_bytes=10,
        )  # fmt: skip

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("start", "stop"), RANGES)
def test_reads_just_a_part(tmp_path: Path, key: bytes, start: int, stop: int) -> None:
    clear, file_id = secrets.token_bytes(700_001), uuid4()
    sealed(tmp_path, clear, key=key, file_id=file_id)

    chunks = storage.read(
        storage.Disk(tmp_path), NAME, key=key, file_id=file_id, start=start, stop=stop
    )

    assert b"".join(chunks) == clear[start:stop]


def test_needs_only_the_chunks_that_hold_the_part(tmp_path: Path, key: bytes) -> None:
    clear, file_id = secrets.token_bytes(700_001), uuid4()
    path, _ = sealed(tmp_path, clear, key=key, file_id=file_id)
    raw = bytearray(path.read_bytes())
    raw[storage.HEAD + 5] ^= 1
    path.write_bytes(raw)

    chunks = storage.read(
        storage.Disk(tmp_path), NAME, key=key, file_id=file_id, start=storage.CHUNK, stop=600_000
    )

    assert b"".join(chunks) == clear[storage.CHUNK : 600_000]


def test_unwraps_a_key_only_under_the_key_that_wrapped_it(key: bytes) -> None:
    inner = storage.new_key()

    wrapped = storage.wrap(inner, under=key)

    assert storage.unwrap(wrapped, under=key) == inner
    with pytest.raises(storage.Damaged):
        storage.unwrap(wrapped, under=storage.new_key())


def test_opens_a_value_only_for_its_purpose(key: bytes) -> None:
    value = storage.seal_value(b"points", key=key, purpose="fingerprint")

    assert storage.open_value(value, key=key, purpose="fingerprint") == b"points"
    with pytest.raises(storage.Damaged):
        storage.open_value(value, key=key, purpose="note")
