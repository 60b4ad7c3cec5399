"""Closing a case, and opening it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from cases.services.closure import close_case, reopen_case


@case_view(Permission.CLOSE)
def case_close(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask once, then close; on a closed case, open it again."""
    if request.method == "POST":
        act = reopen_case if "reopen" in request.POST else close_case
        try:
            changed = act(case, actor=reader_of(request), now=timezone.now())
        except DomainError as refusal:
            messages.info(request, str(refusal))
        else:
            done = "The case is open again." if changed.is_open else "The case is closed."
            messages.success(request, done)
        return redirect("cases:case", case.ref)
    return render(request, "cases/case_close.html", frame(request, case))
