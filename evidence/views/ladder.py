"""How a file was made, an archive's copy of a place, and the signature of a second observer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.forms.ladder import ArchiveForm, CoSignForm, DescribeForm
from evidence.models import Exhibit, Sighting
from evidence.services import captures, cosigning, describing
from evidence.views.pages import page


@require_http_methods(["GET", "POST"])
@case_view(Permission.LOG)
def exhibit_describe(request: HttpRequest, case: Case, exhibit_id: UUID) -> HttpResponse:
    """Add how a file was made."""
    exhibit = get_object_or_404(Exhibit, case=case, pk=exhibit_id)
    form = DescribeForm(request.POST or None, exhibit=exhibit, initial=_initial(exhibit))
    agent = request.headers.get("User-Agent", "")
    if request.method == "POST" and form.is_valid() and _described(request, form, exhibit, agent):
        messages.success(request, "That is noted.")
        return redirect("evidence:exhibit", ref=case.ref, exhibit_id=exhibit.pk)
    return page(
        request, case, "evidence/exhibit_describe.html",
        form=form, exhibit=exhibit, agent=agent[:300], status=422 if form.errors else 200,
    )  # fmt: skip


def _initial(exhibit: Exhibit) -> dict[str, object]:
    known = captures.standing(exhibit)
    if known is None:
        return {}
    names = ("method", "tool", "tool_version", "cropped", "not_shown", "knowledge", "told_by")
    return {name: getattr(known, name) for name in names}


def _described(request: HttpRequest, form: DescribeForm, exhibit: Exhibit, agent: str) -> bool:
    now, actor = timezone.now(), reader_of(request)
    said = form.described(own_zone=actor.zone, now=now, agent=agent)
    if form.errors:
        return False
    try:
        describing.describe(exhibit, said=said, actor=actor, now=now)
    except DomainError as fault:
        form.add_error(None, str(fault))
    return not form.errors


@require_http_methods(["GET", "POST"])
@case_view(Permission.LOG)
def archive_add(request: HttpRequest, case: Case, sighting_id: UUID) -> HttpResponse:
    """Note where a third party holds a copy of a place."""
    found = _with_address(case, sighting_id)
    form = ArchiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _archived(request, form, found):
        messages.success(request, "The copy is noted.")
        return redirect("evidence:sighting", ref=case.ref, sighting_id=found.pk)
    return page(
        request, case, "evidence/archive_add.html",
        form=form, sighting=found, status=422 if form.errors else 200,
    )  # fmt: skip


def _with_address(case: Case, sighting_id: UUID) -> Sighting:
    return get_object_or_404(Sighting.objects.exclude(url=""), case=case, pk=sighting_id)


def _archived(request: HttpRequest, form: ArchiveForm, found: Sighting) -> bool:
    now, actor = timezone.now(), reader_of(request)
    archived_at, _ = form.moment(own_zone=actor.zone, now=now)
    if form.errors:
        return False
    address = form.cleaned_data["address"]
    try:
        describing.note_archive(
            found, address=address, archived_at=archived_at, actor=actor, now=now
        )
    except DomainError as fault:
        form.add_error(None, str(fault))
    return not form.errors


@require_http_methods(["GET", "POST"])
@case_view(Permission.LOG)
def place_cosign(request: HttpRequest, case: Case, sighting_id: UUID) -> HttpResponse:
    """Open the address as a second observer, and sign what it shows."""
    found = _with_address(case, sighting_id)
    refusal = cosigning.why_not(found, actor=reader_of(request))
    exhibits = found.exhibits.select_related("file").order_by("number")
    form = CoSignForm(request.POST or None, sighting=found, exhibits=exhibits)
    if request.method == "POST" and form.is_valid() and _signed(request, form, found):
        messages.success(request, "You signed what you saw. It cannot be changed any more.")
        return redirect("evidence:sighting", ref=case.ref, sighting_id=found.pk)
    return page(
        request, case, "evidence/place_cosign.html",
        form=form, sighting=found, refusal=refusal, has_files=bool(exhibits),
        strong=int(cosigning.STRONG_WITHIN.total_seconds() // 60),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _signed(request: HttpRequest, form: CoSignForm, found: Sighting) -> bool:
    now, actor = timezone.now(), reader_of(request)
    seen = form.seen(own_zone=actor.zone, now=now)
    if seen is None:
        return False
    try:
        cosigning.cosign(
            found, seen=seen, exhibit=form.cleaned_data["exhibit"], actor=actor, now=now
        )
    except DomainError as fault:
        form.add_error(None, str(fault))
    return not form.errors
