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
from takedowns.routing import Route, experience
from takedowns.services import beside, clocks, notices, proposals
from takedowns.services.notices import NothingToAsk
from takedowns.services.proposals import Group, Proposals
from takedowns.services.senders import Reader, Written
from takedowns.views.deciding import asked_of, question_page
from takedowns.views.registry_words import CHANNEL_TYPES, METHODS


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
    """Groups of open places with the proposed way; a POST drafts the letters of one group.

    On the person's own page a question that decides comes first, alone.
    """
    found = proposals.proposals(case, reader=Reader(reader_of(request), timezone.now()))
    group = form = None
    if request.method == "POST":
        group = next((g for g in found.groups if g.key == request.POST.get("group")), None)
        form = ProposalForm(request.POST, group=group) if group else None
        if group and form and form.is_valid():
            return _draft(request, case, found=found, group=group, form=form)
    asked = asked_of(found, mine=_is_mine(request, case))
    if asked and request.method != "POST" and _is_mine(request, case):
        return question_page(request, case, asked=asked[0])
    page = {
        **frame(request, case),
        "cards": _cards(case, found, group=group, form=form),
        "asked": asked,
        "unreachable": found.unreachable,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "takedowns/notice_propose.html", page, status=status)


def _is_mine(request: HttpRequest, case: Case) -> bool:
    return case.client_id == reader_of(request).pk


def _cards(
    case: Case, found: Proposals, *, group: Group | None, form: ProposalForm | None
) -> list[dict[str, object]]:
    """For each group its best way, the others, and what is known of each."""
    book = beside.book_for(case)
    return [
        {
            "group": each,
            "others": _by_way(each.routes),
            "form": form if each is group else None,
            "chosen": form["route"].value() if form and each is group else "",
            "beside": beside.beside_each(each.routes, book=book),
            "through": {route.key: _through(route) for route in each.routes},
            "experience": {route.key: experience(route.tally) for route in each.routes},
        }
        for each in found.groups
    ]


def _through(route: Route) -> str:
    """The channel in words."""
    return f"{CHANNEL_TYPES[route.channel.type]}, {METHODS[route.channel.method]}"


def _by_way(routes: tuple[Route, ...]) -> list[list[Route]]:
    """All but the best, each way with its senders together, in the order of the better one."""
    ways: dict[tuple[int, str], list[Route]] = {}
    for route in routes[1:]:
        rule = route.basis.id if route.basis else ""
        ways.setdefault((route.channel_index, rule), []).append(route)
    return list(ways.values())


def _draft(
    request: HttpRequest, case: Case, *, found: Proposals, group: Group, form: ProposalForm
) -> HttpResponse:
    route = next((r for r in group.routes if r.key == form.cleaned_data["route"]), None)
    chosen = set(form.cleaned_data["places"])
    try:
        drafted = notices.draft_all(
            case,
            group=group,
            route=route,
            sightings=[place for place in group.sightings if str(place.pk) in chosen],
            actor=reader_of(request),
            now=timezone.now(),
            written=Written.by(route.sender, agent=found.desk.agent) if route else None,
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
