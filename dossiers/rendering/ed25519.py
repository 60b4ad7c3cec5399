"""Ed25519 signatures (RFC 8032) with nothing but the standard library: `verify.py` carries this."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from typing import Any


def public_key(pem: bytes) -> bytes | None:
    """The 32 bytes of an Ed25519 key written as PEM."""
    match = re.fullmatch(
        rb"-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/]{59}=)\n-----END PUBLIC KEY-----\n", pem
    )
    raw = base64.b64decode(match.group(1)) if match else b""
    head = bytes.fromhex("302a300506032b6570032100")
    return raw[12:] if len(raw) == 44 and raw.startswith(head) else None


P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = Any  # four numbers: x, y and z of the curve, and x times y


def _added(one: Point, two: Point) -> Point:
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _added(total, point)
        point, number = _added(point, point), number >> 1
    return total


def _point(raw: bytes) -> Point | None:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


@lru_cache(maxsize=64)
def signed(public: bytes, text: bytes, mark: bytes) -> bool:
    """Whether an Ed25519 signature (RFC 8032) of 64 bytes holds."""
    key, start = _point(public), _point(mark[:32]) if len(mark) == 64 else None
    number = int.from_bytes(mark[32:], "little")
    if key is None or start is None or BASE is None or number >= L:
        return False
    share = int.from_bytes(hashlib.sha512(mark[:32] + public + text).digest(), "little") % L
    one, two = _times(number, BASE), _added(start, _times(share, key))
    return not any((one[i] * two[2] - two[i] * one[2]) % P for i in (0, 1))
