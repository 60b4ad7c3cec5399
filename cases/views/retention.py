"""How long a case is kept: dates, a hold, deleting it and taking that back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.gate import require_proof
from cases.access import Permission
from cases.errors import DomainError
from cases.forms.retention import DatesForm, DeleteForm, HoldForm
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from cases.services import retention


@case_view(Permission.CLOSE)
@require_http_methods(["GET", "POST"])
def case_keep(request: HttpRequest, case: Case) -> HttpResponse:
    """Show and change how long it is kept; take back that it is deleted."""
    if "undo" in request.POST:
        retention.undo(case, actor=reader_of(request), now=timezone.now())
        messages.success(request, "Nothing is deleted. It is open again.")
        return redirect("cases:case", case.ref)
    row = retention.retention_of(case)
    form = DatesForm(
        request.POST or None, initial={"remind": row.remind_date, "delete": row.delete_date}
    )
    if request.method == "POST" and form.is_valid():
        try:
            retention.set_dates(
                case, dates=form.dates(), actor=reader_of(request), now=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("cases:case-keep", case.ref)
    return _page(request, case, {"form": form})


@case_view(Permission.CLOSE)
@require_POST
def case_hold(request: HttpRequest, case: Case) -> HttpResponse:
    """Keep it whatever the dates say, or lift that again."""
    now, actor = timezone.now(), reader_of(request)
    if "lift" in request.POST:
        retention.lift(case, actor=actor, now=now)
        messages.success(request, "The dates count again.")
        return redirect("cases:case-keep", case.ref)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _page(request, case, {"hold": form})
    retention.hold(case, reason=form.cleaned_data["reason"], actor=actor, now=now)
    messages.success(request, "It is kept until somebody lifts this.")
    return redirect("cases:case-keep", case.ref)


@case_view(Permission.CLOSE)
@require_http_methods(["GET", "POST"])
def case_delete(request: HttpRequest, case: Case) -> HttpResponse:
    """Say what goes and what stays; ask for the number by hand; begin the days of grace."""
    now, actor = timezone.now(), reader_of(request)
    form = DeleteForm(request.POST or None, ref=case.ref)
    if request.method == "POST" and form.is_valid():
        require_proof(request, now=now)
        try:
            retention.ask_for_deletion(case, actor=actor, now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is closed. You have 30 days to change your mind.")
            return redirect("cases:case-keep", case.ref)
    page = frame(request, case) | {
        "form": form,
        "allowed": retention.may_delete(actor, case),
        "retention": retention.retention_of(case),
    }
    return render(request, "cases/case_delete.html", page, status=422 if form.errors else 200)


def _page(request: HttpRequest, case: Case, told: dict[str, object]) -> HttpResponse:
    row = retention.retention_of(case)
    dates = DatesForm(initial={"remind": row.remind_date, "delete": row.delete_date})
    own = retention.may_delete(reader_of(request), case)
    page = {"form": dates, "hold": HoldForm(), "retention": row, "allowed": own}
    page |= frame(request, case) | told
    wrong = any(getattr(form, "errors", None) for form in told.values())
    return render(request, "cases/case_keep.html", page, status=422 if wrong else 200)
