"""Whether the place's own chain, its checkpoints and its timestamps hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Subquery

from cases.models import Case
from evidence.authorities import calendars, rfc3161
from evidence.models import ChainHead, Checkpoint, SystemEvent, Timestamp, Way
from evidence.proofs import chain, merkle, note
from evidence.services import checkpoints, custody, signing
from evidence.services.findings import Finding, Verdict, broken, unknown, worst


@dataclass(frozen=True, slots=True)
class PlaceVerified:
    """What was looked at: rows of the system's chain, checkpoints, timestamps; and what was found.

    `waiting` counts calendars' promises that do not stand in a block yet; they are no finding.
    """

    rows: int
    checkpoints: int
    timestamps: int
    waiting: int
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """BROKEN where anything is broken, else CANNOT_TELL where anything stayed unknown."""
        return worst(finding.verdict for finding in self.findings)


def verify() -> PlaceVerified:
    """Read the system's chain, every checkpoint with all its heads, and every timestamp."""
    found = custody.checked(None)
    findings: list[Finding] = []
    if isinstance(found, chain.Broken):
        findings.append(broken(f"system custody row {found.seq}: {found.what}"))
    told = _told()
    marks = list(Checkpoint.objects.order_by("number"))
    findings += _system_heads()
    findings += _signatures(marks)
    findings += _trees(marks)
    findings += _told_of(marks, told["checkpoint.made"], kind="checkpoint")
    stamps = list(Timestamp.objects.select_related("checkpoint").order_by("stamped_at"))
    findings += _told_of(stamps, told["timestamp.received"], kind="timestamp")
    for stamp in stamps:
        findings += _stamp(stamp)
    return PlaceVerified(
        rows=SystemEvent.objects.count() if isinstance(found, chain.Broken) else found.rows,
        checkpoints=len(marks),
        timestamps=len(stamps),
        waiting=_waiting(stamps),
        findings=tuple(findings),
    )


def verify_one(mark: Checkpoint, *, case: Case) -> list[Finding]:
    """Whether one checkpoint holds: its signature, its row, the case in its tree, its timestamps.

    The heads of every other chain are left to `verify`.
    """
    findings = [*_signatures([mark])]
    event = SystemEvent.objects.filter(kind="checkpoint.made", item=mark.pk).first()
    row = chain.payload_of(bytes(event.canonical)).get("row") if event else None
    if row != checkpoints.row_digest(mark):
        findings.append(broken(f"checkpoint {mark.number}: its row was changed"))
    proof = checkpoints.inclusion(case, under=mark)
    if proof is not None and not proof.holds(root=bytes.fromhex(mark.root)):
        findings.append(broken(f"checkpoint {mark.number}: this case is not in its tree"))
    for stamp in Timestamp.objects.filter(checkpoint=mark).select_related("checkpoint"):
        findings += _stamp(stamp)
    return findings


def _told() -> dict[str, dict[UUID | None, str]]:
    """The digests of rows that the system's chain remembers, by kind and item."""
    told: dict[str, dict[UUID | None, str]] = {"checkpoint.made": {}, "timestamp.received": {}}
    events = SystemEvent.objects.filter(kind__in=told).order_by("seq")
    for kind, item, raw in events.values_list("kind", "item", "canonical").iterator():
        told[kind][item] = chain.payload_of(bytes(raw)).get("row", "")
    return told


def _system_heads() -> Iterator[Finding]:
    events = SystemEvent.objects.filter(seq=OuterRef("seq")).values("digest")[:1]
    heads = ChainHead.objects.filter(case=None).annotate(found=Subquery(events))
    columns = ("checkpoint__number", "seq", "digest", "found")
    for number, seq, digest, found in heads.order_by("index").values_list(*columns).iterator():
        if found is None:
            yield broken(f"system custody row {seq}: checkpoint {number} saw it, and it is gone")
        elif found != digest:
            yield broken(f"system custody row {seq}: it is not the row checkpoint {number} saw")


