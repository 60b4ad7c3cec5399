"""The chains of custody: one for each case, and one for the place itself.

Who did what to which exhibit, when. What links two rows stands in `evidence.proofs.chain`.
Payloads hold ids and digests only, keyed ones where the value could be guessed, so that disposal
leaves a chain that still verifies and says nothing of the person.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from accounts.models import Person
from cases.models import Case
from evidence.models import CustodyEvent, SystemEvent
from evidence.proofs import chain
from evidence.proofs.chain import START, SYSTEM, Broken, Row, Sound

SYSTEM_LOCK = 0x5245_4452
"""Names the lock of the system's chain in PostgreSQL; any number that nothing else takes."""
A_BATCH = 1000
# Whoever appends holds the chain's lock: the fewer steps under it, the more rows a second. So
# PostgreSQL does all of it in one (migration 0014); many rows go there as lines of text, because
# placeholders by the thousand took most of the time of a batch.
APPEND = r"""
    SELECT id, case_id, seq, kind, item, actor, at, canonical, previous, digest
    FROM custody_append(
        %s, string_to_array(%s, E'\n'), string_to_array(%s, E'\n', '')::uuid[],
        string_to_array(%s, E'\n', '')::uuid[], %s::timestamptz, string_to_array(%s, E'\n'))
"""
COLUMNS = ("id", "case_id", "seq", "kind", "item", "actor", "at", "canonical", "previous", "digest")
INSERT = """
    INSERT INTO evidence_custodyevent
        (case_id, seq, kind, item, actor, at, canonical, previous, digest)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
TIP = "SELECT seq, digest FROM evidence_custodyevent WHERE case_id = %s ORDER BY seq DESC LIMIT 1"

SENTENCES = {
    "exhibit.kept": "{who} gave the file; it was digested and sealed.",
    "exhibit.fetched": "The server fetched it, as {who} had asked; it was digested and sealed.",
    "exhibit.again": "{who} gave the same file once more.",
    "exhibit.read": "The file was opened to check it.",
    "exhibit.derived": "A smaller copy was made from it.",
    "exhibit.outline": "{who} looked at the outline drawing.",
    "exhibit.revealed": "{who} looked at the picture.",
    "exhibit.imprint": "{who} looked at what the file says about itself.",
    "exhibit.imprint_place": "{who} looked at the place the file names.",
    "exhibit.downloaded": "{who} downloaded the file as it came.",
    "exhibit.covered": "{who} covered a part of the picture for redacted sets; the file stays.",
    "exhibit.uncovered": "{who} took back that a part of the picture is covered.",
    "exhibit.exported": "The file went into a dossier.",
    "exhibit.open_failed": "The file could not be opened.",
    "exhibit.compared": "The file was opened to compare it with the references.",
    "place.noted": "{who} noted a place.",
    "place.changed": "{who} changed what is noted about a place.",
    "place.observed": "{who} looked at a place.",
    "place.fetched": "The server looked at a place, as {who} had asked.",
    "place.removed": "{who} undid a list; a place of it was removed.",
    "places.added": "{who} added places from a list.",
    "places.undone": "{who} undid a list; places that nothing else hung on were removed.",
    "exhibit.described": "{who} noted how it was made.",
    "exhibit.cosigned": "{who} compared it with the place, as a second observer, and signed.",
    "place.cosigned": "{who} opened the place as a second observer and signed.",
    "place.archived": "{who} noted where an archive holds a copy.",
    "helper.invited": "{who} made a personal link for somebody trusted.",
    "helper.ended": "{who} ended a personal link.",
    "helper.gave": "Something came through a personal link; it waits.",
    "helper.accepted": "{who} took in what came through a personal link.",
    "helper.declined": "{who} declined what came through a personal link; its file was destroyed.",
    "case.taken_along": "{who} saved everything that is kept.",
    "case.disposed": "The case was deleted, after its days of grace.",
    "paper.mandate": "{who} saved on paper what was allowed.",
    "paper.police": "{who} saved a sheet for the police.",
    "paper.receipt": "{who} saved the receipt of a letter.",
    "paper.release": "{who} saved on paper what was released.",
    "release.given": "{who} released a bundle to a reader, by a link and a code.",
    "release.opened": "The reader of a release opened it with its code.",
    "release.refused": "Somebody had the link of a release and not its code.",
    "release.looked": "The reader of a release looked at a picture.",
    "release.compared": "The reader of a release asked about a picture of their own.",
    "release.downloaded": "The reader of a release saved what was released.",
    "release.ended": "{who} ended a release.",
    "match.decided": "{who} decided about a likeness.",
    "match.drawn": "The outlines of a likeness were drawn.",
    "match.outline": "{who} looked at the outlines of a likeness.",
    "reference.copied": "A small working copy was made of the reference, and sealed.",
    "reference.kept": "{who} gave a reference; the file was sealed.",
    "reference.fingerprinted": "{who} gave a reference; only its fingerprints were sealed.",
    "reference.waits": "{who} gave a screenshot; it was sealed until a part of it is chosen.",
    "reference.let_go": "The waiting screenshot was destroyed.",
    "reference.removed": "{who} took a reference back.",
    "case.opened": "{who} opened the notebook.",
    "case.files_destroyed": "{who} destroyed the key of the files; none can be read again.",
    "case.key_wrapped": "The key of the files was wrapped by a new instance key.",
    "dossier.frozen": "What a dossier says was kept, before its pages were laid out.",
    "dossier.volume": "A volume of a dossier was laid out and sealed.",
    "dossier.made": "A dossier was made.",
    "dossier.downloaded": "{who} downloaded a dossier.",
    "custody.asked": "{who} asked for every file to be read again.",
    "custody.checked": "Every file was read again and compared.",
}
SYSTEM_SENTENCES = {
    "instance_key.made": "The instance key was made.",
    "instance_key.rotated": "The instance key was changed for a new one.",
    "case_key.made": "The key of a case was made.",
    "case_key.rewrapped": "The key of a case was wrapped by the new instance key.",
    "case_key.destroyed": "The key of a case was destroyed; its files cannot be read again.",
    "signing_key.made": "The key that signs checkpoints was made.",
    "checkpoint.made": "A checkpoint was signed.",
    "timestamp.received": "A clock outside confirmed a checkpoint.",
    "verification.ran": "Custody was verified.",
    "case.disposed": "A case was deleted; what is left of it says nothing of anybody.",
}


class UnknownCustodyKind(ValueError):
    """The kind has no sentence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as people read it."""

    seq: int
    at: datetime
    sentence: str
    digest: str


@dataclass(frozen=True, slots=True)
class Act:
    """One row to come: what was done to which item by whom, and its payload."""

    kind: str
    item: UUID | None = None
    actor: Person | None = None
    payload: Mapping[str, str | int] = field(default_factory=dict)


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
    acts = [Act(kind, item, actor, payload)]
    _check_known(acts, SENTENCES)
    if connection.vendor == "postgresql":
        return _appended(case, acts, now=now)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        [columns] = _next(case, acts, now=now)
        cursor.execute(f"{INSERT} RETURNING id", _for_sqlite((case.pk, *columns.values())))
        [key] = cursor.fetchone()
    return CustodyEvent(pk=key, case=case, **columns)


@transaction.atomic(savepoint=False)
def record_many(case: Case, acts: Sequence[Act], *, now: datetime) -> None:
    """Append rows to the case's chain in their order, all of them or none; made for thousands."""
    _check_known(acts, SENTENCES)
    if connection.vendor == "postgresql":
        for at in range(0, len(acts), A_BATCH):
            _appended(case, acts[at : at + A_BATCH], now=now)
    elif acts:
        rows = _next(case, acts, now=now)
        with connection.cursor() as cursor:
            cursor.executemany(INSERT, [_for_sqlite((case.pk, *row.values())) for row in rows])


