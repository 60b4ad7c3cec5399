"""Small papers of a case, to be saved: what was allowed, what was released, a receipt."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.access import Permission
from cases.gate import case_view, reader_of
from cases.models import Case, Mandate
from dossiers.models import Release
from dossiers.services import papers
from dossiers.views.released import saved
from takedowns.models import Notice


@require_GET
@case_view(Permission.SEE)
def mandate_paper(request: HttpRequest, case: Case, mandate_id: UUID) -> HttpResponseBase:
    """What the person allowed, word for word."""
    rows = Mandate.objects.select_related("case__organisation", "holder", "recorded_by")
    held = get_object_or_404(rows, case=case, pk=mandate_id)
    return sheet(papers.mandate_paper(held, actor=reader_of(request), now=timezone.now()))


@require_GET
@case_view(Permission.EXPORT)
def release_paper(request: HttpRequest, case: Case, release_id: UUID) -> HttpResponseBase:
    """What one reader may do with a bundle, word for word."""
    rows = Release.objects.select_related("case", "dossier", "given_by")
    found = get_object_or_404(rows, case=case, pk=release_id)
    return sheet(papers.release_paper(found, actor=reader_of(request), now=timezone.now()))


@require_GET
@case_view(Permission.DRAFT)
def notice_receipt(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponseBase:
    """That a letter left, by its digests."""
    rows = Notice.objects.select_related("case")
    letter = get_object_or_404(rows, case=case, pk=notice_id)
    try:
        made = papers.receipt(letter, actor=reader_of(request), now=timezone.now())
    except papers.NothingSent as refusal:
        messages.info(request, str(refusal))
        return redirect("takedowns:notice", ref=case.ref, notice_id=letter.pk)
    return sheet(made)


def sheet(made: papers.Sheet) -> HttpResponseBase:
    """A PDF to be saved, never shown."""
    return saved(HttpResponse(made.data, content_type="application/pdf"), made.name)
