"""Saving everything that is kept, of a case or of oneself."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.gate import proof_first, reader_of
from cases.access import Permission
from cases.gate import case_view
from cases.models import Case
from dossiers.services import taking
from dossiers.views.released import saved


@require_GET
@case_view(Permission.EXPORT)
def case_take(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Everything of a case, after a proof of who asks."""
    now, page = timezone.now(), reverse("cases:case-keep", args=[case.ref])
    if asked := proof_first(request, then=page, now=now):
        return asked
    handed = taking.take_case(case, actor=reader_of(request), now=now)
    return saved(StreamingHttpResponse(handed.chunks, content_type=handed.mime), handed.name)


@require_GET
@login_required
def take_all(request: HttpRequest) -> HttpResponseBase:
    """Everything of oneself, and of one's own cases."""
    now = timezone.now()
    if asked := proof_first(request, then=reverse("accounts:settings"), now=now):
        return asked
    handed = taking.take_person(reader_of(request), now=now)
    return saved(StreamingHttpResponse(handed.chunks, content_type=handed.mime), handed.name)
