"""Who is responsible for the site of a place: asked, pasted, or typed in."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from celery.contrib.django.task import DjangoTask
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
from evidence.services import rechecks
from takedowns.forms.responsible import HandForm, PasteForm
from takedowns.lookups import bootstrap
from takedowns.models import LookupState, ResponsibleLookup
from takedowns.registry.loader import registry
from takedowns.services import responsible as services
from takedowns.services.responsible import Responsible
from takedowns.tasks import look_up_responsible

WORDS = {"host": "Host", "cdn": "Network in front (CDN)", "registrar": "Registrar"}
SOURCES = {
    "domain": "The registry of the domain",
    "network": "The registry of the address",
    "site": "The site itself",
    "paste": "What was pasted",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One who may act, in words."""

    party: Responsible
    role: str
    platform_name: str


@require_safe
@case_view(Permission.SEE)
def responsible(request: HttpRequest, case: Case, sighting_id: UUID) -> HttpResponse:
    """Who may act on a place's site; the place's own page gets the few lines it shows."""
    found = _found(case, sighting_id)
    return _page(request, case, found, panel="HX-Request" in request.headers)


@require_POST
@case_view(Permission.LOG)
def responsible_ask(request: HttpRequest, case: Case, sighting_id: UUID) -> HttpResponse:
    """Have the registries asked."""
    found = _found(case, sighting_id)
    try:
        asked = services.ask(found, actor=reader_of(request), now=timezone.now())
    except DomainError as fault:
        messages.error(request, str(fault))
        return _back(case, found)
    cast("DjangoTask[..., None]", look_up_responsible).delay_on_commit(lookup_id=str(asked.pk))
    return _back(case, found)


@require_POST
@case_view(Permission.LOG)
def responsible_paste(request: HttpRequest, case: Case, sighting_id: UUID) -> HttpResponse:
    """Read a WHOIS answer that was pasted."""
    found, form = _found(case, sighting_id), PasteForm(request.POST)
    if form.is_valid():
        try:
            services.take_pasted(
                found, text=form.cleaned_data["answer"],
                actor=reader_of(request), now=timezone.now(),
            )  # fmt: skip
        except DomainError as fault:
            form.add_error("answer", str(fault))
        else:
            return _noted(request, case, found)
    return _page(request, case, found, paste_form=form)


@require_POST
@case_view(Permission.LOG)
def responsible_hand(request: HttpRequest, case: Case, sighting_id: UUID) -> HttpResponse:
    """Write down who may act, as a person found it out."""
    found, form = _found(case, sighting_id), HandForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            services.note_by_hand(
                found, role=told["role"], name=told["name"], mail=told["mail"],
                actor=reader_of(request), now=timezone.now(),
            )  # fmt: skip
        except DomainError as fault:
            form.add_error("mail", str(fault))
        else:
            return _noted(request, case, found)
    return _page(request, case, found, hand_form=form)


def _found(case: Case, sighting_id: UUID) -> Sighting:
    return get_object_or_404(Sighting.objects.exclude(host=""), case=case, pk=sighting_id)


def _back(case: Case, found: Sighting) -> HttpResponse:
    return redirect("takedowns:responsible", ref=case.ref, sighting_id=found.pk)


def _noted(request: HttpRequest, case: Case, found: Sighting) -> HttpResponse:
    messages.success(request, "That is noted.")
    return _back(case, found)


def _page(
    request: HttpRequest,
    case: Case,
    found: Sighting,
    *,
    panel: bool = False,
    paste_form: PasteForm | None = None,
    hand_form: HandForm | None = None,
) -> HttpResponse:
    lookups = list(services.lookups_of(found)[:20])
    context = {
        "sighting": found,
        "rows": [_row(party) for party in services.responsible_for(found)],
        "waits": any(row.state != LookupState.DONE for row in lookups),
        "lookups": [_told(row) for row in lookups if row.state == LookupState.DONE],
        "visits": not rechecks.why_not(case),
        "published": bootstrap.published(),
        "paste_form": paste_form or PasteForm(),
        "hand_form": hand_form or HandForm(),
        "form": paste_form or hand_form,
    }
    template = "takedowns/_responsible.html" if panel else "takedowns/responsible.html"
    failed = any(form is not None and form.errors for form in (paste_form, hand_form))
    return render(request, template, frame(request, case) | context, status=422 if failed else 200)


def _row(party: Responsible) -> Row:
    entry = registry().platforms.get(party.platform)
    return Row(party=party, role=WORDS[party.role], platform_name=entry.name if entry else "")


def _told(row: ResponsibleLookup) -> dict[str, object]:
    """One look-up as the page lists it: what each source said, in its own words."""
    said = [
        (SOURCES.get(source, source), list(kept.items())) for source, kept in row.answers.items()
    ]
    return {"row": row, "said": said, "count": len(row.parties)}
