"""What a team writes beside an entry of the registry: what is wrong, and what was checked."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access as teams
from accounts.models import Organisation
from cases import access
from cases.errors import DomainError, NotPermitted
from cases.gate import reader_of
from cases.registry.support import support
from takedowns.forms.registry import ConfirmationForm, CorrectionForm, FoundForm
from takedowns.models import Correction, Says
from takedowns.registry.entries import Entry, entry_of, fields_of
from takedowns.registry.loader import registry
from takedowns.services import corrections


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entry_wrong(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Write down that something in an entry is wrong."""
    entry = _entry(kind, slug)
    form = CorrectionForm(
        request.POST or None,
        fields=fields_of(entry),
        teams=_teams(request),
        today=timezone.localdate(),
        initial=_asked(request),
    )
    return _answer(request, entry, kind=kind, form=form, says=Says.WRONG)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entry_checked(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Write down that a field from memory was compared with a source and is right."""
    entry = _entry(kind, slug)
    memory = [field for field in fields_of(entry) if field.memory]
    if not memory:
        raise Http404
    form = ConfirmationForm(
        request.POST or None,
        fields=memory,
        teams=_teams(request),
        today=timezone.localdate(),
        initial=_asked(request),
    )
    return _answer(request, entry, kind=kind, form=form, says=Says.CONFIRMED)


@require_POST
@login_required
def correction_withdraw(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """Take back what the team wrote."""
    reader = reader_of(request)
    mine = Correction.objects.filter(organisation__in=teams.teams_of(reader))
    row = get_object_or_404(mine.select_related("organisation"), pk=correction_id)
    try:
        corrections.withdraw(row, actor=reader, now=timezone.now())
    except NotPermitted as refusal:
        raise PermissionDenied from refusal
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Withdrawn. Nobody is shown it any more.")
    return redirect(f"takedowns:{row.entry_kind}", row.entry)


def _entry(kind: str, slug: str) -> Entry:
    entry = entry_of(kind, slug, registry=registry(), support=support())
    if entry is None:
        raise Http404
    return entry


def _teams(request: HttpRequest) -> list[Organisation]:
    """The teams the reader works in; whoever works in none writes nothing here."""
    found = list(access.teams_of(reader_of(request)))
    if not found:
        raise PermissionDenied
    return found


def _asked(request: HttpRequest) -> dict[str, object]:
    return {
        "field": request.GET.get("field", "")[:80] or "entry",
        "read_date": timezone.localdate(),
    }


def _answer(
    request: HttpRequest, entry: Entry, *, kind: str, form: FoundForm, says: Says
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and _kept(request, entry, form, says):
        said = "The note stands beside the entry now. Only your team sees it."
        messages.success(request, said)
        return redirect(f"takedowns:{kind}", entry.id)
    page = {
        "entry": entry,
        "name": getattr(entry, "name", "") or getattr(entry, "short_title", ""),
        "kind": kind,
        "form": form,
        "wrong": says == Says.WRONG,
    }
    return render(request, "takedowns/entry_note.html", page, status=422 if form.errors else 200)


def _kept(request: HttpRequest, entry: Entry, form: FoundForm, says: Says) -> bool:
    try:
        corrections.keep(
            entry,
            organisation=form.organisation(),
            says=says,
            found=form.found(),
            actor=reader_of(request),
            now=timezone.now(),
        )
    except DomainError as refusal:
        form.add_error("field", str(refusal))
    return not form.errors
