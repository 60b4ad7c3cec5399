"""Checkpoints: the last row of every chain in one growing Merkle tree, its root signed.

A chain that grew since the last checkpoint gets a new leaf; one that did not is covered by the
leaf it has. So every checkpoint covers all chains, the tree only grows, and a chain that is later
shortened or rewritten no longer fits the leaf that was written down for it.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from cases.models import Case
from evidence.models import (
    ChainHead,
    Checkpoint,
    CustodyEvent,
    Reason,
    SystemEvent,
    Timestamp,
    TimestampRequest,
    Way,
)
from evidence.proofs import chain, merkle, note
from evidence.services import custody, signing

CHECKPOINT_LOCK: Final = 0x5245_4443
LEAF_DOMAIN: Final = b"redress.head.v1\0"
OWN_TRACES: Final = ("checkpoint.made", "timestamp.received", "verification.ran")
"""What checkpoints leave behind themselves; nothing to make the next one for."""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Proof that a chain's row stands under a checkpoint: checked with the note alone."""

    leaf: bytes
    index: int
    size: int
    path: tuple[bytes, ...]

    def holds(self, *, root: bytes) -> bool:
        """Whether the path leads to this root."""
        return merkle.included(
            merkle.leaf_hash(self.leaf),
            index=self.index,
            size=self.size,
            proof=self.path,
            root=root,
        )


def leaf(*, chain_name: str, seq: int, digest: str) -> bytes:
    """What a leaf says: whose chain, how long, and the digest of its last row."""
    told = {"case": chain_name, "digest": digest, "seq": seq}
    return LEAF_DOMAIN + json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def is_due() -> bool:
    """Whether anything was done since the last checkpoint, but for what it left itself."""
    if _grown_cases().exists():
        return True
    known = ChainHead.objects.filter(case=None).order_by("-index").first()
    since = SystemEvent.objects.filter(seq__gt=known.seq if known else 0)
    return since.exclude(kind__in=OWN_TRACES).exists()


@transaction.atomic(savepoint=False)
def make(*, reason: Reason, now: datetime) -> Checkpoint:
    """Sign the heads of all chains, and set its timestamps due. Raises SigningKeyMissing."""
    _lock()
    if not signing.is_made():
        signing.private_key()
        custody.record_system("signing_key.made", now=now, key=_fingerprint())
    last = newest()
    tree = merkle.Tree(size=last.size, frontier=subtrees(last)) if last else merkle.Tree()
    first, heads = tree.size, list(_heads())
    for head in heads:
        tree.add(merkle.leaf_hash(head.leaf))
    made = Checkpoint(
        number=last.number + 1 if last else 1,
        reason=reason,
        made_at=now,
        size=tree.size,
        root=tree.root().hex(),
        frontier=b"".join(tree.frontier),
        note=_signed(tree, now=now),
    )
    made.save(force_insert=True)
    ChainHead.objects.bulk_create(
        ChainHead(index=index, checkpoint=made, case=head.case, seq=head.seq, digest=head.digest)
        for index, head in enumerate(heads, first)
    )
    _ask(made, now=now)
    custody.record_system("checkpoint.made", item=made.pk, now=now, row=row_digest(made))
    return made


def newest() -> Checkpoint | None:
    """The last checkpoint."""
    return Checkpoint.objects.order_by("-number").first()


def covering(case: Case) -> Checkpoint | None:
    """The first checkpoint that covers the whole chain of a case as it is now."""
    last = CustodyEvent.objects.filter(case=case).order_by("-seq").first()
    if last is None:
        return None
    head = ChainHead.objects.filter(case=case, seq=last.seq, digest=last.digest)
    found = head.select_related("checkpoint").order_by("index").first()
    return found.checkpoint if found else None


def inclusion(case: Case | None, *, under: Checkpoint) -> Inclusion | None:
    """Proof that the chain's last row of that time stands under the checkpoint, or None."""
    head = ChainHead.objects.filter(case=case, index__lt=under.size).order_by("-index").first()
    if head is None:
        return None
    told = leaves(below=under.size)
    mine = leaf(chain_name=case.ref if case else chain.SYSTEM, seq=head.seq, digest=head.digest)
    path = merkle.inclusion_proof([merkle.leaf_hash(one) for one in told], head.index)
    return Inclusion(leaf=mine, index=head.index, size=under.size, path=tuple(path))


