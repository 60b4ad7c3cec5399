"""What pages say of how strong a file or a place stands: captures, signatures, copies."""

from typing import Any

from accounts.models import Person
from evidence.models import Capture, CaptureWay, CoSignature, Exhibit, Sighting
from evidence.registry.rungs import Rung, rungs
from evidence.services import captures, cosigning
from evidence.services.captures import Reached


def recorded(exhibit: Exhibit) -> dict[str, Any]:
    """For the page of a file: its capture, earlier ones, the ladder, and who co-signed."""
    rows = list(exhibit.captures.select_related("logged_by").order_by("-logged_at"))
    stands = [row for row in rows if not hasattr(row, "corrected_by")]
    reached = captures.reached(exhibit)
    return {
        "capture": stands[0] if stands else None,
        "earlier": [row for row in rows if row not in stands],
        "highest": reached.highest,
        "others": reached.others,
        "ahead": _ahead(reached),
        "signatures": [shown(row) for row in _of(exhibit)],
    }


def _ahead(reached: Reached) -> list[Rung]:
    """Rungs this very file may still reach: only what the server brought stands on the server's."""
    open_to_it = [rung for way, rung in rungs().items() if way != CaptureWay.SERVER]
    return [rung for rung in open_to_it if rung.used and rung not in reached.rungs]


def _of(exhibit: Exhibit) -> list[CoSignature]:
    rows = exhibit.signatures.filter(corrected_by=None).select_related("signer", "exhibit")
    return list(rows.order_by("signed_at"))


def witnessed(sighting: Sighting, *, reader: Person) -> dict[str, Any]:
    """For the page of a place: who co-signed, where archives hold copies, who told it."""
    noted = Capture.objects.filter(sighting=sighting).standing().order_by("logged_at")
    archives = [row for row in noted if row.way == CaptureWay.ARCHIVED]
    told = next((row for row in noted if row.told_by), None)
    return {
        "signatures": [shown(row) for row in cosigning.standing(sighting)],
        "archives": archives,
        "archived": rungs()[CaptureWay.ARCHIVED],
        "observed": rungs()[CaptureWay.OBSERVED],
        "told": told,
        "may_cosign": not cosigning.why_not(sighting, actor=reader),
    }


def shown(row: CoSignature) -> dict[str, Any]:
    """A signature in words."""
    return {
        "row": row,
        "said": ", ".join(cosigning.said(row)),
        "between": cosigning.between(row),
        "strength": cosigning.strength(row),
        "tone": "gone" if cosigning.is_strong(row) else "partly",
    }
