"""The link between two custody rows, and whether a run of rows holds together.

A row's digest is SHA-256 over a domain tag and the row's canonical bytes; the canonical bytes
(JSON, sorted keys, no blanks) hold the digest of the row before. The bytes are kept in the row,
so that no later serialisation can break the chain. The columns beside them are compared as text,
by their place in the bytes: the keys before `payload` and those after it stand in a fixed order.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

DOMAIN: Final = b"redress.custody.v1\0"
START: Final = "0" * 64
SYSTEM: Final = "system"
"""Stands where a case's ref stands, in the chain that belongs to no case."""

_encode = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


class Row(NamedTuple):
    """A row as the database keeps it; ids and the moment are text, ids with their dashes."""

    seq: int
    kind: str
    item: str | None
    actor: str | None
    at: str
    canonical: bytes
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row that does not hold: its place in the chain and what is wrong with it."""

    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Sound:
    """A chain that holds: how many rows, and the digest of the last."""

    rows: int
    head: str


def digest_of(canonical: bytes) -> str:
    """SHA-256 (hex) over the domain tag and the canonical bytes."""
    return hashlib.sha256(DOMAIN + canonical).hexdigest()


def moment(at: datetime) -> str:
    """A moment as it stands in the bytes: UTC, always with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def front_of(
    *,
    chain: str,
    kind: str,
    item: UUID | None,
    actor: UUID | None,
    at: datetime,
    payload: Mapping[str, str | int],
) -> str:
    """The text of one row up to its link: ASCII, and no line end in it."""
    row = {
        "actor": str(actor) if actor else None,
        "at": moment(at),
        "case": chain,
        "item": str(item) if item else None,
        "kind": kind,
        "payload": payload,
    }
    return _encode(row)[:-1]


def canonical(front: str, *, previous: str, seq: int) -> bytes:
    """The bytes of one row: its front and its link."""
    return f'{front},"previous":"{previous}","seq":{seq}}}'.encode()


def payload_of(raw: bytes) -> dict[str, Any]:
    """The payload of a row; of one that cannot be read, nothing: `check` names that one."""
    try:
        found = json.loads(raw)["payload"]
    except (ValueError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def check(rows: Iterable[Row], *, chain: str) -> Broken | Sound:
    """Read a whole chain in its order; the first row that does not hold ends it."""
    previous, expected = START, 1
    named = f'","case":"{chain}","item":'
    sha256, domain = hashlib.sha256, DOMAIN
    for seq, kind, item, actor, at, raw, before, digest in rows:
        front = (
            f'{{"actor":{_quoted(actor)},"at":"{at}{named}{_quoted(item)},"kind":"{kind}","payload":{{'
        ).encode()
        back = f'}},"previous":"{before}","seq":{seq}}}'.encode()
        if (
            seq != expected
            or before != previous
            or sha256(domain + raw).hexdigest() != digest
            or not raw.startswith(front)
            or not raw.endswith(back)
        ):
            row = Row(seq, kind, item, actor, at, raw, before, digest)
            return Broken(seq, _fault(row, previous=previous, expected=expected))
        previous, expected = digest, expected + 1
    return Sound(rows=expected - 1, head=previous)


def _quoted(value: str | None) -> str:
    return f'"{value}"' if value else "null"


def _fault(row: Row, *, previous: str, expected: int) -> str:
    if row.seq != expected:
        return f"row {expected} is missing"
    if row.previous != previous:
        return "it does not follow the row before it"
    if digest_of(row.canonical) != row.digest:
        return "its digest does not fit its bytes"
    return "its columns differ from its bytes"
