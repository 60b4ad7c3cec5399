"""What could be asked of whom, and the list of letters."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import Permission
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from takedowns.forms.letters import NOTICE_TONES, ProposalForm
from takedowns.models import Notice, NoticeState
from takedowns.services import clocks, notices, proposals, routes
from takedowns.services.notices import NothingToAsk
from takedowns.services.proposals import Group


@require_safe
@case_view(Permission.SEE)
def notices_view(request: HttpRequest, case: Case) -> HttpResponse:
    """All letters of a case, newest first; `?panel=1` gives the part for the case's page."""
    now = timezone.now()
    rows: list[dict[str, Any]] = [
        {
            "notice": notice,
            "state": NOTICE_TONES[NoticeState(notice.state)],
            "clock": clocks.face(notice, now=now) if notice.state == NoticeState.SENT else None,
            "places": notice.items.count(),
        }
        for notice in Notice.objects.filter(case=case).order_by("-number")
    ]
    template = (
        "takedowns/_notices_panel.html" if "panel" in request.GET else "takedowns/notices.html"
    )
    drafts = sum(row["notice"].state == NoticeState.DRAFT for row in rows)
    return render(request, template, {**frame(request, case), "rows": rows, "drafts": drafts})


@require_http_methods(["GET", "HEAD", "POST"])
@case_view(Permission.DRAFT)
def notice_propose(request: HttpRequest, case: Case) -> HttpResponse:
    """Groups of open places with the proposed way; a POST drafts the letters of one group."""
    found = proposals.proposals(case)
    cards: list[dict[str, object]] = [{"group": g, "form": None} for g in found.groups]
    status = 200
    if request.method == "POST":
        group = next((g for g in found.groups if g.key == request.POST.get("group")), None)
        form = ProposalForm(request.POST, group=group) if group else None
        if group and form and form.is_valid():
            return _draft(request, case, group=group, form=form)
        status = 422
        cards = [{"group": g, "form": form if g is group else None} for g in found.groups]
    return render(
        request,
        "takedowns/notice_propose.html",
        {**frame(request, case), "cards": cards, "unreachable": found.unreachable},
        status=status,
    )


def _draft(request: HttpRequest, case: Case, *, group: Group, form: ProposalForm) -> HttpResponse:
    route = routes.route_by_key(case, group.platform, form.cleaned_data["route"])
    chosen = set(form.cleaned_data["places"])
    try:
        drafted = notices.draft_all(
            case,
            group=group,
            route=route,
            sightings=[place for place in group.sightings if str(place.pk) in chosen],
            actor=reader_of(request),
            now=timezone.now(),
        )
    except NothingToAsk as refusal:
        messages.warning(request, str(refusal))
        return redirect("takedowns:notice-propose", ref=case.ref)
    if len(drafted) > 1:
        messages.info(
            request,
            f"This way takes only a few places at a time, so there are {len(drafted)} letters. "
            "This is the first.",
        )
    return redirect("takedowns:notice", ref=case.ref, notice_id=drafted[0].pk)
