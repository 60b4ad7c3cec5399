"""Taking back the places of a list that nothing else hangs on."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q

from evidence.models import Capture, CaptureWay, Exhibit, Import, Observation, Sighting

CHANGED: Final = "Somebody changed what is noted about it."
LOOKED_AT: Final = "Somebody looked at it again."
SHOWN: Final = "A file shows it."
USED: Final = "It is used elsewhere in the case, for example in a letter."
LEADS_ON: Final = "Another place was found through it."
_AT_ONCE: Final = 500


def remove(whole: Import) -> tuple[list[dict[str, Any]], list[UUID]]:
    """Remove what can be; the places that stay, with why, and the keys of those removed."""
    reasons = staying(whole)
    places = dict(Sighting.objects.filter(whole=whole).values_list("pk", "number"))
    gone = [pk for pk in places if pk not in reasons]
    for at in range(0, len(gone), _AT_ONCE):
        Sighting.objects.filter(pk__in=gone[at : at + _AT_ONCE]).delete()
    stayed = [{"number": places[pk], "id": str(pk), "why": why} for pk, why in reasons.items()]
    return sorted(stayed, key=lambda row: int(str(row["number"]))), gone


def staying(whole: Import) -> dict[Any, str]:
    """Why places of this list stay, by their key; any row of any app that names one counts."""
    reasons: dict[Any, str] = {}
    for pk, why in _held(whole):
        reasons.setdefault(pk, why)
    leads = list(
        Sighting.objects.filter(reached_from__whole=whole).values_list(
            "pk", "reached_from", "whole"
        )
    )
    changed = True
    while changed:
        held = {
            place for child, place, list_id in leads
            if place not in reasons and (list_id != whole.pk or child in reasons)
        }  # fmt: skip
        reasons |= dict.fromkeys(held, LEADS_ON)
        changed = bool(held)
    return reasons


def _held(whole: Import) -> Iterator[tuple[Any, str]]:
    for relation in Sighting._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if model in (Sighting, Observation):
            continue
        rows = model._base_manager.filter(**{f"{name}__whole": whole})
        if model is Capture:  # the one a place came with goes with it
            rows = rows.exclude(way=CaptureWay.GIVEN)
        why = SHOWN if model is Exhibit else USED
        yield from ((pk, why) for pk in rows.values_list(name, flat=True))
    places = Sighting.objects.filter(whole=whole).annotate(looks=Count("observations"))
    again = places.filter(Q(looks__gt=1) | Q(looks=1, seen_at=None))
    yield from ((pk, LOOKED_AT) for pk in again.values_list("pk", flat=True))
    changed = whole.case.timeline.filter(kind="sighting.changed", at__gte=whole.made_at)
    numbers = {event.payload["number"] for event in changed}
    numbered = Sighting.objects.filter(whole=whole).values_list("pk", "number")
    yield from ((pk, CHANGED) for pk, number in numbered if number in numbers)
