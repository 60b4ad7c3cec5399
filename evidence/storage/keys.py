"""Keys, and small values sealed under them."""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap_with_padding,
    aes_key_wrap_with_padding,
)

from evidence.storage.faults import Damaged
from evidence.storage.shelves import fsync_folder

KEY = 32


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
    fsync_folder(path.parent)


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
