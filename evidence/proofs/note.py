"""A checkpoint as text, signed: the form of C2SP's tlog-checkpoint and signed-note.

    redress.custody/1f0c… (origin)
    42 (leaves)
    base64 of the root
    time 2026-11-22T12:00:00.000000+00:00 (our one extension line)

    — origin base64(4 bytes of the key's id, 64 bytes of Ed25519 signature)

What is signed is everything before the blank line, its last line end included.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED25519: Final = b"\x01"
DASH: Final = "\u2014 "


class UnreadableNote(ValueError):
    """The text is not a checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the text says: whose tree, how many leaves, its root (32 bytes), and when (ISO 8601)."""

    origin: str
    size: int
    root: bytes
    at: str


def public_bytes(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def origin_of(key: Ed25519PublicKey) -> str:
    """A name for the tree that says nothing of the place: it is made from the key."""
    return "redress.custody/" + hashlib.sha256(public_bytes(key)).hexdigest()[:16]


def key_id(name: str, key: Ed25519PublicKey) -> bytes:
    """The first four bytes of the digest of name and key, as signed notes carry it."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public_bytes(key)).digest()[:4]


def body_of(told: Checkpoint) -> str:
    """The text that is signed."""
    root = base64.b64encode(told.root).decode()
    return f"{told.origin}\n{told.size}\n{root}\ntime {told.at}\n"


def signed(told: Checkpoint, *, key: Ed25519PrivateKey) -> str:
    """Body, blank line and signature line."""
    body = body_of(told)
    mark = key_id(told.origin, key.public_key()) + key.sign(body.encode())
    return f"{body}\n{DASH}{told.origin} {base64.b64encode(mark).decode()}\n"


def read(text: str) -> Checkpoint:
    """What a signed text says, whoever signed it. Raises UnreadableNote."""
    body, _ = _parts(text)
    try:
        origin, size, root, at = body.removesuffix("\n").split("\n")
        told = Checkpoint(
            origin, int(size), base64.b64decode(root, validate=True), at.removeprefix("time ")
        )
    except ValueError as fault:
        raise UnreadableNote("the lines are not those of a checkpoint") from fault
    if body_of(told) != body:
        raise UnreadableNote("the lines are not written as a checkpoint writes them")
    return told


def signed_by(text: str, *, key: Ed25519PublicKey) -> bool:
    """Whether this key signed the text. Raises UnreadableNote."""
    body, mark = _parts(text)
    if mark[:4] != key_id(body.partition("\n")[0], key):
        return False
    try:
        key.verify(mark[4:], body.encode())
    except InvalidSignature:
        return False
    return True


def _parts(text: str) -> tuple[str, bytes]:
    """The body and the bytes of its one signature line, which must name the origin."""
    body, blank, line = text.partition("\n\n")
    origin = body.partition("\n")[0]
    start = f"{DASH}{origin} "
    if not blank or not line.startswith(start) or not line.endswith("\n"):
        raise UnreadableNote("the text has no signature line of its origin")
    written = line[len(start) : -1]
    try:
        mark = base64.b64decode(written, validate=True)
    except binascii.Error as fault:
        raise UnreadableNote("the signature is not in base64") from fault
    if base64.b64encode(mark).decode() != written:
        raise UnreadableNote("the signature is not written as base64 writes it")
    return body + "\n", mark
