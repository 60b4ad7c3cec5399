"""The files of a case: how they stand, never what they show."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.access import Permission
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.forms.files import ExhibitForm
from evidence.models import (
    Comparing,
    Comparison,
    Decision,
    Derivative,
    Exhibit,
    LookReason,
    Reading,
    Sighting,
)
from evidence.services import custody, redactions
from evidence.services import exhibits as services
from evidence.services.exhibits import why_no_files
from evidence.views.arrivals import kept_files
from evidence.views.pages import PAGE, page
from evidence.views.standing import recorded
from evidence.views.uploads import offered_files, takes_uploads

PENDING = (Reading.DUE, Reading.WORKING)
GOOD, FAIR = 80, 50


@require_GET
@case_view(Permission.SEE)
def exhibits(request: HttpRequest, case: Case) -> HttpResponse:
    """All files, newest first, without any picture; `?panel=1` gives a few lines."""
    rows = Exhibit.objects.filter(case=case).select_related("file", "sighting")
    likely = Q(matches__decision__in=[Decision.OPEN, Decision.CONFIRMED])
    rows = rows.annotate(likely=Count("matches", filter=likely)).order_by("-number")
    if "panel" in request.GET:
        return page(
            request, case, "evidence/_exhibits_panel.html",
            rows=rows[:5], total=rows.count(),
        )  # fmt: skip
    rows_page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return page(
        request, case, "evidence/exhibits.html",
        rows_page=rows_page,
    )  # fmt: skip


@require_GET
@case_view(Permission.SEE)
def exhibit(request: HttpRequest, case: Case, exhibit_id: UUID) -> HttpResponse:
    """One file; `?reading=1` gives the part that changes while it is being checked."""
    rows = Exhibit.objects.filter(case=case).select_related("file", "sighting", "kept_by")
    found = get_object_or_404(rows, pk=exhibit_id)
    context = _reading(found, request)
    if "reading" in request.GET:
        return page(request, case, "evidence/_reading.html", **context)
    history = custody.history(found.pk, reader=reader_of(request))
    context |= recorded(found)
    return page(
        request, case, "evidence/exhibit.html", history=history,
        digest=in_groups(found.file.sha256), covered=redactions.reasons_of(found),
        can_be_covered=redactions.can_be_covered(found), **context,
    )  # fmt: skip


def _reading(found: Exhibit, request: HttpRequest) -> dict[str, Any]:
    kinds = set(found.derivatives.values_list("kind", flat=True))
    return {
        "exhibit": found,
        "pending": found.reading in PENDING,
        "quality": in_words(found),
        "matches": found.matches.select_related("reference").order_by("distance"),
        "outline_url": _url("exhibit-outline", found) if Derivative.Kind.OUTLINE in kinds else "",
        "preview_url": _url("exhibit-preview", found) if Derivative.Kind.PREVIEW in kinds else "",
        "closer": closer_look(found),
        "kind": _kind(found),
        "revealed": services.times_revealed(found),
        **asked_why(found.case, request),
    }


def asked_why(case: Case, request: HttpRequest) -> dict[str, Any]:
    """Whether a reason is asked before a picture is shown, and which there are."""
    own = case.client_id == reader_of(request).pk
    return {"ask_reason": not own, "reasons": LookReason.choices}


def closer_look(found: Exhibit) -> str:
    """How the closer look stands where it is not done, in a sentence; else empty."""
    asked = Comparison.objects.filter(exhibit=found).first()
    if asked is None or asked.state == Comparing.DONE:
        return ""
    if asked.state == Comparing.GAVE_UP:
        return "A closer look at it did not work. What stands here was found by fingerprints alone."
    return "It is still being compared with your own pictures. Open this page again in a minute."


def _kind(found: Exhibit) -> str:
    size = f", {found.width} × {found.height}" if found.width else ""
    return f"{found.mime.removeprefix('image/').upper()}{size}, {filesizeformat(found.file.bytes)}"


def _url(name: str, found: Exhibit) -> str:
    return reverse(f"evidence:{name}", args=[found.case.ref, found.pk])


def in_groups(digest: str) -> list[str]:
    """A digest in groups of eight, as people compare it."""
    return [digest[at : at + 8] for at in range(0, len(digest), 8)]


def in_words(found: Exhibit) -> str:
    """How well a picture can be told from others."""
    if found.quality is None:
        return "Cannot be compared"
    if found.quality >= GOOD:
        return "Can be compared, very well"
    if found.quality >= FAIR:
        return "Can be compared"
    return "Too plain to be compared well"


@require_http_methods(["GET", "POST"])
@takes_uploads(case_view(Permission.LOG))
def exhibit_add(request: HttpRequest, case: Case) -> HttpResponse:
    """Keep files, with or without the place they show."""
    places = Sighting.objects.filter(case=case).order_by("number")
    if request.method == "GET":
        form = ExhibitForm(places=places, initial={"sighting": _asked_for(request)})
        return _form_page(request, case, form)
    form = ExhibitForm(request.POST, request.FILES, places=places)
    if offered_files(request) or not case.takes_files:
        form.errors.clear()
        form.add_error(None, why_no_files(case))
        return _form_page(request, case, form)
    sighting = form.cleaned_data.get("sighting") if form.is_valid() else None
    kept = kept_files(request, case, form, sighting=sighting)
    for one in kept:
        again = " It was here already; it is counted, not kept twice." if one.again else ""
        messages.success(request, f"{one.exhibit.label} is kept.{again} {one.remark}".strip())
    if form.errors:
        return _form_page(request, case, form)
    if len(kept) == 1:
        return redirect("evidence:exhibit", ref=case.ref, exhibit_id=kept[0].exhibit.pk)
    return redirect("evidence:exhibits", ref=case.ref)


def _asked_for(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("place", ""))
    except ValueError:
        return None


def _form_page(request: HttpRequest, case: Case, form: ExhibitForm) -> HttpResponse:
    return page(
        request, case, "evidence/exhibit_add.html",
        form=form, status=422 if form.errors else 200,
    )  # fmt: skip
