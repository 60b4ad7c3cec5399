"""Personal links for trusted people, and the list of what came through them."""

from typing import cast
from uuid import UUID

from celery.contrib.django.task import DjangoTask
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.forms.helping import ContributionForm, InviteForm
from evidence.models import Contribution, HelperLink
from evidence.services import helping, moderating
from evidence.tasks import read_exhibit
from evidence.views.pages import page


@require_GET
@case_view(Permission.LOG)
def helpers(request: HttpRequest, case: Case) -> HttpResponse:
    """What waits for a decision, and every link made so far."""
    now = timezone.now()
    rows = [
        {
            "link": link,
            "state": _state(link, is_running=link.revoked_at is None and link.expires_at > now),
        }
        for link in helping.links_of(case)
    ]
    return page(request, case, "evidence/helpers.html", rows=rows, waiting=helping.waiting_in(case))


def _state(link: HelperLink, *, is_running: bool) -> tuple[str, str]:
    """The word and the shape of a link."""
    if is_running:
        return ("Works", "waiting") if link.given < link.most else ("Full", "closed")
    return ("Ended", "closed") if link.revoked_at else ("Ran out", "closed")


@require_http_methods(["GET", "POST"])
@case_view(Permission.LOG)
def helper_add(request: HttpRequest, case: Case) -> HttpResponse:
    """Make a personal link; it is shown this one time."""
    form = InviteForm(request.POST or None)
    address = ""
    if request.method == "POST" and form.is_valid():
        address = _invited(request, case, form)
    return page(
        request, case, "evidence/helper_add.html",
        form=form, address=address, status=422 if form.errors else 200,
    )  # fmt: skip


def _invited(request: HttpRequest, case: Case, form: InviteForm) -> str:
    """The address of the new link; empty, and an error, where none could be made."""
    data = form.cleaned_data
    try:
        made = helping.invite(
            case, label=data["label"], days=data["days"],
            actor=reader_of(request), now=timezone.now(),
        )  # fmt: skip
    except DomainError as fault:
        form.add_error(None, str(fault))
        return ""
    return request.build_absolute_uri(reverse("evidence:helper", args=[made.token]))


@require_http_methods(["POST"])
@case_view(Permission.LOG)
def helper_end(request: HttpRequest, case: Case, helper_id: UUID) -> HttpResponse:
    """End a personal link."""
    link = get_object_or_404(HelperLink, case=case, pk=helper_id)
    helping.end(link, actor=reader_of(request), now=timezone.now())
    messages.success(request, "The link does not work any more. What came already is kept.")
    return redirect("evidence:helpers", ref=case.ref)


@require_http_methods(["POST"])
@case_view(Permission.LOG)
def contribution_decide(request: HttpRequest, case: Case, contribution_id: UUID) -> HttpResponse:
    """Take in or decline what came."""
    rows = Contribution.objects.select_related("link__case", "file")
    found = get_object_or_404(rows, link__case=case, pk=contribution_id)
    form = ContributionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose whether to take it in.")
        return redirect("evidence:helpers", ref=case.ref)
    try:
        said = _decided(request, found, accepted=form.cleaned_data["decision"] == "ACCEPT")
    except DomainError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, said)
    return redirect("evidence:helpers", ref=case.ref)


def _decided(request: HttpRequest, found: Contribution, *, accepted: bool) -> str:
    """One sentence of what came of it."""
    actor, now = reader_of(request), timezone.now()
    if not accepted:
        moderating.decline(found, actor=actor, now=now)
        return "It is declined. What was given is destroyed."
    taken = moderating.accept(found, actor=actor, now=now)
    if taken.exhibit is not None:
        nudged = cast("DjangoTask[..., None]", read_exhibit)
        nudged.delay_on_commit(exhibit_id=str(taken.exhibit.pk))
    before = " It was noted before." if taken.known else ""
    kept = f" {taken.exhibit.label} is kept with it." if taken.exhibit else ""
    return f"It is place {taken.sighting.number} now.{before}{kept}"
