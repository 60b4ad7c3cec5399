"""Which exhibits look like which references, and what a person said of it."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.models import Case
from evidence import storage
from evidence.errors import KeyDestroyed
from evidence.fingerprints import frames, matching
from evidence.fingerprints.details import Alignment
from evidence.fingerprints.matching import Verdict
from evidence.fingerprints.pictures import FingerprintsUnreadable, PictureFingerprints
from evidence.fingerprints.placing import quad_of
from evidence.fingerprints.search import References
from evidence.models import Decision, Exhibit, Fingerprint, Match, Purpose, Reference, Tier
from evidence.services import custody, vault

log = logging.getLogger("redress.evidence")

SAME_FILE = "The same file, byte for byte."
_SAID = {
    Decision.CONFIRMED: "match.confirmed",
    Decision.REJECTED: "match.rejected",
    Decision.OPEN: "match.reopened",
}
WHOLE = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]


def seal(prints: PictureFingerprints, *, of: Exhibit | Reference, now: datetime) -> Fingerprint:
    """Keep the fingerprints of one exhibit or reference, sealed with its case's key."""
    sealed = vault.seal_value(of.case, prints.to_bytes(), purpose=_purpose(of), now=now)
    owner = {"exhibit": of} if isinstance(of, Exhibit) else {"reference": of}
    return Fingerprint.objects.create(sealed=sealed, made_at=now, **owner)


def match_exhibit(exhibit: Exhibit, *, now: datetime) -> list[Match]:
    """Compare one exhibit with every reference of its case; returns the new candidates."""
    references = Reference.objects.filter(case=exhibit.case).order_by("number")
    return match_with(exhibit, references, now=now)


def match_with(exhibit: Exhibit, references: Iterable[Reference], *, now: datetime) -> list[Match]:
    """Compare an exhibit with some references by their fingerprints; returns the new candidates.

    The clear values live in here only, and are gone when this returns.
    """
    if exhibit.purpose != Purpose.SIGHTING:
        return []
    rows = list(references)
    found = []
    for reference, fields in zip(rows, _likenesses(exhibit, rows), strict=True):
        if fields is not None and propose(exhibit, reference, fields=fields, now=now):
            found.append(Match.objects.get(exhibit=exhibit, reference=reference))
    return found


def _likenesses(
    exhibit: Exhibit, references: Sequence[Reference]
) -> list[dict[str, object] | None]:
    rows = Fingerprint.objects.filter(reference__in=references)
    sealed = {row.reference_id: row for row in rows}
    own = Fingerprint.objects.filter(exhibit=exhibit).first()
    opened = vault.opener(exhibit.case)

    sighted = _opened(own, of=exhibit, by=opened)
    clear = {
        each.pk: prints
        for each in references
        if sighted is not None
        and (prints := _opened(sealed.get(each.pk), of=each, by=opened)) is not None
    }
    verdicts = _verdicts(sighted, list(clear.values())) if sighted else []
    by_reference = dict(zip(clear, verdicts, strict=True))
    return [
        _same_file() if each.sha256 == exhibit.file.sha256 else by_reference.get(each.pk)
        for each in references
    ]


def prints_of(case: Case, exhibits: Iterable[Exhibit]) -> dict[UUID, PictureFingerprints]:
    """The clear fingerprints of those exhibits that have any, by exhibit.

    For an act that answers in words and lets go of them.
    """
    opened = vault.opener(case)
    rows = Fingerprint.objects.filter(exhibit__in=exhibits).select_related("exhibit")
    found = {}
    for row in rows:
        if row.exhibit is None:
            continue
        prints = _opened(row, of=row.exhibit, by=opened)
        if prints is not None:
            found[row.exhibit.pk] = prints
    return found


def _opened(
    row: Fingerprint | None, *, of: Exhibit | Reference, by: Callable[[bytes, str], bytes]
) -> PictureFingerprints | None:
    """The clear fingerprints; None where there are none, or where they cannot be read."""
    if row is None:
        return None
    try:
        return PictureFingerprints.from_bytes(by(bytes(row.sealed), _purpose(of)))
    except (FingerprintsUnreadable, storage.Damaged, KeyDestroyed) as fault:
        log.error("fingerprint %s does not open: %s", row.pk, type(fault).__name__)
        return None


