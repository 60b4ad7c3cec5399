"""Texts of a case, sealed with a key derived from the case's own: the format, and keys at hand.

A sealed text is `sealed1:`, the name of the case's key without its ending, a colon, and base64 of
12 bytes nonce with AES-256-GCM. The key is HKDF-SHA-256 of the case's key for one column of one
table. Table, column, the key's name and what the row is (its id, its case) are authenticated: a
text opens only where it was written. An empty text stays empty, so that "is there one?" can be
asked of the database.

The app that keeps the keys hands in how one is made and found, because texts stand below it.
"""

from __future__ import annotations

import base64
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.module_loading import import_string

PREFIX: Final = "sealed1:"
ENDING: Final = ".key"
NONCE: Final = 12
HELD_SECONDS: Final = 60.0
"""A key that was opened stays at hand this long, so that a page opens each key once at most."""
HELD_MOST: Final = 2000

_FORM: Final = re.compile(r"sealed1:([0-9a-f]{32}):([A-Za-z0-9_-]{38,})")


class DoesNotOpen(Exception):
    """A text does not open: changed, moved, or its key is destroyed, missing or another one."""


class NotSealable(TypeError):
    """A sealed column was used in a way that only clear text allows; the words say what to do."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a text stands: table, column, and what tells this row from others."""

    table: str
    column: str
    row: str

    @property
    def domain(self) -> bytes:
        """What the key is derived for."""
        return f"redress.text.v1\0{self.table}\0{self.column}".encode()

    def bound(self, name: str) -> bytes:
        """What is authenticated with the text."""
        return b"\0".join([self.domain, name.encode(), self.row.encode()])


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed text as the database holds it, not opened yet."""

    token: str

    def __str__(self) -> str:
        raise NotSealable("this text is sealed: read it from its row, not by values()")


@dataclass(slots=True)
class _Held:
    key: bytes
    until: float
    ciphers: dict[bytes, AESGCM] = field(default_factory=dict)


_keeper: dict[str, str] = {}
_held: dict[str, _Held] = {}


def set_keeper(*, make: str, find: str) -> None:
    """Called once, at the start, by the app that keeps keys.

    Names a function that makes a key and gives its name, and one that finds a key by its name.
    """
    _keeper.update(make=make, find=find)


def make_key() -> str:
    """The name of a new key, which is kept from now on."""
    return cast(Callable[[], str], import_string(_keeper["make"]))()


def forget(name: str) -> None:
    """Have a key no longer at hand in this process."""
    _held.pop(name, None)


def is_sealed(raw: object) -> bool:
    """Whether this is what `seal` gives; anything else is an older, clear text."""
    return isinstance(raw, str) and raw.startswith(PREFIX) and bool(_FORM.fullmatch(raw))


def seal(text: str, *, name: str, spot: Spot) -> str:
    """The text sealed under the key of this name, for one spot only."""
    nonce = secrets.token_bytes(NONCE)
    sealed = _cipher(name, spot).encrypt(nonce, text.encode(), spot.bound(name))
    told = base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()
    return f"{PREFIX}{name.removesuffix(ENDING)}:{told}"


def opened(token: str, *, spot: Spot) -> str:
    """The text again; raises DoesNotOpen."""
    form = _FORM.fullmatch(token)
    if form is None:
        raise DoesNotOpen("the text is not in a form known here")
    name, told = form[1] + ENDING, form[2]
    try:
        sealed = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))
        clear = _cipher(name, spot).decrypt(sealed[:NONCE], sealed[NONCE:], spot.bound(name))
    except (InvalidTag, ValueError) as fault:
        raise DoesNotOpen("the text does not open") from fault
    return clear.decode()


def blind(text: str, *, name: str, domain: str) -> str:
    """A keyed digest (64 signs) by which equal texts of one case can be found, and no other."""
    derived = _derived(_key(name).key, f"redress.blind.v1\0{domain}".encode())
    mac = hmac.HMAC(derived, hashes.SHA256())
    mac.update(text.encode())
    return mac.finalize().hex()


def _cipher(name: str, spot: Spot) -> AESGCM:
    held = _key(name)
    cipher = held.ciphers.get(spot.domain)
    if cipher is None:
        cipher = held.ciphers[spot.domain] = AESGCM(_derived(held.key, spot.domain))
    return cipher


def _derived(key: bytes, domain: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length=32, salt=None, info=domain).derive(key)


def _key(name: str) -> _Held:
    """The key of this name; found anew where it was not used for a while."""
    moment, held = time.monotonic(), _held.get(name)
    if held is not None and moment < held.until:
        return held
    find = partial(cast(Callable[[str], bytes], import_string(_keeper["find"])), name)
    if len(_held) >= HELD_MOST:
        _held.clear()
    held = _held[name] = _Held(find(), moment + HELD_SECONDS)
    return held
