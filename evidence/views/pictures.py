"""Two ways to look at a picture: its outline, and the picture while it is held."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.models import Exhibit, LookReason
from evidence.services import exhibits

SHUT_IN = "default-src 'none'; sandbox"


@require_GET
@case_view(Permission.REVEAL)
def exhibit_outline(request: HttpRequest, case: Case, exhibit_id: UUID) -> HttpResponseBase:
    """The outline drawing."""
    found = exhibit_of(case, exhibit_id)
    try:
        drawing, mime = exhibits.outline(found, actor=reader_of(request), now=timezone.now())
    except DomainError as fault:
        return back_to(request, found, fault)
    return shut_in(HttpResponse(drawing, content_type=mime))


@require_POST
@case_view(Permission.REVEAL)
def exhibit_preview(request: HttpRequest, case: Case, exhibit_id: UUID) -> HttpResponseBase:
    """The picture, smaller and without what its file says of itself."""
    found = exhibit_of(case, exhibit_id)
    try:
        picture, mime = exhibits.reveal(
            found, actor=reader_of(request), now=timezone.now(), reason=_reason(request)
        )
    except DomainError as fault:
        return back_to(request, found, fault)
    return shut_in(HttpResponse(picture, content_type=mime))


def _reason(request: HttpRequest) -> LookReason | None:
    given = request.POST.get("reason", "")
    return LookReason(given) if given in LookReason.values else None


def exhibit_of(case: Case, exhibit_id: UUID) -> Exhibit:
    """The exhibit of this case, or 404."""
    rows = Exhibit.objects.filter(case=case).select_related("file__case", "case")
    return get_object_or_404(rows, pk=exhibit_id)


def shut_in(response: HttpResponseBase) -> HttpResponseBase:
    """The answer with a policy that lets it do nothing, wherever it is opened."""
    response.headers["Content-Security-Policy"] = SHUT_IN
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def back_to(request: HttpRequest, found: Exhibit, fault: DomainError) -> HttpResponseBase:
    """To the exhibit's page, with the sentence why."""
    messages.error(request, str(fault))
    return redirect("evidence:exhibit", ref=found.case.ref, exhibit_id=found.pk)