def _signatures(marks: list[Checkpoint]) -> Iterator[Finding]:
    try:
        key = signing.public_key() if marks else None
    except signing.SigningKeyMissing:
        yield unknown("checkpoints: the signing key is not here, so no signature can be checked")
        return
    for mark in marks if key else []:
        try:
            held = note.signed_by(mark.note, key=key) if key else False
        except note.UnreadableNote as fault:
            yield broken(f"checkpoint {mark.number}: {fault}")
            continue
        if not held:
            yield broken(f"checkpoint {mark.number}: this place's key did not sign it")


def _trees(marks: list[Checkpoint]) -> Iterator[Finding]:
    """Grow the tree once from its first leaf, and compare it at every checkpoint."""
    rows = ChainHead.objects.order_by("index").values_list(
        "index", "checkpoint_id", "case_id", "case__ref", "seq", "digest"
    )
    heads = rows.iterator(chunk_size=5000)
    tree, ahead = merkle.Tree(), next(heads, None)
    for position, mark in enumerate(marks, 1):
        if mark.number != position:
            yield broken(f"checkpoint {position}: it is gone")
            return
        while ahead is not None and tree.size < mark.size:
            index, owner, case, ref, seq, digest = ahead
            if index != tree.size or owner != mark.pk:
                yield broken(f"head {tree.size} of checkpoint {mark.number}: it is not its own")
                return
            name = checkpoints.name_of(case, ref)
            leaf = checkpoints.leaf(chain_name=name, seq=seq, digest=digest)
            tree.add(merkle.leaf_hash(leaf))
            ahead = next(heads, None)
        yield from _tree(mark, tree)
    if ahead is not None:
        yield broken(f"head {ahead[0]}: no checkpoint covers it")


def _tree(mark: Checkpoint, tree: merkle.Tree) -> Iterator[Finding]:
    if mark.size != tree.size:
        yield broken(f"checkpoint {mark.number}: heads are missing, or its size was changed")
        return
    if tree.root().hex() != mark.root:
        yield broken(f"checkpoint {mark.number}: its root does not fit the heads it saw")
    try:
        said = note.read(mark.note)
    except note.UnreadableNote:
        return  # named with its signature
    if (said.size, said.root, said.at) != (mark.size, tree.root(), chain.moment(mark.made_at)):
        yield broken(f"checkpoint {mark.number}: what was signed is not what its row says")


def _told_of(
    rows: Sequence[Checkpoint | Timestamp], told: dict[UUID | None, str], *, kind: str
) -> Iterator[Finding]:
    """Whether each row is the one the system's chain tells of, and none is gone from the end."""
    here = {row.pk for row in rows}
    for row in rows:
        if row.pk not in told:
            yield broken(f"{_name(row)}: no custody row tells of it")
        elif told[row.pk] != checkpoints.row_digest(row):
            yield broken(f"{_name(row)}: its row was changed")
    for item in told.keys() - here:
        yield broken(f"{kind} {item}: custody tells of it, and it is gone")


def _stamp(stamp: Timestamp) -> Iterator[Finding]:
    """Whether a token or proof is one over the signed text of its checkpoint."""
    message, answer = stamp.checkpoint.note.encode(), bytes(stamp.answer)
    try:
        if stamp.way == Way.OTS:
            calendars.read(answer, message=message)
            return
        at = rfc3161.moment_of(answer, message=message, roots=settings.TIMESTAMP_ROOTS)
    except rfc3161.NoRoots as fault:
        yield unknown(f"{_name(stamp)}: {fault}")
    except rfc3161.NotAToken:
        yield broken(f"{_name(stamp)}: the token does not hold for the checkpoint as it is now")
    except calendars.NotAProof as fault:
        yield broken(f"{_name(stamp)}: {fault}")
    else:
        if at != stamp.gen_time:
            yield broken(f"{_name(stamp)}: its row names another moment than the token")


def _name(row: Checkpoint | Timestamp) -> str:
    if isinstance(row, Checkpoint):
        return f"checkpoint {row.number}"
    return f"timestamp {row.pk} of checkpoint {row.checkpoint.number}"


def _waiting(stamps: list[Timestamp]) -> int:
    final = {(s.checkpoint_id, s.authority) for s in stamps if s.final and s.way == Way.OTS}
    promised = {(s.checkpoint_id, s.authority) for s in stamps if s.way == Way.OTS}
    return len(promised - final)
