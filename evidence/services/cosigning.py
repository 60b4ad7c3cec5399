"""A second observer opens the same address themselves and signs what they see."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case, State
from evidence.models import CoSignature, CustodyEvent, Exhibit, Presence, Sighting
from evidence.proofs.chain import payload_of
from evidence.services import custody
from evidence.services.captures import first_observer, giver
from evidence.services.observations import NotYet, observe
from evidence.services.sightings import check_open, locked

STRONG_WITHIN = timedelta(minutes=15)
"""Two looks so near each other say most; more time between them says less."""
HOUR, DAY = 60, 24 * 60
"""In minutes."""
SIGNED = ("exhibit.cosigned", "place.cosigned")
DOMAIN = b"redress.cosignature.v1\0"


class SameObserver(DomainError):
    """Whoever saw it first cannot be the second observer."""


class NoAddress(DomainError):
    """There is no address that a second person could open."""


class NothingSeen(DomainError):
    """A signature must say of an exhibit only what the signer could see."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the second observer says of the place. `opened_at` is UTC."""

    presence: Presence
    opened_at: datetime
    same_picture: bool = False
    same_account: bool = False
    same_time: bool = False


def why_not(sighting: Sighting, *, actor: Person) -> str:
    """One sentence where this person cannot co-sign this place, else empty."""
    if not sighting.url:
        return "This place has no address that a second person could open."
    if first_observer(sighting) == actor.pk:
        return "You saw it first. A second person has to open it and sign."
    return ""


@transaction.atomic
def cosign(
    sighting: Sighting, *, seen: Seen, exhibit: Exhibit | None, actor: Person, now: datetime
) -> CoSignature:
    """Sign what the place showed. A second signature of the same person about the same exhibit
    stands for the one before, which stays.

    Raises NoAddress, SameObserver, NothingSeen, NotYet and CaseClosed.
    """
    access.require(actor, Permission.LOG, sighting.case)
    case = locked(sighting.case)
    check_open(case)
    _check(sighting, seen=seen, exhibit=exhibit, actor=actor, now=now)
    before = standing(sighting).filter(signer=actor, exhibit=exhibit).first()
    look = observe(
        sighting, presence=seen.presence, observed_at=seen.opened_at, actor=actor, now=now
    )
    row = CoSignature(
        sighting=sighting,
        exhibit=exhibit,
        observation=look,
        corrects=before,
        presence=seen.presence,
        same_picture=seen.same_picture,
        same_account=seen.same_account,
        same_time=seen.same_time,
        address=sighting.url,
        sha256=exhibit.file.sha256 if exhibit else "",
        first_at=sighting.seen_at or sighting.logged_at,
        opened_at=seen.opened_at,
        signed_at=now,
        signer=actor,
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)
    custody.record(
        case,
        "exhibit.cosigned" if exhibit else "place.cosigned",
        item=exhibit.pk if exhibit else sighting.pk,
        actor=actor,
        now=now,
        exhibit=str(exhibit.pk) if exhibit else "",
        sighting=str(sighting.pk),
        observation=str(look.pk),
        signature=str(row.pk),
        sha256=row.sha256,
        digest=row.digest,
        corrects=str(row.corrects_id or ""),
    )
    timeline.record(case, "place.cosigned", actor=actor, now=now, number=sighting.number)
    return row


def _check(
    sighting: Sighting, *, seen: Seen, exhibit: Exhibit | None, actor: Person, now: datetime
) -> None:
    if not sighting.url:
        raise NoAddress(why_not(sighting, actor=actor))
    if refusal := why_not(sighting, actor=actor):
        raise SameObserver(refusal)
    if exhibit is not None and (
        exhibit.sighting_id != sighting.pk or exhibit.case_id != sighting.case_id
    ):
        raise NothingSeen("This file does not show this place.")
    if exhibit is not None and giver(exhibit) == actor.pk:
        raise SameObserver("You gave this file. A second person has to compare it.")
    if exhibit is None and seen.same_picture:
        raise NothingSeen("Choose the file you compared it with.")
    if seen.same_picture and seen.presence == Presence.GONE:
        raise NothingSeen("It is gone, so nothing could be compared. Untick what you did not see.")
    if seen.opened_at > now:
        raise NotYet("This moment has not come yet. Put in when you opened it.")


def standing(sighting: Sighting) -> QuerySet[CoSignature]:
    """The signatures about a place that no later one stands for, oldest first."""
    rows = sighting.signatures.filter(corrected_by=None).select_related("signer", "exhibit")
    return rows.order_by("signed_at", "pk")


def is_strong(row: CoSignature) -> bool:
    """Whether the two looks lie within minutes of each other."""
    return abs(row.opened_at - row.first_at) <= STRONG_WITHIN


def strength(row: CoSignature) -> str:
    """What the time between the two looks is worth, in one sentence."""
    if is_strong(row):
        return "The two looks lie within minutes of each other: this is strong."
    return "More than minutes lie between the two looks: it says less about the first look."


def between(row: CoSignature) -> str:
    """The time between the two looks: minutes, and days or hours beside many of them."""
    minutes = row.delay_minutes
    words = f"{minutes:,} minute{'' if minutes == 1 else 's'}"
    for size, unit in ((DAY, "day"), (HOUR, "hour")):
        if minutes >= 2 * size:
            return f"{words} (about {round(minutes / size)} {unit}s)"
    return words


def said(row: CoSignature) -> list[str]:
    """What was ticked, as people read it."""
    words = [row.get_presence_display().lower()]
    words += (
        [f"the same picture as {row.exhibit.label}"] if row.same_picture and row.exhibit else []
    )
    words += ["the account as noted"] if row.same_account else []
    words += ["the posting time as noted"] if row.same_time else []
    return words


def unsound(case: Case) -> list[UUID]:
    """Keys of signatures that are not what was signed, or that custody tells of and are gone.

    Compared with their own digest, and with what the custody chain tells.
    """
    told: dict[str, dict[str, Any]] = {}
    events = CustodyEvent.objects.filter(case=case, kind__in=SIGNED)
    for (raw,) in events.values_list("canonical"):
        payload = payload_of(bytes(raw))
        told[payload.get("signature", "")] = payload
    rows = list(CoSignature.objects.filter(sighting__case=case).order_by("signed_at", "pk"))
    here = {str(row.pk) for row in rows}
    gone = [] if case.state == State.DISPOSED else [UUID(key) for key in told if key not in here]
    return [row.pk for row in rows if not _is_as_told(row, told.get(str(row.pk), {}))] + gone


def _is_as_told(row: CoSignature, told: dict[str, Any]) -> bool:
    corrects = str(row.corrects_id or "")
    return (
        digest_of(row) == row.digest == told.get("digest")
        and told.get("corrects", corrects) == corrects
    )


def digest_of(row: CoSignature) -> str:
    """SHA-256 (hex) over a domain tag and all that was signed."""
    signed = {
        "address": row.address,
        "exhibit": str(row.exhibit_id or ""),
        "first_at": _moment(row.first_at),
        "observation": str(row.observation_id),
        "opened_at": _moment(row.opened_at),
        "presence": row.presence,
        "same_account": row.same_account,
        "same_picture": row.same_picture,
        "same_time": row.same_time,
        "sha256": row.sha256,
        "sighting": str(row.sighting_id),
        "signed_at": _moment(row.signed_at),
        "signer": str(row.signer_id),
    }
    canonical = json.dumps(signed, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(DOMAIN + canonical).hexdigest()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
