"""Bundles of a case: how they stand, and taking one away."""

from typing import cast
from uuid import UUID

from celery.contrib.django.task import DjangoTask
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.gate import proof_first
from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from dossiers.forms.releasing import LockForm
from dossiers.models import Declaration, Dossier, DossierState
from dossiers.services.asking import go_on, stop
from dossiers.services.handing import Handed, Part, hand_over, hand_over_locked
from dossiers.tasks import make_dossier
from dossiers.views.released import saved, volume_asked

PANEL = 3


@require_GET
@case_view(Permission.EXPORT)
def dossiers(request: HttpRequest, case: Case) -> HttpResponse:
    """All versions, newest first; `?panel=1` gives a few lines."""
    rows = Dossier.objects.filter(case=case).select_related("case")
    rows = rows.order_by("-version")
    page = frame(request, case)
    if "panel" in request.GET:
        return render(request, "dossiers/_panel.html", page | {"rows": rows[:PANEL]})
    return render(request, "dossiers/dossiers.html", page | {"rows": rows})


@require_GET
@case_view(Permission.EXPORT)
def dossier(request: HttpRequest, case: Case, dossier_id: UUID) -> HttpResponse:
    """One version: how far it is, or what it holds and how to take it away."""
    return render(request, "dossiers/dossier.html", _page(request, case, dossier_id))


@require_GET
@case_view(Permission.EXPORT)
def dossier_progress(request: HttpRequest, case: Case, dossier_id: UUID) -> HttpResponse:
    """The part of that page that changes while it is being made."""
    if not getattr(request, "htmx", False):
        found = _found(case, dossier_id)
        return redirect("dossiers:dossier", ref=case.ref, dossier_id=found.pk)
    return render(request, "dossiers/_state.html", _page(request, case, dossier_id))


@require_GET
@case_view(Permission.EXPORT)
def dossier_download(request: HttpRequest, case: Case, dossier_id: UUID) -> HttpResponseBase:
    """The bundle, or with `?only=pdf` a document of it (`&volume=2`); to be saved, never shown."""
    found = _found(case, dossier_id)
    page = reverse("dossiers:dossier", args=[case.ref, found.pk])
    if asked := proof_first(request, then=page, now=timezone.now()):
        return asked
    part = Part.PDF if request.GET.get("only") == "pdf" else Part.BUNDLE
    try:
        handed = hand_over(
            found,
            part=part,
            volume=volume_asked(request.GET),
            actor=reader_of(request),
            now=timezone.now(),
        )
    except DomainError as fault:
        messages.error(request, str(fault))
        return redirect("dossiers:dossier", ref=case.ref, dossier_id=found.pk)
    return _saved(handed)


@case_view(Permission.EXPORT)
@require_POST
def dossier_stop(request: HttpRequest, case: Case, dossier_id: UUID) -> HttpResponse:
    """Make it no further."""
    found = _found(case, dossier_id)
    stop(found, actor=reader_of(request), now=timezone.now())
    return redirect("dossiers:dossier", ref=case.ref, dossier_id=found.pk)


@case_view(Permission.EXPORT)
@require_POST
def dossier_go_on(request: HttpRequest, case: Case, dossier_id: UUID) -> HttpResponse:
    """Have it made from where it stopped."""
    found = _found(case, dossier_id)
    if go_on(found, actor=reader_of(request), now=timezone.now()):
        cast("DjangoTask[..., None]", make_dossier).delay_on_commit(dossier_id=str(found.pk))
    return redirect("dossiers:dossier", ref=case.ref, dossier_id=found.pk)


@case_view(Permission.EXPORT)
@require_POST
def dossier_locked(request: HttpRequest, case: Case, dossier_id: UUID) -> HttpResponseBase:
    """The bundle locked with a passphrase, as a file of age."""
    found, now = _found(case, dossier_id), timezone.now()
    form = LockForm(request.POST)
    page = reverse("dossiers:dossier", args=[case.ref, found.pk])
    if asked := proof_first(request, then=page, now=now):
        return asked
    if form.is_valid():
        words = form.cleaned_data["passphrase"]
        try:
            return _saved(
                hand_over_locked(found, passphrase=words, actor=reader_of(request), now=now)
            )
        except DomainError as fault:
            form.add_error(None, str(fault))
    told = _page(request, case, dossier_id) | {"lock": form}
    return render(request, "dossiers/dossier.html", told, status=422)


def _saved(handed: Handed) -> HttpResponseBase:
    response = StreamingHttpResponse(handed.chunks, content_type=handed.mime)
    response.headers["Content-Length"] = str(handed.size)
    return saved(response, handed.name)


def _page(request: HttpRequest, case: Case, dossier_id: UUID) -> dict[str, object]:
    found = _found(case, dossier_id)
    left_out = [f"EX-{number:04d}" for number in found.left_out]
    return frame(request, case) | {
        "dossier": found,
        "left_out": left_out,
        "drafts": [Declaration(kind).label for kind in found.declarations],
        "lock": LockForm(),
        "waiting": found.state in {DossierState.DUE, DossierState.WORKING},
        "ready": found.state == DossierState.READY,
        "stopped": found.state == DossierState.STOPPED,
        "step": found.step or "Waiting for its turn",
        "digest": _groups(found.file.sha256) if found.file else [],
        "volumes": list(found.volumes.order_by("number")),
    }


def _found(case: Case, dossier_id: UUID) -> Dossier:
    rows = Dossier.objects.filter(case=case).select_related("case", "file__case", "asked_by")
    return get_object_or_404(rows, pk=dossier_id)


def _groups(digest: str) -> list[str]:
    return [digest[at : at + 8] for at in range(0, len(digest), 8)]
