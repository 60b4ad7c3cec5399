"""What came through a personal link is taken in or declined; before that it counts for nothing."""

import io
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.models import Case
from evidence import storage
from evidence.links import normalise
from evidence.models import (
    Contribution,
    ContributionState,
    Exhibit,
    Kind,
    Manner,
    SealedFile,
    Sighting,
)
from evidence.services import custody, exhibits, sightings, vault
from evidence.services.captures import Told
from evidence.services.helping import DecidedAlready
from evidence.services.sightings import Noticed, check_open, known_among, locked
from evidence.services.unlinked import Unlinked


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The place and the file that were made of it. `known` where the case had the place before."""

    sighting: Sighting
    exhibit: Exhibit | None
    known: bool


@transaction.atomic
def accept(contribution: Contribution, *, actor: Person, now: datetime) -> TakenIn:
    """Make a place of it, and an exhibit of its file; both say who told it.

    Raises DecidedAlready, CaseClosed, CannotOpen, and FileRefused where no file is taken any more.
    """
    case, found = _waiting(contribution, actor=actor)
    check_open(case)
    told = Told(by=found.link.label, contribution=found)
    place, known = _place(case, found, told=told, actor=actor, now=now)
    kept = _file(case, found, place=place, told=told, actor=actor, now=now)
    found.sighting, found.exhibit = place, kept
    _decide(found, ContributionState.ACCEPTED, actor=actor, now=now)
    custody.record(
        case, "helper.accepted", item=found.pk, actor=actor, now=now,
        sighting=str(place.pk), exhibit=str(kept.pk) if kept else "",
    )  # fmt: skip
    timeline.record(case, "helper.accepted", actor=actor, now=now, number=found.link.number)
    return TakenIn(sighting=place, exhibit=kept, known=known)


@transaction.atomic
def decline(contribution: Contribution, *, actor: Person, now: datetime) -> None:
    """Destroy its file and forget what it said; that it came and was declined stays.

    Raises DecidedAlready.
    """
    case, found = _waiting(contribution, actor=actor)
    sealed, digest = found.file, {}
    if sealed is not None:
        digest = {"sha256": sealed.sha256}
    _drop_file(found)
    found.as_seen = found.locator = found.note = found.file_name = found.seen_zone = ""
    found.seen_at = None
    _decide(found, ContributionState.DECLINED, actor=actor, now=now)
    custody.record(case, "helper.declined", item=found.pk, actor=actor, now=now, **digest)
    timeline.record(case, "helper.declined", actor=actor, now=now, number=found.link.number)


def _waiting(contribution: Contribution, *, actor: Person) -> tuple[Case, Contribution]:
    access.require(actor, Permission.LOG, contribution.link.case)
    case = locked(contribution.link.case)
    found = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    if found.state != ContributionState.WAITING:
        raise DecidedAlready("Somebody has decided about this already.")
    return case, found


def _place(
    case: Case, found: Contribution, *, told: Told, actor: Person, now: datetime
) -> tuple[Sighting, bool]:
    noticed = Noticed(seen_at=found.seen_at, seen_zone=found.seen_zone, note=found.note)
    if found.kind != Kind.LINK:
        made = sightings.log_place(
            case, place=Unlinked(kind=Kind(found.kind), locator=found.locator), noticed=noticed,
            actor=actor, now=now, told=told,
        )  # fmt: skip
        return made, False
    link = normalise(found.as_seen)
    known = known_among(case, links=[link])
    if known:
        return next(iter(known.values())), True
    [made] = sightings.log_links(
        case, links=[link], noticed=noticed, actor=actor, now=now, told=told
    )
    return made, False


def _file(
    case: Case, found: Contribution, *, place: Sighting, told: Told, actor: Person, now: datetime
) -> Exhibit | None:
    if found.file is None:
        return None
    try:
        clear = io.BytesIO(vault.read_all(found.file))
    except (storage.Damaged, OSError) as fault:
        raise exhibits.CannotOpen("This file could not be opened. Please decline it.") from fault
    kept = exhibits.keep(
        case, clear, name=found.file_name, sighting=place, actor=actor, now=now,
        manner=Manner.HELPER, told=told,
    ).exhibit  # fmt: skip
    _drop_file(found)
    return kept


def _drop_file(found: Contribution) -> None:
    """The bytes go once the transaction stands."""
    sealed: SealedFile | None = found.file
    if sealed is None:
        return
    found.file = None
    found.save(update_fields=["file"])
    vault.discard(sealed)


def _decide(found: Contribution, state: ContributionState, *, actor: Person, now: datetime) -> None:
    found.state, found.decided_at, found.decided_by = state, now, actor
    found.save()
