"""Looking at a likeness as outlines."""

from datetime import datetime
from enum import Enum

from accounts.models import Person
from cases import access
from cases.access import Permission
from evidence import storage
from evidence.models import Drawing, Match
from evidence.services import custody, vault
from evidence.services.exhibits import CannotOpen, NothingToShow


class Shape(Enum):
    """How the drawings stand on their sheet."""

    WIDE = "wide"
    TALL = "tall"


def outlines(match: Match, *, shape: Shape, actor: Person, now: datetime) -> bytes:
    """Both pictures as line drawings, a PNG; leaves a custody event.

    Raises NothingToShow where there is none, CannotOpen where the sealed file does not open.
    """
    case = match.exhibit.case
    access.require(actor, Permission.REVEAL, case)
    rows = Drawing.objects.select_related("wide__case", "tall__case")
    drawing = rows.filter(match=match).first()
    if drawing is None:
        raise NothingToShow("There are no outlines of this likeness.")
    try:
        drawn = vault.read_all(drawing.wide if shape is Shape.WIDE else drawing.tall)
    except (storage.Damaged, OSError) as fault:
        custody.record(case, "exhibit.open_failed", item=match.exhibit_id, actor=None, now=now)
        raise CannotOpen("The outlines could not be opened. Please tell us about it.") from fault
    custody.record(
        case, "match.outline", item=match.exhibit_id, actor=actor, now=now, match=str(match.pk)
    )
    return drawn
