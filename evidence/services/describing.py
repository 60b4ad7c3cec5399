"""What people add of how a file was made, and where a third party holds a copy."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from evidence.models import Capture, CaptureWay, Exhibit, Knowledge, Manner, Method, Sighting
from evidence.services import custody, traces
from evidence.services.captures import standing
from evidence.services.observations import NotYet
from evidence.services.sightings import check_open, locked

SAVED_PAGES = frozenset(
    {
        "text/html", "multipart/related", "application/warc", "application/wacz",
        "application/pdf",
    }
)  # fmt: skip
"""Types of file in which a browser keeps a page."""


class NotASavedPage(DomainError):
    """The file is of no type in which a browser keeps a page."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a person adds of how a file was made; all of it may be empty.

    `captured_at` is UTC. `device` is what the browser says of itself.
    """

    method: Method = Method.UNKNOWN
    tool: str = ""
    tool_version: str = ""
    device: str = ""
    cropped: str = ""
    not_shown: str = ""
    knowledge: Knowledge = Knowledge.UNKNOWN
    told_by: str = ""
    captured_at: datetime | None = None


@transaction.atomic
def describe(exhibit: Exhibit, *, said: Described, actor: Person, now: datetime) -> Capture:
    """Add a row that knows more of how the file was made; the row before stays.

    It counts as captured in the browser only where the file is a saved page and its tool is
    named. Raises NotASavedPage, NotYet and CaseClosed.
    """
    access.require(actor, Permission.LOG, exhibit.case)
    case = locked(exhibit.case)
    check_open(case)
    if said.method == Method.SAVED_PAGE and exhibit.mime not in SAVED_PAGES:
        raise NotASavedPage("This file is not a page saved by a browser: look at its type.")
    if said.captured_at and said.captured_at > now:
        raise NotYet("This moment has not come yet. Put in when it was made.")
    before = standing(exhibit)
    saved = said.method == Method.SAVED_PAGE and bool(said.tool)
    made = Capture.objects.create(
        case=case,
        exhibit=exhibit,
        corrects=before,
        way=_way(before, saved=saved),
        manner=before.manner if before else Manner.UNKNOWN,
        contribution=before.contribution if before else None,
        method=said.method,
        tool=said.tool,
        tool_version=said.tool_version,
        device=said.device,
        cropped=said.cropped,
        not_shown=said.not_shown,
        knowledge=said.knowledge,
        told_by=said.told_by,
        captured_at=said.captured_at,
        logged_at=now,
        logged_by=actor,
    )
    custody.record(
        case, "exhibit.described", item=exhibit.pk, actor=actor, now=now,
        way=made.way, **traces.payload_of_capture(made),
    )  # fmt: skip
    timeline.record(case, "exhibit.described", actor=actor, now=now, exhibit=exhibit.label)
    return made


def _way(before: Capture | None, *, saved: bool) -> CaptureWay:
    """What the server fetched stays so, whatever is added about it."""
    if before is not None and before.way == CaptureWay.SERVER:
        return CaptureWay.SERVER
    return CaptureWay.BROWSER if saved else CaptureWay.GIVEN


@transaction.atomic
def note_archive(
    sighting: Sighting, *, address: str, archived_at: datetime | None, actor: Person, now: datetime
) -> Capture:
    """Write down where a third party is said to hold a copy. Nothing is ever sent there."""
    access.require(actor, Permission.LOG, sighting.case)
    case = locked(sighting.case)
    check_open(case)
    if archived_at and archived_at > now:
        raise NotYet("This moment has not come yet. Put in when the copy was made.")
    made = Capture.objects.create(
        case=case,
        sighting=sighting,
        way=CaptureWay.ARCHIVED,
        manner=Manner.TYPED,
        archive_url=address,
        captured_at=archived_at,
        logged_at=now,
        logged_by=actor,
    )
    custody.record(
        case, "place.archived", item=sighting.pk, actor=actor, now=now,
        **traces.payload_of_capture(made),
    )  # fmt: skip
    timeline.record(case, "place.archived", actor=actor, now=now, number=sighting.number)
    return made