def leaves(*, below: int) -> list[bytes]:
    """The leaves of the tree in their order."""
    rows = ChainHead.objects.filter(index__lt=below).order_by("index")
    return [
        leaf(chain_name=name_of(case, ref), seq=seq, digest=digest)
        for case, ref, seq, digest in rows.values_list(
            "case", "case__ref", "seq", "digest"
        ).iterator()
    ]


def name_of(case: object, ref: str | None) -> str:
    """The name of a chain in its leaf, from the columns of a head; a case that is gone has none."""
    return chain.SYSTEM if case is None else ref or ""


def subtrees(checkpoint: Checkpoint) -> Sequence[bytes]:
    """The tree's full subtrees as the row keeps them."""
    raw = bytes(checkpoint.frontier)
    return [raw[at : at + merkle.SIZE] for at in range(0, len(raw), merkle.SIZE)]


def row_digest(row: Checkpoint | Timestamp) -> str:
    """SHA-256 over every column of a row, written into the system's chain when it is made."""
    told: list[object] = []
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, bytes | memoryview):
            value = bytes(value).hex()
        told.append(chain.moment(value) if isinstance(value, datetime) else value)
    raw = json.dumps(told, separators=(",", ":"), default=str).encode()
    return hashlib.sha256(b"redress.row.v1\0" + raw).hexdigest()


@dataclass(frozen=True, slots=True)
class _Head:
    case: Case | None
    seq: int
    digest: str

    @property
    def leaf(self) -> bytes:
        name = self.case.ref if self.case else chain.SYSTEM
        return leaf(chain_name=name, seq=self.seq, digest=self.digest)


def _heads() -> Iterable[_Head]:
    """The last row of every chain that grew since its newest leaf; the system's comes last."""
    for case in _grown_cases().order_by("opened_at", "pk"):
        yield _Head(case, case.tip_seq, case.tip_digest)  # type: ignore[attr-defined]  # annotated
    last = SystemEvent.objects.order_by("-seq").first()
    known = ChainHead.objects.filter(case=None).order_by("-index").first()
    if last is not None and last.seq > (known.seq if known else 0):
        yield _Head(None, last.seq, last.digest)


def _grown_cases() -> QuerySet[Case]:
    events = CustodyEvent.objects.filter(case=OuterRef("pk")).order_by("-seq")
    heads = ChainHead.objects.filter(case=OuterRef("pk")).order_by("-index")
    return Case.objects.annotate(
        tip_seq=Subquery(events.values("seq")[:1]),
        tip_digest=Subquery(events.values("digest")[:1]),
        known_seq=Subquery(heads.values("seq")[:1]),
    ).filter(Q(known_seq=None, tip_seq__gt=0) | Q(tip_seq__gt=F("known_seq")))


def _signed(tree: merkle.Tree, *, now: datetime) -> str:
    key = signing.private_key()
    told = note.Checkpoint(
        origin=note.origin_of(key.public_key()),
        size=tree.size,
        root=tree.root(),
        at=chain.moment(now),
    )
    return note.signed(told, key=key)


def _fingerprint() -> str:
    return hashlib.sha256(note.public_bytes(signing.public_key())).hexdigest()


def _ask(checkpoint: Checkpoint, *, now: datetime) -> None:
    wanted = [(Way.RFC3161, url) for url in settings.TIMESTAMP_URLS]
    wanted += [(Way.OTS, url) for url in settings.OTS_CALENDARS]
    TimestampRequest.objects.bulk_create(
        TimestampRequest(
            checkpoint=checkpoint, way=way, authority=url, requested_at=now, due_at=now
        )
        for way, url in wanted
    )


def _lock() -> None:
    """One checkpoint at a time; on SQLite the transaction itself holds everybody off."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHECKPOINT_LOCK])
