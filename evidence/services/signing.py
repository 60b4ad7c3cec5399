"""The key that signs checkpoints: in a file outside the database, made at the first use.

From the same file come the key of keyed digests and that of seals, so that none changes when the
instance key is changed for a new one. Who holds this file can sign a checkpoint and seal a
document; nobody without it can.
"""

import hmac
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from evidence import storage

KEYED: Final = b"redress.custody.keyed.v1"
SEAL: Final = b"redress.seal.p256.v1"
P256: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""How many points the curve has (FIPS 186-4, D.1.2.3)."""


class SigningKeyMissing(Exception):
    """The file of the signing key is not here, or does not hold a whole key; restore it."""


def private_key() -> Ed25519PrivateKey:
    """The signing key, made now where there is none yet. Raises SigningKeyMissing."""
    if not _path().exists():
        storage.make_key_file(_path())
    return Ed25519PrivateKey.from_private_bytes(_seed())


def is_made() -> bool:
    """Whether there is a signing key."""
    return _path().exists()


def public_key() -> Ed25519PublicKey:
    """The other half, which anybody may have; never makes a key. Raises SigningKeyMissing."""
    return Ed25519PrivateKey.from_private_bytes(_seed()).public_key()


def public_pem() -> str:
    """The public key as `openssl` reads it. Raises SigningKeyMissing."""
    return public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def seal_key() -> ec.EllipticCurvePrivateKey:
    """The key documents are sealed with, out of the same file; made now where there is none yet.

    On P-256, since programs that read PDF know no Ed25519 yet. Raises SigningKeyMissing.
    """
    if not _path().exists():
        storage.make_key_file(_path())
    raw = HKDF(algorithm=hashes.SHA256(), length=48, salt=None, info=SEAL).derive(_seed())
    return ec.derive_private_key(int.from_bytes(raw) % (P256 - 1) + 1, ec.SECP256R1())


def keyed_digest(purpose: str, *values: str | int | None) -> str:
    """HMAC-SHA-256 (hex) of values that could be guessed: names, times, small numbers.

    Nobody without the file of the signing key can test a guess. `purpose` keeps equal values of
    different things apart.
    """
    return keyed_writer()(purpose, *values)


def keyed_writer() -> Callable[..., str]:
    """`keyed_digest` for many rows: the key is read once, and made where there is none yet."""
    if not _path().exists():
        storage.make_key_file(_path())
    return keyed_reader()


def keyed_reader() -> Callable[..., str]:
    """`keyed_digest` to compare with: the key is read once, and never made.

    Raises SigningKeyMissing.
    """
    return partial(_keyed, _keyed_key())


def _keyed(key: bytes, purpose: str, *values: str | int | None) -> str:
    told = json.dumps([purpose, *values], separators=(",", ":")).encode()
    return hmac.digest(key, told, "sha256").hex()


def _keyed_key() -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=KEYED).derive(_seed())


def _seed() -> bytes:
    try:
        seed = bytes.fromhex(_path().read_text().strip())
    except (OSError, ValueError) as fault:
        raise SigningKeyMissing("the file of the signing key is not here") from fault
    if len(seed) != storage.KEY:
        raise SigningKeyMissing("the file of the signing key does not hold a whole key")
    return seed


def _path() -> Path:
    return Path(settings.SIGNING_KEY_FILE)
