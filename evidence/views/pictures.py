"""Three ways to look at a file: its outline, the picture while it is held, the file as it came."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.models import Exhibit
from evidence.services import exhibits

SHUT_IN = "default-src 'none'; sandbox"


@require_GET
@case_view(Permission.REVEAL)
def exhibit_outline(request: HttpRequest, case: Case, exhibit_id: UUID) -> HttpResponseBase:
    """The outline drawing."""
    found = _found(case, exhibit_id)
    try:
        drawing, mime = exhibits.outline(found, actor=reader_of(request), now=timezone.now())
    except DomainError as fault:
        return _back(request, found, fault)
    return shut_in(HttpResponse(drawing, content_type=mime))


@require_POST
@case_view(Permission.REVEAL)
def exhibit_preview(request: HttpRequest, case: Case, exhibit_id: UUID) -> HttpResponseBase:
    """The picture, smaller and without what its file says of itself."""
    found = _found(case, exhibit_id)
    try:
        picture, mime = exhibits.reveal(found, actor=reader_of(request), now=timezone.now())
    except DomainError as fault:
        return _back(request, found, fault)
    return shut_in(HttpResponse(picture, content_type=mime))


@require_GET
@case_view(Permission.REVEAL)
def exhibit_original(request: HttpRequest, case: Case, exhibit_id: UUID) -> HttpResponseBase:
    """The file as it came, to be saved and never shown."""
    found = _found(case, exhibit_id)
    try:
        chunks = exhibits.download(found, actor=reader_of(request), now=timezone.now())
    except DomainError as fault:
        return _back(request, found, fault)
    response = StreamingHttpResponse(chunks, content_type="application/octet-stream")
    response["Content-Length"] = str(found.file.bytes)
    ending = re.search(r"\.[A-Za-z0-9]{1,8}$", found.original_name)
    name = found.label + (ending.group().lower() if ending else "")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return shut_in(response)


def _found(case: Case, exhibit_id: UUID) -> Exhibit:
    rows = Exhibit.objects.filter(case=case).select_related("file__case", "case")
    return get_object_or_404(rows, pk=exhibit_id)


def shut_in(response: HttpResponseBase) -> HttpResponseBase:
    """The answer under a policy that lets it do nothing."""
    response.headers["Content-Security-Policy"] = SHUT_IN
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _back(request: HttpRequest, found: Exhibit, fault: DomainError) -> HttpResponseBase:
    messages.error(request, str(fault))
    return redirect("evidence:exhibit", ref=found.case.ref, exhibit_id=found.pk)
