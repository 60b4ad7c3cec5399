"""The chain of custody of a case: who did what to which exhibit, when.

A row's digest is SHA-256 over a domain tag and the row's canonical bytes, which hold the digest
of the row before. Payloads hold ids and digests only, so that disposal leaves a chain that still
verifies and says nothing of the person.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from cases.models import Case
from evidence.models import CustodyEvent

DOMAIN = b"redress.custody.v1\0"
START = "0" * 64

SENTENCES = {
    "exhibit.kept": "{who} gave the file; it was digested and sealed.",
    "exhibit.again": "{who} gave the same file once more.",
    "exhibit.read": "The file was opened to check it.",
    "exhibit.derived": "A smaller copy was made from it.",
    "exhibit.outline": "{who} looked at the outline drawing.",
    "exhibit.revealed": "{who} looked at the picture.",
    "exhibit.downloaded": "{who} downloaded the file as it came.",
    "exhibit.exported": "The file went into a dossier.",
    "exhibit.open_failed": "The file could not be opened.",
    "match.decided": "{who} decided about a likeness.",
    "reference.kept": "{who} gave a reference; the file was sealed.",
    "reference.fingerprinted": "{who} gave a reference; only its fingerprints were sealed.",
    "reference.waits": "{who} gave a screenshot; it was sealed until a part of it is chosen.",
    "reference.let_go": "The waiting screenshot was destroyed.",
    "reference.removed": "{who} took a reference back.",
    "dossier.made": "A dossier was made.",
    "dossier.downloaded": "{who} downloaded a dossier.",
}


class UnknownCustodyKind(ValueError):
    """The kind has no sentence."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row that does not hold: its place in the chain and what is wrong with it."""

    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as people read it."""

    seq: int
    at: datetime
    sentence: str
    digest: str


@transaction.atomic
def record(
    case: Case,
    kind: str,
    *,
    item: UUID | None,
    actor: Person | None,
    now: datetime,
    **payload: str | int,
) -> CustodyEvent:
    """Append one row to the case's chain; the case row is locked so that the chain cannot fork."""
    if kind not in SENTENCES:
        raise UnknownCustodyKind(kind)
    Case.objects.select_for_update().filter(pk=case.pk).first()
    last = CustodyEvent.objects.filter(case=case).order_by("-seq").first()
    seq, previous = (last.seq + 1, last.digest) if last else (1, START)
    canonical = _canonical(
        case=case.ref, seq=seq, kind=kind, item=item, actor=actor, at=now,
        previous=previous, payload=payload,
    )  # fmt: skip
    return CustodyEvent.objects.create(
        case=case,
        seq=seq,
        kind=kind,
        item=item,
        actor=actor.pk if actor else None,
        at=now,
        canonical=canonical,
        previous=previous,
        digest=digest_of(canonical),
    )


def digest_of(canonical: bytes) -> str:
    """SHA-256 (hex) over the domain tag and the canonical bytes."""
    return hashlib.sha256(DOMAIN + canonical).hexdigest()


def _canonical(
    *,
    case: str,
    seq: int,
    kind: str,
    item: UUID | None,
    actor: Person | None,
    at: datetime,
    previous: str,
    payload: dict[str, str | int],
) -> bytes:
    row = {
        "actor": str(actor.pk) if actor else None,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "case": case,
        "item": str(item) if item else None,
        "kind": kind,
        "payload": payload,
        "previous": previous,
        "seq": seq,
    }
    return json.dumps(row, sort_keys=True, separators=(",", ":")).encode()


def verify(case: Case) -> Broken | None:
    """Read the whole chain; None where it is sound, else the first row that is not."""
    previous, expected = START, 1
    for event in CustodyEvent.objects.filter(case=case).order_by("seq").iterator():
        fault = _fault(event, ref=case.ref, previous=previous, expected=expected)
        if fault:
            return Broken(seq=event.seq, what=fault)
        previous, expected = event.digest, expected + 1
    return None


def _fault(event: CustodyEvent, *, ref: str, previous: str, expected: int) -> str:
    canonical = bytes(event.canonical)
    if event.seq != expected:
        return f"row {expected} is missing"
    if event.previous != previous:
        return "it does not follow the row before it"
    if digest_of(canonical) != event.digest:
        return "its digest does not fit its bytes"
    row = json.loads(canonical)
    told = (
        ref,
        event.seq,
        event.kind,
        str(event.item) if event.item else None,
        str(event.actor) if event.actor else None,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.previous,
    )
    names = ("case", "seq", "kind", "item", "actor", "at", "previous")
    return "" if told == tuple(row[name] for name in names) else "its columns differ from its bytes"


def history(item: UUID, *, reader: Person | None = None) -> list[Entry]:
    """All rows about one exhibit or reference, oldest first, in sentences."""
    events = list(CustodyEvent.objects.filter(item=item).order_by("case", "seq"))
    people = Person.objects.in_bulk([event.actor for event in events if event.actor])
    return [_entry(event, people=people, reader=reader) for event in events]


def _entry(event: CustodyEvent, *, people: dict[UUID, Person], reader: Person | None) -> Entry:
    if event.actor is None:
        who = "Redress"
    elif reader is not None and event.actor == reader.pk:
        who = "You"
    else:
        who = people[event.actor].shown_name if event.actor in people else "Somebody"
    sentence = SENTENCES[event.kind].format(who=who)
    return Entry(seq=event.seq, at=event.at, sentence=sentence, digest=event.digest)
