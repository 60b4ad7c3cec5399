"""Key records, as a domain publishes them (RFC 6376, 3.6.1; RFC 8463, 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from takedowns.dkim.tags import BadTags, from_base64, read_tags, words

LEAST_BITS: Final = 1024
MOST_BITS: Final = 8192
RECORD_SIGNS: Final = 8000


class BadKey(ValueError):
    """The record holds no key that can be used."""


class Revoked(BadKey):
    """The domain has taken the key back: `p=` is empty."""


class ShortKey(BadKey):
    """RFC 8301: a key under 1024 bits proves nothing."""


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A published key. `testing`: the domain says it is only trying things out."""

    kind: str
    key: RSAPublicKey | Ed25519PublicKey
    hashes: tuple[str, ...] = ()
    testing: bool = False
    same_domain: bool = False


def read_key(record: str) -> KeyRecord:
    """The key in a TXT record. Raises BadKey."""
    if len(record) > RECORD_SIGNS:
        raise BadKey("too long")
    try:
        tags = read_tags(record)
        if tags.get("v", "DKIM1") != "DKIM1" or "p" not in tags:
            raise BadKey("no key record")
        raw = from_base64(tags["p"])
    except BadTags as fault:
        raise BadKey("no key record") from fault
    if not raw:
        raise Revoked("taken back")
    if not {"*", "email"} & set(words(tags.get("s", "*"))):
        raise BadKey("not for mail")
    flags = words(tags.get("t", ""))
    kind = tags.get("k", "rsa").lower()
    return KeyRecord(
        kind=kind,
        key=_key(kind, raw),
        hashes=tuple(words(tags.get("h", ""))),
        testing="y" in flags,
        same_domain="s" in flags,
    )


def _key(kind: str, raw: bytes) -> RSAPublicKey | Ed25519PublicKey:
    if kind == "ed25519":
        if len(raw) != 32:
            raise BadKey("no ed25519 key")
        return Ed25519PublicKey.from_public_bytes(raw)
    if kind != "rsa":
        raise BadKey("an unknown kind of key")
    try:
        key = load_der_public_key(raw)
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise BadKey("no RSA key") from fault
    if not isinstance(key, RSAPublicKey) or key.key_size > MOST_BITS:
        raise BadKey("no RSA key")
    if key.key_size < LEAST_BITS:
        raise ShortKey("too short")
    return key
