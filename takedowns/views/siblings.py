"""Where else to look, beside a place of a case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from evidence.models import Sighting
from evidence.services.sightings import kind_in_words
from takedowns.registry.loader import registry
from takedowns.services import siblings
from takedowns.views.registry_words import SIBLING_KINDS


@require_safe
@case_view(Permission.SEE)
def siblings_view(request: HttpRequest, case: Case, sighting_id: UUID) -> HttpResponse:
    """What the link says, and other places to look at; `?panel=1` gives the part for its page."""
    found = _place(case, sighting_id)
    labels = registry().identifiers
    page = {
        **frame(request, case),
        "sighting": found,
        "platform": registry().platforms.get(found.platform),
        "page_kind": kind_in_words(found.page_kind) or "page",
        "identifiers": [
            (labels.get(name, name.replace("_", " ")), text)
            for name, text in found.identifiers.items()
        ],
        "rows": [
            {"sibling": each, "kind": SIBLING_KINDS[each.kind]} for each in siblings.proposed(found)
        ],
    }
    is_panel = "panel" in request.GET
    name = "_siblings" if is_panel else "siblings"
    return render(request, f"takedowns/{name}.html", {**page, "folded": is_panel})


@require_POST
@case_view(Permission.LOG)
def sibling_add(request: HttpRequest, case: Case, sighting_id: UUID) -> HttpResponse:
    """It was found at a proposed address: a new place of the case."""
    found = _place(case, sighting_id)
    address = request.POST.get("address", "")
    try:
        made = siblings.add(found, address=address, actor=reader_of(request), now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        said = f"Place {made.number} is noted." if made else "The case holds that place already."
        messages.success(request, said)
    return redirect("evidence:sighting", ref=case.ref, sighting_id=found.pk)


def _place(case: Case, sighting_id: UUID) -> Sighting:
    found = get_object_or_404(Sighting, case=case, pk=sighting_id)
    found.case = case
    return found
