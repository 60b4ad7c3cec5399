"""Letters to everyone who can act, drafted in one press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from takedowns.drafting import split_for_channel
from takedowns.forms.approving import WAY, WriteToAllForm
from takedowns.models import Notice
from takedowns.services import beside, notices, proposals
from takedowns.services.corrections import Book
from takedowns.services.proposals import Group
from takedowns.services.senders import Reader, Written


@require_http_methods(["GET", "HEAD", "POST"])
@case_view(Permission.DRAFT)
def letters_write(request: HttpRequest, case: Case) -> HttpResponse:
    """Every group with its ways; a POST drafts all letters, each group in a transaction of its own.

    Nothing is sent by it.
    """
    found = proposals.proposals(case, reader=Reader(reader_of(request), timezone.now()))
    form = WriteToAllForm(request.POST or None, offered=found.groups)
    if request.method == "POST" and form.is_valid():
        return _write(request, case, form, agent=found.desk.agent)
    sent, book = request.method == "POST", beside.book_for(case)
    page = {
        **frame(request, case),
        "form": form,
        "cards": [_card(request, group, book=book) for group in found.groups],
        "unreachable": found.unreachable,
        "letters": sum(group.letters for group in found.groups if group.best),
        "places": sum(len(group.sightings) for group in found.groups if group.best),
    }
    return render(request, "takedowns/letters_write.html", page, status=422 if sent else 200)


def _write(
    request: HttpRequest, case: Case, form: WriteToAllForm, *, agent: Person | None
) -> HttpResponse:
    drafted: list[Notice] = []
    for group, way in form.chosen():
        route = next((each for each in group.routes if each.key == way), None)
        try:
            drafted += notices.draft_all(
                case,
                group=group,
                route=route,
                sightings=group.sightings,
                actor=reader_of(request),
                now=timezone.now(),
                written=Written.by(route.sender, agent=agent) if route else None,
            )
        except DomainError as refusal:
            messages.warning(request, f"{group.recipient}: {refusal}")
    if not drafted:
        return redirect("takedowns:letters-write", ref=case.ref)
    said = "1 letter is" if len(drafted) == 1 else f"{len(drafted)} letters are"
    messages.success(request, f"{said} written. Nothing has been sent.")
    return redirect("takedowns:letters-approve", ref=case.ref)


def _card(request: HttpRequest, group: Group, *, book: Book) -> dict[str, object]:
    """A group with how many letters each way needs, and what was chosen before."""
    found = beside.beside_each(group.routes, book=book)
    chosen = request.POST.get(WAY + group.key, group.best.key if group.best else "")
    ways = [
        {
            "route": route,
            "letters": len(split_for_channel(group.sightings, route.channel.max_urls).parts),
            "chosen": route.key == chosen,
            "found": found[route.key],
        }
        for route in group.routes
    ]
    return {
        "group": group,
        "field": WAY + group.key,
        "taken": request.method != "POST" or group.key in request.POST.getlist("groups"),
        "ways": sorted(ways, key=lambda way: not way["chosen"]),
    }
