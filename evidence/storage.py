"""The only door to exhibit bytes: encrypt and digest while writing, open for reading.

Layout of a sealed file: 4 bytes "RDS1", 7 bytes nonce prefix, then chunks. Each chunk is up to
CHUNK clear bytes under AES-256-GCM with a 16-byte tag. The nonce is prefix, chunk number
(4 bytes) and 1 on the last chunk, else 0 (the STREAM construction of Hoang, Reyhanitabar,
Rogaway and Vizár, 2015): a chunk cut off, repeated or moved does not open. The file's id is
authenticated with every chunk, so that one file cannot stand in for another.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap_with_padding,
    aes_key_wrap_with_padding,
)

MAGIC = b"RDS1"
PREFIX = 7
HEAD = len(MAGIC) + PREFIX
CHUNK = 256 * 1024
TAG = 16
KEY = 32


class TooLarge(Exception):
    """The source holds more than the bytes allowed; nothing was kept."""


class Damaged(Exception):
    """The sealed bytes do not open: changed, cut, moved, or the wrong key."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: size and digests (hex) of the clear bytes."""

    bytes: int
    sha256: str
    sha512: str


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY)


def make_key_file(path: Path) -> None:
    """A new key in hex, in a file of mode 0600; one that exists already is left alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        target.write(new_key().hex())
        target.flush()
        os.fsync(target.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    _fsync_folder(path.parent)


def wrap(key: bytes, *, under: bytes) -> bytes:
    """The key wrapped by another one (RFC 5649)."""
    return aes_key_wrap_with_padding(under, key)


def unwrap(wrapped: bytes, *, under: bytes) -> bytes:
    """The key again; raises Damaged where `under` is not the key that wrapped it."""
    try:
        return aes_key_unwrap_with_padding(under, wrapped)
    except InvalidUnwrap as fault:
        raise Damaged("the key does not open") from fault


def seal_value(value: bytes, *, key: bytes, purpose: str) -> bytes:
    """A small value sealed: 12 bytes nonce, then AES-256-GCM with the purpose authenticated."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, value, purpose.encode())


def open_value(sealed: bytes, *, key: bytes, purpose: str) -> bytes:
    """The value again; raises Damaged where key, purpose or bytes are not the right ones."""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], purpose.encode())
    except (InvalidTag, ValueError) as fault:
        raise Damaged("the value does not open") from fault


def write(source: BinaryIO, *, to: Path, key: bytes, file_id: UUID, most_bytes: int) -> Written:
    """Seal all of `source` into the new file `to`: temporary file, fsync, rename, fsync.

    After a crash there is either the whole file or only a `*.part` that `sweep` removes.
    Raises TooLarge past `most_bytes`; then nothing is left.
    """
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = to.with_suffix(".part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            written = _pour(source, target, key=key, file_id=file_id, most_bytes=most_bytes)
            target.flush()
            os.fsync(target.fileno())
        part.rename(to)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _fsync_folder(to.parent)
    return written


def _pour(
    source: BinaryIO, target: BinaryIO, *, key: bytes, file_id: UUID, most_bytes: int
) -> Written:
    cipher, prefix = AESGCM(key), secrets.token_bytes(PREFIX)
    short, long = hashlib.sha256(), hashlib.sha512()
    target.write(MAGIC + prefix)
    size = number = 0
    chunk = _fill(source)
    while True:
        size += len(chunk)
        if size > most_bytes:
            raise TooLarge
        short.update(chunk)
        long.update(chunk)
        following = _fill(source)
        nonce = _nonce(prefix, number=number, last=not following)
        target.write(cipher.encrypt(nonce, chunk, file_id.bytes))
        if not following:
            return Written(bytes=size, sha256=short.hexdigest(), sha512=long.hexdigest())
        chunk, number = following, number + 1


def _fill(source: BinaryIO) -> bytes:
    """Up to CHUNK bytes, also from a source that gives less at a time."""
    parts: list[bytes] = []
    wanted = CHUNK
    while wanted and (part := source.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def _nonce(prefix: bytes, *, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def read(path: Path, *, key: bytes, file_id: UUID, start: int = 0) -> Iterator[bytes]:
    """The clear bytes from `start`, chunk by chunk, each only after it was verified.

    Raises Damaged at the first chunk that does not open, and at a file that ends too early.
    """
    cipher = AESGCM(key)
    with path.open("rb") as sealed:
        prefix = _head(sealed)
        last = max(0, (path.stat().st_size - HEAD - 1) // (CHUNK + TAG))
        number, skip = divmod(start, CHUNK)
        sealed.seek(HEAD + number * (CHUNK + TAG))
        for position in range(number, last + 1):
            nonce = _nonce(prefix, number=position, last=position == last)
            try:
                clear = cipher.decrypt(nonce, sealed.read(CHUNK + TAG), file_id.bytes)
            except (InvalidTag, ValueError) as fault:
                raise Damaged("the file does not open") from fault
            yield clear[skip:]
            skip = 0


def _head(sealed: BinaryIO) -> bytes:
    head = sealed.read(HEAD)
    if len(head) != HEAD or not head.startswith(MAGIC):
        raise Damaged("the file does not open")
    return head[len(MAGIC) :]


def remove(path: Path) -> None:
    """Take the sealed file away; it is not an error where it is gone already."""
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        _fsync_folder(path.parent)


def orphans(root: Path, *, known: set[str], before: float) -> list[Path]:
    """Files below the vault that no row names, cut-off `*.part` ones too, last written before.

    `before` is in seconds since 1970: a file is whole a moment before its row is there.
    """
    found = (path for path in root.rglob("*") if path.is_file())
    lost = (path for path in found if str(path.relative_to(root)) not in known)
    return sorted(path for path in lost if path.stat().st_mtime < before)


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