def _verdicts(
    sighted: PictureFingerprints, references: Sequence[PictureFingerprints]
) -> list[dict[str, object] | None]:
    """Compare with those references alone that have any value near, and with what moves."""
    likely = References(references).likely(sighted)
    verdicts = [
        frames.compare(sighted, each) if place in likely or sighted.frames or each.frames else None
        for place, each in enumerate(references)
    ]
    return [
        _by_fingerprints(verdict, sighted=sighted, reference=each) if verdict else None
        for verdict, each in zip(verdicts, references, strict=True)
    ]


def _same_file() -> dict[str, object]:
    return {
        "tier": Tier.SAME_FILE, "step": matching.Step.FILE.value, "distance": 0,
        "limit": 0, "reason": SAME_FILE, "quad": WHOLE,
    }  # fmt: skip


def _by_fingerprints(
    verdict: Verdict, *, sighted: PictureFingerprints, reference: PictureFingerprints
) -> dict[str, object]:
    quad = quad_of(
        verdict,
        sighted=(sighted.width, sighted.height),
        reference=(reference.width, reference.height),
    )
    return {
        "tier": Tier[verdict.tier.name],
        "step": verdict.step.value,
        "distance": verdict.distance,
        "limit": verdict.limit,
        "reason": verdict.reason,
        "region": list(verdict.region) if verdict.region else None,
        "quad": [list(corner) for corner in quad],
    }


def by_details(alignment: Alignment) -> dict[str, object]:
    """What a closer look says of a pair, as columns of a match."""
    return {
        "tier": Tier[alignment.tier.name],
        "step": matching.Step.DETAILS.value,
        "inliers": alignment.inliers,
        "correlation": alignment.correlation,
        "reason": alignment.reason,
        "quad": [list(corner) for corner in alignment.quad],
    }


def propose(
    exhibit: Exhibit, reference: Reference, *, fields: dict[str, object], now: datetime
) -> bool:
    """Write down a candidate; True where the pair had none.

    A surer verdict raises an open candidate; one a person has decided about stays as it is, and
    so does a surer one. What a less sure closer look measured is told beside.
    """
    match, is_new = Match.objects.get_or_create(
        exhibit=exhibit, reference=reference, defaults={**fields, "found_at": now}
    )
    if is_new:
        kind = "match.proposed"
    elif match.decision != Decision.OPEN:
        return False
    elif _rank(fields["tier"]) > _rank(match.tier):
        _change(match, fields)
        kind = "match.raised"
    else:
        _change(match, {key: fields[key] for key in ("inliers", "correlation") if key in fields})
        return False
    timeline.record(
        exhibit.case, kind, actor=None, now=now, exhibit=exhibit.label, number=reference.number
    )
    return is_new


def _change(match: Match, fields: dict[str, object]) -> None:
    for name, value in fields.items():
        setattr(match, name, value)
    if fields:
        match.save(update_fields=list(fields))


def _rank(tier: object) -> int:
    return matching.Tier[str(tier)].value


def _purpose(one: Exhibit | Reference) -> str:
    return f"fingerprint:{type(one).__name__.lower()}:{one.pk}"


@transaction.atomic
def decide(match: Match, *, decision: Decision, actor: Person, now: datetime) -> Match:
    """Confirm or reject a candidate, or take the answer back; custody keeps every answer."""
    case: Case = match.exhibit.case
    access.require(actor, Permission.DECIDE_MATCH, case)
    match = Match.objects.select_for_update().get(pk=match.pk)
    if match.decision == decision:
        return match
    answered = decision != Decision.OPEN
    match.decision = decision
    match.decided_at, match.decided_by = (now, actor) if answered else (None, None)
    match.save(update_fields=["decision", "decided_at", "decided_by"])
    custody.record(
        case, "match.decided", item=match.exhibit_id, actor=actor, now=now,
        match=str(match.pk), decision=decision.value,
    )  # fmt: skip
    timeline.record(
        case, _SAID[decision], actor=actor, now=now,
        exhibit=match.exhibit.label, number=match.reference.number,
    )  # fmt: skip
    return match
