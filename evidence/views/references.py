"""What the client gives to know the material by."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.forms.files import ReferenceForm
from evidence.models import Reference
from evidence.services import cuts, uploads
from evidence.services import references as services
from evidence.services.exhibits import why_no_files
from evidence.services.references import Given, Keeping
from evidence.views.arrivals import nudge_comparing, say, sound_files
from evidence.views.pages import PAGE, page
from evidence.views.uploads import offered_files, takes_uploads
from evidence.views.waiting import after, waiting_for


@require_GET
@case_view(Permission.SEE)
def references(request: HttpRequest, case: Case) -> HttpResponse:
    """All references without any picture; `?panel=1` gives a few lines."""
    rows = Reference.objects.filter(case=case).annotate(found=Count("matches"))
    rows = rows.order_by("-number")
    if "panel" in request.GET:
        return page(
            request, case, "evidence/_references_panel.html",
            rows=rows[:5], total=rows.count(),
        )  # fmt: skip
    rows_page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return page(
        request, case, "evidence/references.html",
        rows_page=rows_page, waiting=waiting_for(request, case),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@takes_uploads(case_view(Permission.LOG))
def reference_add(request: HttpRequest, case: Case) -> HttpResponse:
    """Take pictures, fingerprint them, and keep what the person chose."""
    if request.method == "GET":
        return _form_page(request, case, ReferenceForm())
    form = ReferenceForm(request.POST, request.FILES)
    if offered_files(request) or not case.takes_files:
        form.errors.clear()
        form.add_error(None, why_no_files(case))
    elif form.is_valid():
        _take(request, case, form)
    if form.errors:
        return _form_page(request, case, form)
    return redirect(after(request, case))


def _take(request: HttpRequest, case: Case, form: ReferenceForm) -> None:
    for file in sound_files(request, form):
        try:
            given = cuts.give_or_hold(
                case,
                file.source,
                name=file.name or "",
                label=form.cleaned_data["label"],
                keeping=Keeping(form.cleaned_data["keeping"]),
                actor=reader_of(request),
                now=timezone.now(),
            )
        except DomainError as fault:
            say(form, file, str(fault))
            continue
        if file.upload is not None:
            uploads.drop(file.upload)
        if isinstance(given, Given):
            messages.success(request, told(given))
            if given.comparing:
                nudge_comparing()


def told(given: Given) -> str:
    """What came of one file, in a sentence or two."""
    name = given.reference.shown_label
    if given.again:
        return f"You gave this picture before. It is {name}."
    if given.reference.quality is None or given.reference.why_not:
        return f"{name} is here. {given.reference.why_not}"
    if given.comparing:
        return f"{name} is here. The files of this case are being compared with it now."
    return f"{name} is here. New files are compared with it from now on."


@require_http_methods(["GET", "POST"])
@case_view(Permission.LOG)
def reference_remove(request: HttpRequest, case: Case, reference_id: UUID) -> HttpResponse:
    """Ask once, then destroy the reference and all that was found by it."""
    found = get_object_or_404(Reference.objects.select_related("case"), case=case, pk=reference_id)
    if request.method == "GET":
        return page(request, case, "evidence/reference_remove.html", reference=found)
    name = found.shown_label
    try:
        services.take_back(found, actor=reader_of(request), now=timezone.now())
    except DomainError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, f"{name} is gone from here.")
    return redirect("evidence:references", ref=case.ref)


def _form_page(request: HttpRequest, case: Case, form: ReferenceForm) -> HttpResponse:
    return page(
        request, case, "evidence/reference_add.html",
        form=form, status=422 if form.errors else 200,
    )  # fmt: skip
