"""The door to exhibit bytes."""

import hashlib
import io
import secrets
from collections.abc import Callable
from pathlib import Path
from time import time
from uuid import UUID, uuid4

import pytest

from evidence import storage

SIZES = [0, 1, storage.CHUNK - 1, storage.CHUNK, storage.CHUNK + 1, 3 * storage.CHUNK, 700_001]


@pytest.fixture
def key() -> bytes:
    return storage.new_key()


def sealed(
    tmp_path: Path, clear: bytes, *, key: bytes, file_id: UUID, most_bytes: int = 10**9
) -> tuple[Path, storage.Written]:
    path = tmp_path / "ab" / "one.sealed"
    written = storage.write(
        io.BytesIO(clear), to=path, key=key, file_id=file_id, most_bytes=most_bytes
    )
    return path, written


@pytest.mark.parametrize("size", SIZES)
def test_gives_back_every_byte_and_its_digests(tmp_path: Path, key: bytes, size: int) -> None:
    clear, file_id = secrets.token_bytes(size), uuid4()

    path, written = sealed(tmp_path, clear, key=key, file_id=file_id)

    assert b"".join(storage.read(path, key=key, file_id=file_id)) == clear
    assert written.bytes == size
    assert written.sha256 == hashlib.sha256(clear).hexdigest()
    assert written.sha512 == hashlib.sha512(clear).hexdigest()


@pytest.mark.parametrize("start", [0, 5, storage.CHUNK, storage.CHUNK + 7, 699_999])
def test_reads_from_the_middle(tmp_path: Path, key: bytes, start: int) -> None:
    clear, file_id = secrets.token_bytes(700_001), uuid4()
    path, _ = sealed(tmp_path, clear, key=key, file_id=file_id)

    tail = b"".join(storage.read(path, key=key, file_id=file_id, start=start))

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
        list(storage.read(path, key=key, file_id=file_id))


def test_opens_no_file_in_the_place_of_another(tmp_path: Path, key: bytes) -> None:
    path, _ = sealed(tmp_path, b"one", key=key, file_id=uuid4())

    with pytest.raises(storage.Damaged):
        list(storage.read(path, key=key, file_id=uuid4()))


def test_keeps_nothing_of_a_file_that_is_too_large(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(storage.TooLarge):
        sealed(tmp_path, b"x" * 1001, key=key, file_id=uuid4(), most_bytes=1000)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_leaves_only_a_part_file_when_the_source_breaks(tmp_path: Path, key: bytes) -> None:
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the line went dead")

    with pytest.raises(OSError, match="line"):
        storage.write(Breaks(), to=tmp_path / "one.sealed", key=key, file_id=uuid4(), most_bytes=10)

    assert list(tmp_path.iterdir()) == []


def test_finds_files_that_no_row_names(tmp_path: Path, key: bytes) -> None:
    _path, _ = sealed(tmp_path, b"one", key=key, file_id=uuid4())
    cut_off = tmp_path / "ab" / "two.part"
    cut_off.write_bytes(b"RDS1")

    lost = storage.orphans(tmp_path, known={"ab/one.sealed"}, before=time() + 1)

    assert lost == [cut_off]
    assert storage.orphans(tmp_path, known=set(), before=time() - 60) == []


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
