"""Covering parts of a picture for redacted sets, and taking that back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import Permission
from cases.errors import DomainError, NotPermitted
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.forms.redacting import CoverForm
from evidence.forms.references import SIDES
from evidence.models import Derivative, Exhibit, Redaction
from evidence.services import redactions
from evidence.views.exhibits import asked_why
from evidence.views.pages import page
from evidence.views.pictures import exhibit_of


@require_http_methods(["GET", "POST"])
@case_view(Permission.EXPORT)
def exhibit_cover(request: HttpRequest, case: Case, exhibit_id: UUID) -> HttpResponse:
    """The picture's shape with its boxes; nothing of the picture is loaded until asked for."""
    found = exhibit_of(case, exhibit_id)
    form = CoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _drawn(request, form, found):
        messages.success(request, "That part is covered in every redacted set from now on.")
        return redirect("evidence:exhibit-cover", ref=case.ref, exhibit_id=found.pk)
    return page(
        request, case, "evidence/exhibit_cover.html",
        form=form, sides=[form[side] for side in SIDES], why_not=_why_not(request, found),
        **_picture(found, request), status=422 if form.errors else 200,
    )  # fmt: skip


@require_POST
@case_view(Permission.EXPORT)
def exhibit_uncover(
    request: HttpRequest, case: Case, exhibit_id: UUID, redaction_id: UUID
) -> HttpResponse:
    """Take one box back; it stays as history."""
    rows = Redaction.objects.filter(exhibit=exhibit_of(case, exhibit_id)).select_related("exhibit")
    box = get_object_or_404(rows, pk=redaction_id)
    try:
        redactions.take_back(box, actor=reader_of(request), now=timezone.now())
    except NotPermitted:
        raise
    except DomainError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, f"Box {box.number} is taken back. It stays in the history.")
    return redirect("evidence:exhibit-cover", ref=case.ref, exhibit_id=exhibit_id)


def _drawn(request: HttpRequest, form: CoverForm, found: Exhibit) -> bool:
    actor, now = reader_of(request), timezone.now()
    try:
        redactions.draw(found, area=form.area(), reason=form.why(), actor=actor, now=now)
    except NotPermitted:
        raise
    except DomainError as fault:
        form.add_error(None, str(fault))
    return not form.errors


def _why_not(request: HttpRequest, found: Exhibit) -> str:
    """Why this reader draws nothing here, in a sentence; else empty."""
    if not redactions.may_redact(reader_of(request), found.case, now=timezone.now()):
        return redactions.NO_MANDATE
    if not found.case.is_open:
        return "This case is closed. Open it again to cover something."
    if not redactions.can_be_covered(found):
        return redactions.NO_PICTURE
    return ""


def _picture(found: Exhibit, request: HttpRequest) -> dict[str, Any]:
    boxes = list(found.redactions.select_related("drawn_by", "ended_by").order_by("number"))
    kinds = set(found.derivatives.values_list("kind", flat=True))
    return {
        "exhibit": found,
        "standing": [box for box in boxes if box.ended_at is None],
        "ended": [box for box in boxes if box.ended_at is not None],
        "has_outline": Derivative.Kind.OUTLINE in kinds,
        "has_preview": Derivative.Kind.PREVIEW in kinds,
        "tenth": [f"{(side or 0) / 10:.2f}" for side in (found.width, found.height)],
        **asked_why(found.case, request),
    }
