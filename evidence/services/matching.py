"""Which exhibits look like which references, and what a person said of it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.models import Case
from evidence.fingerprints import frames, matching
from evidence.fingerprints.pictures import PictureFingerprints
from evidence.models import Decision, Exhibit, Fingerprint, Match, Purpose, Reference, Tier
from evidence.services import custody, vault

SAME_FILE = "The same file, byte for byte."


def seal(prints: PictureFingerprints, *, of: Exhibit | Reference, now: datetime) -> Fingerprint:
    """Keep the fingerprints of one exhibit or reference, sealed with its case's key."""
    sealed = vault.seal_value(of.case, prints.to_bytes(), purpose=_purpose(of), now=now)
    owner = {"exhibit": of} if isinstance(of, Exhibit) else {"reference": of}
    return Fingerprint.objects.create(sealed=sealed, made_at=now, **owner)


def match_exhibit(exhibit: Exhibit, *, now: datetime) -> list[Match]:
    """Compare one exhibit with every reference of its case; returns the new candidates."""
    if exhibit.purpose != Purpose.SIGHTING:
        return []
    references = Reference.objects.filter(case=exhibit.case).select_related("fingerprint", "case")
    pairs = ((exhibit, reference) for reference in references.order_by("number"))
    return _match(pairs, now=now)


def match_reference(reference: Reference, *, now: datetime) -> list[Match]:
    """Compare one reference with every exhibit of its case that was read; returns the new ones."""
    exhibits = Exhibit.objects.filter(case=reference.case, purpose=Purpose.SIGHTING)
    exhibits = exhibits.select_related("fingerprint", "file", "case").order_by("number")
    return _match(((exhibit, reference) for exhibit in exhibits), now=now)


def _match(pairs: Iterable[tuple[Exhibit, Reference]], *, now: datetime) -> list[Match]:
    opened: dict[UUID, PictureFingerprints | None] = {}
    found = []
    for exhibit, reference in pairs:
        sighted, own = (_opened(one, opened=opened) for one in (exhibit, reference))
        fields = _likeness(exhibit, reference, sighted=sighted, own=own)
        if fields is None:
            continue
        made, is_new = Match.objects.get_or_create(
            exhibit=exhibit, reference=reference, defaults={**fields, "found_at": now}
        )
        if is_new:
            found.append(made)
            timeline.record(
                exhibit.case, "match.proposed", actor=None, now=now,
                exhibit=exhibit.label, number=reference.number,
            )  # fmt: skip
    return found


def _opened(
    one: Exhibit | Reference, *, opened: dict[UUID, PictureFingerprints | None]
) -> PictureFingerprints | None:
    if one.pk not in opened:
        row = getattr(one, "fingerprint", None)
        opened[one.pk] = (
            PictureFingerprints.from_bytes(
                vault.open_value(one.case, bytes(row.sealed), purpose=_purpose(one))
            )
            if row
            else None
        )
    return opened[one.pk]


def _likeness(
    exhibit: Exhibit,
    reference: Reference,
    *,
    sighted: PictureFingerprints | None,
    own: PictureFingerprints | None,
) -> dict[str, object] | None:
    if exhibit.file.sha256 == reference.sha256:
        return {
            "tier": Tier.SAME_FILE, "step": matching.Step.FILE.value, "distance": 0,
            "limit": 0, "reason": SAME_FILE,
        }  # fmt: skip
    verdict = frames.compare(sighted, own) if sighted and own else None
    if verdict is None:
        return None
    return {
        "tier": Tier[verdict.tier.name],
        "step": verdict.step.value,
        "distance": verdict.distance,
        "limit": verdict.limit,
        "reason": verdict.reason,
        "region": list(verdict.region) if verdict.region else None,
    }


def _purpose(one: Exhibit | Reference) -> str:
    return f"fingerprint:{type(one).__name__.lower()}:{one.pk}"


@transaction.atomic
def decide(match: Match, *, decision: Decision, actor: Person, now: datetime) -> Match:
    """Confirm or reject a candidate; a later decision replaces it, custody keeps both."""
    case: Case = match.exhibit.case
    access.require(actor, Permission.DECIDE_MATCH, case)
    match = Match.objects.select_for_update().get(pk=match.pk)
    if match.decision == decision:
        return match
    match.decision, match.decided_at, match.decided_by = decision, now, actor
    match.save(update_fields=["decision", "decided_at", "decided_by"])
    custody.record(
        case, "match.decided", item=match.exhibit_id, actor=actor, now=now,
        match=str(match.pk), decision=decision.value,
    )  # fmt: skip
    kind = "match.confirmed" if decision == Decision.CONFIRMED else "match.rejected"
    timeline.record(
        case, kind, actor=actor, now=now,
        exhibit=match.exhibit.label, number=match.reference.number,
    )  # fmt: skip
    return match
