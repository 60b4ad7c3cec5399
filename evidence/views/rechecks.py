"""Have the server look at a place: once, or again and again in a case."""

from typing import Any, cast
from uuid import UUID

from celery.contrib.django.task import DjangoTask
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.forms.watching import WatchForm
from evidence.models import RecheckState, Sighting, Watch
from evidence.services import rechecks, watching
from evidence.tasks import recheck_place, sweep_rechecks
from evidence.views.pages import page

WAITING = (RecheckState.DUE, RecheckState.WORKING)


@require_http_methods(["GET", "POST"])
@case_view(Permission.LOG)
def place_recheck(request: HttpRequest, case: Case, sighting_id: UUID) -> HttpResponse:
    """Ask the server to look; or the part of the place's page that changes while it does."""
    found = get_object_or_404(Sighting, case=case, pk=sighting_id)
    if request.method == "POST":
        _ask(request, found)
    elif getattr(request, "htmx", False):
        return page(request, case, "evidence/_recheck.html", sighting=found, **rechecked(found))
    return redirect("evidence:sighting", ref=case.ref, sighting_id=found.pk)


def _ask(request: HttpRequest, found: Sighting) -> None:
    try:
        asked = rechecks.ask(found, actor=reader_of(request), now=timezone.now())
    except DomainError as fault:
        messages.error(request, str(fault))
        return
    nudged = cast("DjangoTask[..., None]", recheck_place)
    nudged.delay_on_commit(recheck_id=str(asked.pk))
    messages.success(request, "The server was asked to look.")


def rechecked(sighting: Sighting) -> dict[str, Any]:
    """For the page of a place: why the server never looks here, and its last look."""
    last = rechecks.newest(sighting)
    return {
        "no_recheck": rechecks.why_not(sighting.case),
        "recheck": last,
        "recheck_waits": last is not None and last.state in WAITING,
    }


@require_http_methods(["GET", "POST"])
@case_view(Permission.LOG)
def watch(request: HttpRequest, case: Case) -> HttpResponse:
    """Have the server look at every place again and again."""
    form = WatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _started(request, form, case):
        messages.success(request, "The server looks from now on.")
        return redirect("evidence:watch", ref=case.ref)
    return page(
        request, case, "evidence/watch.html",
        form=form, watch=watching.running(case), before=watching.last_ended(case),
        no_recheck=rechecks.why_not(case), status=422 if form.errors else 200,
    )  # fmt: skip


def _started(request: HttpRequest, form: WatchForm, case: Case) -> bool:
    try:
        watching.start(
            case,
            every_days=form.cleaned_data["days"],
            actor=reader_of(request),
            now=timezone.now(),
        )
    except DomainError as fault:
        form.add_error(None, str(fault))
        return False
    cast("DjangoTask[..., None]", sweep_rechecks).delay_on_commit()
    return True


@require_POST
@case_view(Permission.LOG)
def watch_end(request: HttpRequest, case: Case, watch_id: UUID) -> HttpResponse:
    """End the looks of the server."""
    found = get_object_or_404(Watch, case=case, pk=watch_id)
    watching.end(found, actor=reader_of(request), now=timezone.now())
    messages.success(request, "The server looks no more by itself.")
    return redirect("evidence:watch", ref=case.ref)