def _appended(case: Case, acts: Sequence[Act], *, now: datetime) -> CustodyEvent:
    """Have PostgreSQL lock the chain and append, in one statement; the last row."""
    fronts = (_front(act, chain_name=case.ref, now=now) for act in acts)
    lines = (
        "\n".join(act.kind for act in acts),
        "\n".join(str(act.item or "") for act in acts),
        "\n".join(str(act.actor.pk) if act.actor else "" for act in acts),
    )
    with connection.cursor() as cursor:
        cursor.execute(APPEND, [case.pk, *lines, now, "\n".join(fronts)])
        columns = cursor.fetchone()
    return CustodyEvent(**dict(zip(COLUMNS, columns, strict=True)))


def _front(act: Act, *, chain_name: str, now: datetime) -> str:
    return chain.front_of(
        chain=chain_name, kind=act.kind, item=act.item,
        actor=act.actor.pk if act.actor else None, at=now, payload=act.payload,
    )  # fmt: skip


def _next(case: Case, acts: Sequence[Act], *, now: datetime) -> Iterator[dict[str, Any]]:
    """The columns of the rows to come, with the chain locked until the transaction ends."""
    Case.objects.select_for_update().filter(pk=case.pk).values_list("pk").first()
    with connection.cursor() as cursor:
        cursor.execute(TIP, [case.pk])
        tip = cursor.fetchone() or (0, START)
    return _linked(acts, chain_name=case.ref, tip=tip, now=now)


