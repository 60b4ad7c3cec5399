"""Parts of a picture that a redacted set does not show: drawn, and taken back, by a person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError, NotPermitted
from cases.models import Case, Scope
from evidence import storage
from evidence.errors import KeyDestroyed
from evidence.fingerprints.crops import Box
from evidence.intake import covering
from evidence.intake.covering import Copy
from evidence.models import Derivative, Exhibit, Redaction, RedactionReason, SealedFile
from evidence.services import custody, traces, vault
from evidence.services.readings import limits
from evidence.services.sightings import check_open, locked

MOST_BOXES = 200
"""More boxes on one picture than anybody draws by hand."""
NO_MANDATE = (
    "Only the person, or an advocate whose mandate says “Make a dossier”, may cover parts of a "
    "picture. Ask the person for that mandate first."
)

NO_PICTURE = "There is no picture of this file, so nothing on it can be covered."


class BoxRefused(DomainError):
    """The box does not lie on the picture, is empty, or is one too many."""


class NothingToCover(DomainError):
    """There is no picture of this file that anything could be drawn on."""


class NotRedacted(Exception):
    """The picture could not be made with its boxes over it, so there is none."""


@dataclass(frozen=True, slots=True)
class Area:
    """Where a box stands on the upright picture, in pixels of the file."""

    left: int
    top: int
    width: int
    height: int


def may_redact(actor: Person, case: Case, *, now: datetime) -> bool:
    """Whether this person may draw boxes and take them back."""
    if not access.can(actor, Permission.EXPORT, case):
        return False
    return case.client_id == actor.pk or access.has_mandate(actor, Scope.DOSSIER, case, now=now)


def can_be_covered(exhibit: Exhibit) -> bool:
    """Whether there is a picture of it."""
    return bool(exhibit.width and exhibit.height) and exhibit.derivatives.exists()


def reasons_of(exhibit: Exhibit) -> list[tuple[str, int]]:
    """What is covered on it now: each reason in words, and how many boxes have it."""
    counted = Counter(exhibit.redactions.standing().values_list("reason", flat=True))
    return [(each.label, counted[each]) for each in RedactionReason if counted[each]]


@transaction.atomic
def draw(
    exhibit: Exhibit, *, area: Area, reason: RedactionReason, actor: Person, now: datetime
) -> Redaction:
    """Cover a part of the picture in every redacted set made from now on.

    Raises BoxRefused, NothingToCover and CaseClosed.
    """
    access.require(actor, Permission.EXPORT, exhibit.case)
    _require(actor, exhibit.case, now=now)
    case = locked(exhibit.case)
    check_open(case)
    _check(area, exhibit=exhibit)
    last = exhibit.redactions.aggregate(last=Max("number"))["last"] or 0
    made = Redaction.objects.create(
        exhibit=exhibit,
        number=last + 1,
        left=area.left,
        top=area.top,
        width=area.width,
        height=area.height,
        reason=reason,
        drawn_at=now,
        drawn_by=actor,
    )
    custody.record(
        case, "exhibit.covered", item=exhibit.pk, actor=actor, now=now,
        redaction=str(made.pk), redaction_row=traces.of_redaction(made),
    )  # fmt: skip
    timeline.record(
        case, "exhibit.covered", actor=actor, now=now,
        exhibit=exhibit.label, reason=reason.label.lower(),
    )  # fmt: skip
    return made


@transaction.atomic
def take_back(redaction: Redaction, *, actor: Person, now: datetime) -> None:
    """Redacted sets made from now on show that part again; the box stays as history.

    Doing it twice changes nothing the second time. Raises CaseClosed.
    """
    exhibit = redaction.exhibit
    access.require(actor, Permission.EXPORT, exhibit.case)
    _require(actor, exhibit.case, now=now)
    case = locked(exhibit.case)
    check_open(case)
    ended = Redaction.objects.standing().filter(pk=redaction.pk)
    if not ended.update(ended_at=now, ended_by=actor):
        return
    custody.record(
        case, "exhibit.uncovered", item=exhibit.pk, actor=actor, now=now,
        redaction=str(redaction.pk),
    )  # fmt: skip
    timeline.record(case, "exhibit.uncovered", actor=actor, now=now, exhibit=exhibit.label)


def covered_copy(exhibit: Exhibit, *, boxes: Iterable[Box], copy: Copy) -> bytes:
    """The smaller copy with these boxes burnt in, made anew; raises NotRedacted.

    It is made from the file itself. Of a video, the one frame that is ever shown was chosen when
    the file was read, and boxes were drawn on it: that frame is taken as it was kept then.
    """
    size = exhibit.width or 0, exhibit.height or 0
    try:
        content = vault.read_all(_source(exhibit))
        return covering.covered(content, size=size, boxes=tuple(boxes), copy=copy, limits=limits())
    except (covering.NotCovered, storage.Damaged, KeyDestroyed, OSError) as fault:
        raise NotRedacted(str(exhibit.pk)) from fault


def _source(exhibit: Exhibit) -> SealedFile:
    if not exhibit.mime.startswith("video/"):
        return exhibit.file
    frame = exhibit.derivatives.filter(kind=Derivative.Kind.PREVIEW).select_related("file").first()
    if frame is None:
        raise NotRedacted(str(exhibit.pk))
    return frame.file


def _require(actor: Person, case: Case, *, now: datetime) -> None:
    if not may_redact(actor, case, now=now):
        raise NotPermitted(NO_MANDATE)


def _check(area: Area, *, exhibit: Exhibit) -> None:
    if not can_be_covered(exhibit):
        raise NothingToCover(NO_PICTURE)
    wide, high = exhibit.width or 0, exhibit.height or 0
    if area.width < 1 or area.height < 1:
        raise BoxRefused("This box is empty. Draw one that covers something.")
    if (
        area.left < 0
        or area.top < 0
        or area.left + area.width > wide
        or (area.top + area.height > high)
    ):
        raise BoxRefused(
            f"This box does not lie on the picture, which is {wide} wide and {high} high."
        )
    if exhibit.redactions.standing().count() >= MOST_BOXES:
        raise BoxRefused(
            f"There are {MOST_BOXES} boxes on this picture already. Cover a larger part at once."
        )
