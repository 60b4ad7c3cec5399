"""Whether a signature holds under a key record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from takedowns.dkim import canonical
from takedowns.dkim.canonical import CRLF, Mail
from takedowns.dkim.keys import BadKey, KeyRecord, Revoked, ShortKey, read_key
from takedowns.dkim.signatures import Signature, signatures_of

RECORD_FOR: Final = {"rsa-sha256": "rsa", "ed25519-sha256": "ed25519"}
TOO_OLD: Final = "rsa-sha1"
SHOWN: Final = (b"from", b"subject", b"date")
_OWN_VALUE: Final = re.compile(rb"(^|;)([ \t\r\n]*b[ \t\r\n]*=)[^;]*")


class Verdict(StrEnum):
    """What a check gave. WEAK: it holds or may hold, and proves too little to be relied on."""

    HOLDS = "HOLDS"
    WEAK = "WEAK"
    BROKEN = "BROKEN"
    NO_KEY = "NO_KEY"
    UNSIGNED = "UNSIGNED"


class Reason(StrEnum):
    """Why, where the verdict alone does not say it."""

    NONE = ""
    OLD_METHOD = "OLD_METHOD"
    PART_SIGNED = "PART_SIGNED"
    HEAD_OPEN = "HEAD_OPEN"
    SHORT_KEY = "SHORT_KEY"
    TESTING = "TESTING"
    TEXT_CHANGED = "TEXT_CHANGED"
    HEAD_CHANGED = "HEAD_CHANGED"
    UNREADABLE = "UNREADABLE"
    REVOKED = "REVOKED"
    BAD_KEY = "BAD_KEY"
    NOT_FOUND = "NOT_FOUND"


@dataclass(frozen=True, slots=True)
class Checked:
    """One signature and its verdict; `record` is the key record it was checked with."""

    verdict: Verdict
    reason: Reason = Reason.NONE
    domain: str = ""
    selector: str = ""
    algorithm: str = ""
    asks: str = ""
    record: str = field(default="", repr=False)


Keys = Callable[[str], str]
"""The key record under a name (`selector._domainkey.domain`), or an empty text."""


def verify(raw: bytes, *, keys: Keys) -> list[Checked]:
    """Every signature of a mail, checked; one UNSIGNED where it carries none."""
    mail = canonical.cut(raw)
    found = signatures_of(mail)
    if not found:
        return [Checked(Verdict.UNSIGNED)]
    return [_checked(mail, signature, record=keys(signature.asks)) for signature in found]


def _checked(mail: Mail, signature: Signature, *, record: str) -> Checked:
    verdict, reason = _judged(mail, signature, record=record)
    return Checked(
        verdict=verdict,
        reason=reason,
        domain=signature.domain,
        selector=signature.selector,
        algorithm=signature.algorithm,
        asks=signature.asks,
        record=record,
    )


def _judged(mail: Mail, signature: Signature, *, record: str) -> tuple[Verdict, Reason]:
    if signature.algorithm == TOO_OLD:
        return Verdict.WEAK, Reason.OLD_METHOD
    if signature.fault or signature.algorithm not in RECORD_FOR:
        return Verdict.BROKEN, Reason.UNREADABLE
    if not record:
        return Verdict.NO_KEY, Reason.NOT_FOUND
    try:
        key = read_key(record)
    except Revoked:
        return Verdict.NO_KEY, Reason.REVOKED
    except ShortKey:
        return Verdict.WEAK, Reason.SHORT_KEY
    except BadKey:
        return Verdict.NO_KEY, Reason.BAD_KEY
    return _with_key(mail, signature, key)


def _with_key(mail: Mail, signature: Signature, key: KeyRecord) -> tuple[Verdict, Reason]:
    unfit = key.kind != RECORD_FOR[signature.algorithm]
    if unfit or (key.hashes and "sha256" not in key.hashes):
        return Verdict.NO_KEY, Reason.BAD_KEY
    if key.same_domain and signature.identity != signature.domain:
        return Verdict.BROKEN, Reason.UNREADABLE
    text = canonical.body(mail.body, relaxed=signature.relaxed_body)
    if signature.length is not None and signature.length > len(text):
        return Verdict.BROKEN, Reason.TEXT_CHANGED
    if sha256(text[: signature.length]).digest() != signature.body_digest:
        return Verdict.BROKEN, Reason.TEXT_CHANGED
    if not _signed(key, signature.value, _signed_head(mail, signature)):
        return Verdict.BROKEN, Reason.HEAD_CHANGED
    if signature.length is not None:
        return Verdict.WEAK, Reason.PART_SIGNED
    if _head_open(mail, signature):
        return Verdict.WEAK, Reason.HEAD_OPEN
    return (Verdict.WEAK, Reason.TESTING) if key.testing else (Verdict.HOLDS, Reason.NONE)


def _signed_head(mail: Mail, signature: Signature) -> bytes:
    """The fields it names, each name from the last one up, then itself without its value."""
    left: dict[bytes, list[bytes]] = {}
    for each in mail.fields:
        left.setdefault(each.name, []).append(each.raw)
    named = (left.get(name.encode("ascii"), []) for name in signature.names)
    parts = [stack.pop() for stack in named if stack]
    name, colon, value = signature.field.raw.partition(b":")
    parts.append(name + colon + _OWN_VALUE.sub(rb"\1\2", value, count=1))
    return CRLF.join(canonical.header(part, relaxed=signature.relaxed_header) for part in parts)


def _head_open(mail: Mail, signature: Signature) -> bool:
    """Whether a sender, subject or day stands there that the signature does not cover.

    Without this, a second subject put above a signed one would be shown as signed (RFC 6376, 8.15).
    """
    there = Counter(each.name for each in mail.fields)
    covered = Counter(name.encode("ascii") for name in signature.names)
    return any(there[name] > covered[name] for name in SHOWN)


def _signed(key: KeyRecord, value: bytes, head: bytes) -> bool:
    try:
        if isinstance(key.key, Ed25519PublicKey):
            key.key.verify(value, sha256(head).digest())
        else:
            key.key.verify(value, head, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def aligned(domain: str, sender: str) -> bool:
    """Whether the signing domain is that of the sender's address, or one stands under the other."""
    host = sender.rpartition("@")[2].strip().lower().rstrip(".")
    if not host or "." not in domain:
        return False
    return host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}")
