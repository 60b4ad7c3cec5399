"""The format of a sealed file, written and read.

4 bytes "RDS1", 7 bytes nonce prefix, then chunks. Each chunk is up to CHUNK clear bytes under
AES-256-GCM with a 16-byte tag. The nonce is prefix, chunk number (4 bytes) and 1 on the last
chunk, else 0 (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015): a chunk
cut off, repeated or moved does not open. The file's id is authenticated with every chunk, so
that one file cannot stand in for another.
"""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from evidence.storage.faults import Damaged, TooLarge
from evidence.storage.shelves import Shelf

MAGIC = b"RDS1"
PREFIX = 7
HEAD = len(MAGIC) + PREFIX
CHUNK = 256 * 1024
TAG = 16
SEALED = CHUNK + TAG


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: size and SHA-256 (hex) of the clear bytes."""

    bytes: int
    sha256: str


def write(
    source: BinaryIO, *, shelf: Shelf, name: str, key: bytes, file_id: UUID, most_bytes: int
) -> Written:
    """Seal all of `source` and put it on the shelf under a new name.

    After a crash there is either the whole file or only an orphan that a sweep removes.
    Raises TooLarge past `most_bytes`; then nothing is left.
    """
    with shelf.gathering(name) as target:
        return _pour(source, target, key=key, file_id=file_id, most_bytes=most_bytes)


def _pour(
    source: BinaryIO, target: BinaryIO, *, key: bytes, file_id: UUID, most_bytes: int
) -> Written:
    cipher, prefix, digest = AESGCM(key), secrets.token_bytes(PREFIX), hashlib.sha256()
    target.write(MAGIC + prefix)
    out = memoryview(bytearray(SEALED))
    size = number = 0
    chunk = _fill(source, CHUNK)
    while True:
        size += len(chunk)
        if size > most_bytes:
            raise TooLarge
        digest.update(chunk)
        # Only a full chunk can be followed by another.
        following = _fill(source, CHUNK) if len(chunk) == CHUNK else b""
        nonce = _nonce(prefix, number=number, last=not following)
        sealed = out[: len(chunk) + TAG]
        cipher.encrypt_into(nonce, chunk, file_id.bytes, sealed)
        target.write(sealed)
        if not following:
            return Written(bytes=size, sha256=digest.hexdigest())
        chunk, number = following, number + 1


def _fill(source: BinaryIO, wanted: int) -> bytes:
    """Up to `wanted` bytes, also from a source that gives less at a time."""
    first = source.read(wanted)
    if not first or len(first) == wanted:
        return first
    parts = [first]
    wanted -= len(first)
    while wanted and (part := source.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def _nonce(prefix: bytes, *, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def read(
    shelf: Shelf,
    name: str,
    *,
    key: bytes,
    file_id: UUID,
    start: int = 0,
    stop: int | None = None,
) -> Iterator[bytes]:
    """The clear bytes from `start` up to `stop`, chunk by chunk, each only after it was verified.

    Only the chunks that hold them are fetched. Raises Damaged at the first that does not open,
    and at a file that ends too early.
    """
    cipher = AESGCM(key)
    with shelf.opened(name) as laid:
        last = max(0, (laid.size - HEAD - 1) // SEALED)
        first, skip = divmod(start, CHUNK)
        final = last if stop is None else min(last, max(0, stop - 1) // CHUNK)
        prefix = _prefix(laid.section(0, HEAD).read(HEAD))
        body = laid.section(HEAD + first * SEALED, (final + 1 - first) * SEALED)
        for number in range(first, final + 1):
            nonce = _nonce(prefix, number=number, last=number == last)
            try:
                clear = cipher.decrypt(nonce, _fill(body, SEALED), file_id.bytes)
            except (InvalidTag, ValueError) as fault:
                raise Damaged("the file does not open") from fault
            end = None if stop is None else max(0, stop - number * CHUNK)
            yield clear if skip == 0 and end is None else clear[skip:end]
            skip = 0


def _prefix(head: bytes) -> bytes:
    if len(head) != HEAD or not head.startswith(MAGIC):
        raise Damaged("the file does not open")
    return head[len(MAGIC) :]