def _for_sqlite(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Ids and moments as Django writes them there."""
    case, seq, kind, item, actor, at, *rest = row
    ids = (value.hex if value else None for value in (item, actor))
    return case, seq, kind, *ids, connection.ops.adapt_datetimefield_value(at), *rest


@transaction.atomic(savepoint=False)
def record_system(
    kind: str,
    *,
    item: UUID | None = None,
    actor: Person | None = None,
    now: datetime,
    **payload: str | int,
) -> SystemEvent:
    """Append one row to the chain of the place itself.

    Kinds and their sentences stand in `SYSTEM_SENTENCES`; a payload names a case by its `ref`.
    The chain stays locked until the transaction ends: call it last, after every other lock.
    """
    acts = [Act(kind, item, actor, payload)]
    _check_known(acts, SYSTEM_SENTENCES)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SYSTEM_LOCK])
    last = SystemEvent.objects.order_by("-seq").values_list("seq", "digest").first()
    tip = last or (0, START)
    [columns] = _linked(acts, chain_name=SYSTEM, tip=tip, now=now)
    return SystemEvent.objects.create(**columns)


def _check_known(acts: Iterable[Act], known: Mapping[str, str]) -> None:
    for act in acts:
        if act.kind not in known:
            raise UnknownCustodyKind(act.kind)


def _linked(
    acts: Iterable[Act], *, chain_name: str, tip: tuple[int, str], now: datetime
) -> Iterator[dict[str, Any]]:
    """The columns of each row, every one following the one before it."""
    seq, previous = tip
    for act in acts:
        seq += 1
        front = _front(act, chain_name=chain_name, now=now)
        raw = chain.canonical(front, previous=previous, seq=seq)
        digest = chain.digest_of(raw)
        yield {
            "seq": seq, "kind": act.kind, "item": act.item,
            "actor": act.actor.pk if act.actor else None, "at": now,
            "canonical": raw, "previous": previous, "digest": digest,
        }  # fmt: skip
        previous = digest


def verify(case: Case) -> Broken | None:
    """Read the whole chain; None where it is sound, else the first row that is not."""
    found = checked(case)
    return found if isinstance(found, Broken) else None


def checked(case: Case | None) -> Broken | Sound:
    """Read the whole chain of a case, or of the place where there is none."""
    if case is None:
        return chain.check(rows_of(SystemEvent.objects.all()), chain=SYSTEM)
    return chain.check(rows_of(CustodyEvent.objects.filter(case=case)), chain=case.ref)


Event = TypeVar("Event", CustodyEvent, SystemEvent)


def rows_of(events: QuerySet[Event]) -> Iterator[Row]:
    """The rows in their order, ids and moments as text: no model is made, no date is parsed."""
    columns = ("seq", "kind", "item_text", "actor_text", "at_text", "canonical", "previous")
    rows = (
        events.annotate(
            item_text=Cast("item", TextField()),
            actor_text=Cast("actor", TextField()),
            at_text=Cast("at", TextField()),
        )
        .order_by("seq")
        .values_list(*columns, "digest")
    )
    told = _Told()
    for seq, kind, item, actor, at, raw, previous, digest in rows.iterator(chunk_size=5000):
        yield Row(
            seq, kind, told.id(item), told.id(actor), told.moment(at), bytes(raw), previous, digest
        )


class _Told(dict[str, str]):
    """Ids and moments as the database writes them, turned into ours; the last ones remembered."""

    MOST = 10_000

    def id(self, text: str | None) -> str | None:
        """With dashes, as SQLite keeps none."""
        if text is None:
            return None
        return self.get(text) or self._keep(text, str(UUID(text)) if len(text) == 32 else text)

    def moment(self, text: str) -> str:
        """`2026-11-22 12:00:00` or `… 12:00:00.5+00` with its fraction whole and its zone."""
        known = self.get(text)
        if known:
            return known
        day, _, clock = text.partition(" ")
        whole, _, fraction = clock.removesuffix("+00").partition(".")
        return self._keep(text, f"{day}T{whole}.{fraction.ljust(6, '0')}+00:00")

    def _keep(self, text: str, told: str) -> str:
        if len(self) >= self.MOST:
            self.clear()
        self[text] = told
        return told


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
