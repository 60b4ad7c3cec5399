"""Releasing a bundle to one reader, and ending that again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.gate import require_proof
from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from dossiers.forms.releasing import ReleaseForm
from dossiers.models import Dossier, Release
from dossiers.services import opening, releasing


@case_view(Permission.EXPORT)
@require_http_methods(["GET", "POST"])
def release_new(request: HttpRequest, case: Case, dossier_id: UUID) -> HttpResponse:
    """Choose who, what and how long; read the exact words; then link and code are shown once.

    What is agreed to is what was read: other words are shown again.
    """
    rows = Dossier.objects.filter(case=case).select_related("case")
    dossier, now = get_object_or_404(rows, pk=dossier_id), timezone.now()
    form = ReleaseForm(request.POST or None, dossier=dossier)
    page = frame(request, case) | {
        "form": form,
        "dossier": dossier,
        "may": releasing.may_release(reader_of(request), case, now=now),
    }
    if request.method == "POST" and form.is_valid():
        words = releasing.words_of(dossier, form.terms(), now=now)
        page |= {"words": words, "read": releasing.words_mark(words)}
        if request.POST.get("agreed") == page["read"]:
            require_proof(request, now=now)
            page |= _given(request, dossier, form)
    status = 422 if form.errors else 200
    return render(request, "dossiers/release_new.html", page, status=status)


def _given(request: HttpRequest, dossier: Dossier, form: ReleaseForm) -> dict[str, object]:
    try:
        given = releasing.release(
            dossier, terms=form.terms(), actor=reader_of(request), now=timezone.now()
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return {}
    path = reverse("dossiers:released", args=[given.token])
    return {"given": given, "address": request.build_absolute_uri(path)}


@require_GET
@case_view(Permission.EXPORT)
def releases(request: HttpRequest, case: Case) -> HttpResponse:
    """Every release of the case, newest first."""
    rows = Release.objects.filter(case=case).select_related("dossier").order_by("-given_at")
    run = opening.still_open(case, now=timezone.now())
    told = [(row, row.pk in run) for row in rows]
    return render(request, "dossiers/releases.html", frame(request, case) | {"rows": told})


@require_GET
@case_view(Permission.EXPORT)
def release(request: HttpRequest, case: Case, release_id: UUID) -> HttpResponse:
    """One release: its words, to be printed, and how often it was opened."""
    found = _found(case, release_id)
    running = found.pk in opening.still_open(case, now=timezone.now())
    page = frame(request, case) | {"release": found, "running": running}
    return render(request, "dossiers/release.html", page)


@require_POST
@case_view(Permission.EXPORT)
def release_end(request: HttpRequest, case: Case, release_id: UUID) -> HttpResponse:
    """Nobody opens it any more; back to the page it was ended on."""
    releasing.end(_found(case, release_id), actor=reader_of(request), now=timezone.now())
    messages.success(request, "It cannot be opened any more.")
    there = "evidence:looked" if request.POST.get("then") == "looked" else "dossiers:releases"
    return redirect(there, case.ref)


def _found(case: Case, release_id: UUID) -> Release:
    rows = Release.objects.filter(case=case).select_related("case", "dossier", "given_by")
    return get_object_or_404(rows, pk=release_id)
