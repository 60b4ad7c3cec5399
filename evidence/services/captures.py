"""How each place and each file was recorded, and the rung of the ladder that it reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Person
from cases.models import Case
from evidence.fetching.limits import AGENT
from evidence.models import (
    Capture,
    CaptureWay,
    Contribution,
    CoSignature,
    Exhibit,
    Knowledge,
    Manner,
    Method,
    Sighting,
)
from evidence.registry.rungs import Rung, rungs


@dataclass(frozen=True, slots=True)
class Told:
    """By whom it came, where that was not the person who wrote it down."""

    by: str
    contribution: Contribution


@dataclass(frozen=True, slots=True)
class Reached:
    """The rungs one file stands on, highest first."""

    rungs: tuple[Rung, ...]

    @property
    def highest(self) -> Rung:
        """The rung it reached."""
        return self.rungs[0]

    @property
    def others(self) -> tuple[Rung, ...]:
        """What it stands on besides."""
        return self.rungs[1:]


def note_places(
    case: Case, made: Iterable[Sighting], *, actor: Person, now: datetime, told: Told | None = None
) -> list[Capture]:
    """One capture for each new place: given, by the person or by whoever told it."""
    return Capture.objects.bulk_create(
        Capture(
            case=case,
            sighting=row,
            way=CaptureWay.GIVEN,
            manner=Manner.HELPER if told else Manner.TYPED,
            knowledge=_knowledge(row, told=told),
            told_by=told.by if told else "",
            contribution=told.contribution if told else None,
            seen_at=row.seen_at,
            logged_at=now,
            logged_by=actor,
        )
        for row in made
    )


def _knowledge(row: Sighting, *, told: Told | None) -> Knowledge:
    if told:
        return Knowledge.TOLD
    return Knowledge.OWN if row.seen_at else Knowledge.UNKNOWN


def note_fetched(exhibit: Exhibit, *, actor: Person, now: datetime) -> Capture:
    """The capture of a page that the server fetched, because `actor` asked for it."""
    return Capture.objects.create(
        case=exhibit.case,
        exhibit=exhibit,
        way=CaptureWay.SERVER,
        method=Method.DOWNLOAD,
        tool=AGENT,
        captured_at=now,
        logged_at=now,
        logged_by=actor,
    )


def note_file(
    exhibit: Exhibit, *, manner: Manner, actor: Person, now: datetime, told: Told | None = None
) -> Capture:
    """The capture of a file that was just kept: given."""
    return Capture.objects.create(
        case=exhibit.case,
        exhibit=exhibit,
        way=CaptureWay.GIVEN,
        manner=manner,
        knowledge=Knowledge.TOLD if told else Knowledge.UNKNOWN,
        told_by=told.by if told else "",
        contribution=told.contribution if told else None,
        logged_at=now,
        logged_by=actor,
    )


def standing(exhibit: Exhibit) -> Capture | None:
    """The capture of a file that no later row corrects."""
    return exhibit.captures.standing().select_related("logged_by").order_by("-logged_at").first()


def reached(exhibit: Exhibit) -> Reached:
    """The rungs a file stands on now."""
    archived = Capture.objects.filter(
        sighting=exhibit.sighting_id, sighting__isnull=False, way=CaptureWay.ARCHIVED
    )
    return rungs_of(
        exhibit,
        captures=list(exhibit.captures.standing()),
        signatures=list(exhibit.signatures.filter(corrected_by=None)),
        is_archived=archived.exists(),
    )


def rungs_of(
    exhibit: Exhibit,
    *,
    captures: Iterable[Capture],
    signatures: Iterable[CoSignature],
    is_archived: bool,
) -> Reached:
    """The same from rows that were read before. `captures` and `signatures` are those that stand.

    A signature lifts a file only where its signer saw the same picture.
    """
    ways = {row.way for row in captures}
    if CaptureWay.SERVER not in ways:
        ways.add(CaptureWay.GIVEN)  # what the server fetched, nobody gave
    if any(row.same_picture and row.exhibit_id == exhibit.pk for row in signatures):
        ways.add(CaptureWay.OBSERVED)
    if is_archived:
        ways.add(CaptureWay.ARCHIVED)
    known = [rung for way, rung in rungs().items() if way in ways]
    return Reached(rungs=tuple(reversed(known)))


def giver(exhibit: Exhibit) -> UUID | None:
    """Who of the case gave the file as their own; None where somebody else told it."""
    told = exhibit.captures.filter(knowledge=Knowledge.TOLD).exists()
    return None if told else exhibit.kept_by_id


def first_observer(sighting: Sighting) -> UUID | None:
    """Who of the case says that they saw it; None where somebody else told it."""
    told = Capture.objects.filter(sighting=sighting, knowledge=Knowledge.TOLD).exists()
    return None if told else sighting.logged_by_id
