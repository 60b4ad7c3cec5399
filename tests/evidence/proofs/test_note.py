"""The signed text of a checkpoint."""

import base64
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from evidence.proofs import note

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
TOLD = note.Checkpoint(
    origin=note.origin_of(KEY.public_key()),
    size=42,
    root=bytes(range(32)),
    at="2026-11-22T12:00:00.000000+00:00",
)
TEXT = note.signed(TOLD, key=KEY)


def test_has_the_lines_of_a_signed_checkpoint() -> None:
    origin, size, root, at, blank, signature, end = TEXT.split("\n")

    assert (origin, size, at) == (TOLD.origin, "42", f"time {TOLD.at}")
    assert base64.b64decode(root) == TOLD.root
    assert (blank, end) == ("", "")
    assert signature.startswith(f"\u2014 {origin} ")


def test_reads_what_it_wrote() -> None:
    assert note.read(TEXT) == TOLD


def test_knows_its_own_signature_and_no_other() -> None:
    assert note.signed_by(TEXT, key=KEY.public_key())
    assert not note.signed_by(TEXT, key=OTHER.public_key())


@given(st.integers(0, len(TEXT.encode()) * 8 - 1))
def test_finds_any_bit_that_was_flipped(bit: int) -> None:
    raw = bytearray(TEXT.encode())
    raw[bit // 8] ^= 1 << bit % 8

    try:
        held = note.signed_by(raw.decode(), key=KEY.public_key())
    except (note.UnreadableNote, UnicodeDecodeError):
        held = False

    assert not held


@pytest.mark.parametrize("text", ["", "a\n1\n", TEXT.replace("\n42\n", "\n042\n"), TEXT + "more\n"])
def test_reads_nothing_that_is_no_checkpoint(text: str) -> None:
    with pytest.raises(note.UnreadableNote):
        note.read(text)


def test_can_be_checked_with_openssl_alone(tmp_path: Path) -> None:
    body, _, line = TEXT.partition("\n\n")
    mark = base64.b64decode(line.split(" ")[2])
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key.pem").write_bytes(public)
    (tmp_path / "body").write_text(body + "\n")
    (tmp_path / "mark").write_bytes(mark[4:])

    done = subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "body",
         "-sigfile", "mark"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "Verified Successfully" in done.stdout
