"""How files arrive."""

import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.views.uploads import ScrambledFile

CLEAR = b"".join(hashlib.sha256(number.to_bytes(4, "big")).digest() for number in range(200_000))


def arrived(clear: bytes = CLEAR, piece: int = 65_536) -> io.BufferedReader:
    file = ScrambledFile()
    for at in range(0, len(clear), piece):
        file.append(clear[at : at + piece])
    file.seek(0)
    return io.BufferedReader(file, buffer_size=256 * 1024)


def test_reads_back_what_was_taken_in() -> None:
    assert arrived().read() == CLEAR


def test_spills_to_disk_only_scrambled() -> None:
    file = arrived()

    assert isinstance(file.raw, ScrambledFile)
    spilled = file.raw._spool
    spilled.seek(0)
    held = spilled.read()
    assert vars(spilled)["_rolled"] and len(held) == len(CLEAR)
    assert not any(held[at : at + 16] in CLEAR for at in range(0, 4096, 16))


@pytest.fixture(scope="module")
def whole() -> io.BufferedReader:
    return arrived()


@given(at=st.integers(0, len(CLEAR) + 5), count=st.integers(0, 300_000))
def test_reads_from_anywhere(whole: io.BufferedReader, at: int, count: int) -> None:
    whole.seek(at)

    assert whole.read(count) == CLEAR[at : at + count]


def test_knows_its_end() -> None:
    file = arrived(b"twelve bytes")

    assert file.seek(-5, io.SEEK_END) == 7
    assert file.read() == b"bytes"
