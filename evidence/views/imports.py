"""Lists of places: giving one, looking it over, taking it, and taking it back."""

import csv
import io
from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

from celery.contrib.django.task import DjangoTask
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.forms.lists import ListForm
from evidence.intake.workbooks import is_workbook
from evidence.models import Import, ImportState
from evidence.services import drafts, imports
from evidence.services.drafts import Kind
from evidence.services.exhibits import why_no_files
from evidence.services.lists import COLUMNS, MOST_BYTES, MOST_ROWS
from evidence.tasks import work_on_import
from evidence.views.pages import page
from evidence.views.uploads import ArrivedFile, offered_files, takes_uploads

LAST = 5
_WORDS = {Kind.FAULTY: "faulty", Kind.NEW: "new", Kind.KNOWN: "known", Kind.STAYED: "stayed"}
_LABELS = {
    Kind.FAULTY: "Not understood", Kind.NEW: "New", Kind.KNOWN: "Noted already",
    Kind.STAYED: "Stayed",
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@takes_uploads(case_view(Permission.LOG))
def import_add(request: HttpRequest, case: Case) -> HttpResponse:
    """Take a list as a draft; nothing is added by it."""
    sent = request.method == "POST"
    form = ListForm(*([request.POST, request.FILES] if sent else []), takes_files=case.takes_files)
    if sent:
        if offered_files(request):
            form.add_error(None, why_no_files(case))
        if form.is_valid() and (given := _given(form)):
            try:
                return _begun(request, case, given)
            except DomainError as fault:
                form.add_error(None, str(fault))
    return page(
        request, case, "evidence/import_add.html", form=form, columns=list(COLUMNS),
        most=MOST_ROWS, last=case.imports.select_related("made_by").order_by("-made_at")[:LAST],
        status=422 if form.is_bound and form.errors else 200,
    )  # fmt: skip


def _given(form: ListForm) -> bytes:
    """The list in bytes; empty, and an error at the field, where it is too large."""
    files = form.cleaned_data.get("upload") or []
    if not files:
        return str(form.cleaned_data["text"]).encode()
    [file] = files
    if not isinstance(file, ArrivedFile) or file.too_large:
        given = b""
    else:
        given = file.source.read(MOST_BYTES + 1)
    if not given or len(given) > MOST_BYTES:
        form.add_error("upload", "This file is empty, or larger than 10 MB. Give it in parts.")
        return b""
    return given


def _begun(request: HttpRequest, case: Case, given: bytes) -> HttpResponse:
    actor = reader_of(request)
    whole = imports.begin(
        case,
        given=given,
        is_workbook=is_workbook(given),
        zone=actor.zone,
        actor=actor,
        now=timezone.now(),
    )
    nudge(whole)
    return redirect("evidence:import", ref=case.ref, import_id=whole.pk)


def nudge(whole: Import) -> None:
    """Tell the worker of a list that is due; where it does not hear, the sweep finds it."""
    nudged = cast("DjangoTask[..., None]", work_on_import)
    nudged.delay_on_commit(import_id=str(whole.pk))


@require_GET
@case_view(Permission.LOG)
def import_(request: HttpRequest, case: Case, import_id: UUID) -> HttpResponse:
    """One list: how far it is, what taking it would do, or what came of it."""
    return page(request, case, "evidence/import.html", **_standing(request, case, import_id))


@require_GET
@case_view(Permission.LOG)
def import_progress(request: HttpRequest, case: Case, import_id: UUID) -> HttpResponse:
    """The part of that page that changes while the worker is at it."""
    if not getattr(request, "htmx", False):
        return redirect("evidence:import", ref=case.ref, import_id=_found(case, import_id).pk)
    return page(request, case, "evidence/_import.html", **_standing(request, case, import_id))


def _standing(request: HttpRequest, case: Case, import_id: UUID) -> dict[str, Any]:
    whole = _found(case, import_id)
    counts = {
        Kind.FAULTY: whole.faulty, Kind.NEW: whole.new, Kind.KNOWN: whole.known,
        Kind.STAYED: whole.stayed,
    }  # fmt: skip
    kept = {kind for kind in counts if counts[kind] and whole.parts.filter(kind=kind).exists()}
    if whole.state == ImportState.UNDONE:
        kept &= {Kind.STAYED}
    asked = next((kind for kind in kept if _WORDS[kind] == request.GET.get("show")), None)
    shown = asked or next((kind for kind in counts if kind in kept), None)
    number = max(1, int(text)) if (text := request.GET.get("page", "")).isdecimal() else 1
    pages = -(-counts[shown] // drafts.PART) if shown else 0
    number = min(number, max(pages, 1))
    return {
        "whole": whole,
        "working": whole.state in imports.WORKING,
        "draft": whole.state == ImportState.READY,
        "refused": imports.why_refused(whole) if whole.state == ImportState.REFUSED else "",
        "can_undo": whole.state == ImportState.ADDED and whole.added > 0
        and timezone.now() < whole.expires_at,
        "tabs": [(_WORDS[kind], _LABELS[kind], counts[kind]) for kind in counts if kind in kept],
        "shown": _WORDS[shown] if shown else "",
        "rows": drafts.part(whole, shown, number - 1) if shown else [],
        "number": number,
        "pages": pages,
    }  # fmt: skip


def _found(case: Case, import_id: UUID) -> Import:
    rows = case.imports.select_related("case", "made_by", "asked_by")
    return get_object_or_404(rows, pk=import_id)


@require_GET
@case_view(Permission.LOG)
def import_faults(request: HttpRequest, case: Case, import_id: UUID) -> HttpResponseBase:
    """The rows that were not understood, as a table to be put right and given again."""
    whole = _found(case, import_id)
    response = StreamingHttpResponse(_fault_lines(whole), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="rows.csv"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _fault_lines(whole: Import) -> Iterator[str]:
    yield "\ufeff" + _line(["row", "what stands there", "what to change"])
    for row in drafts.every(whole, Kind.FAULTY):
        yield _line([str(row["row"]), row["shown"], row["fault"]])


def _line(cells: list[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([inert(cell) for cell in cells])
    return out.getvalue()


def inert(cell: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return (
        f"'{cell}" if cell.lstrip().startswith(("=", "+", "-", "@")) or cell[:1] in "\t\r" else cell
    )


@require_POST
@case_view(Permission.LOG)
def import_take(request: HttpRequest, case: Case, import_id: UUID) -> HttpResponse:
    """Add the new places of a draft."""
    return _asked(request, _found(case, import_id), imports.ask_to_add)


@require_POST
@case_view(Permission.LOG)
def import_undo(request: HttpRequest, case: Case, import_id: UUID) -> HttpResponse:
    """Take the places of a list out again."""
    return _asked(request, _found(case, import_id), imports.ask_to_undo)


def _asked(request: HttpRequest, whole: Import, ask: imports.Ask) -> HttpResponse:
    try:
        nudge(ask(whole, actor=reader_of(request), now=timezone.now()))
    except DomainError as fault:
        messages.error(request, str(fault))
    return redirect("evidence:import", ref=whole.case.ref, import_id=whole.pk)


@require_POST
@case_view(Permission.LOG)
def import_discard(request: HttpRequest, case: Case, import_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    whole = _found(case, import_id)
    try:
        imports.discard(whole, actor=reader_of(request))
    except DomainError as fault:
        messages.error(request, str(fault))
        return redirect("evidence:import", ref=case.ref, import_id=import_id)
    messages.success(request, "The list was thrown away. Nothing was added.")
    return redirect("evidence:import-add", ref=case.ref)
