"""Parts of the case's page that letters fill."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.access import Permission
from cases.gate import case_view, frame
from cases.models import Case
from takedowns.services import next_step as next_steps


@require_safe
@case_view(Permission.SEE)
def next_step(request: HttpRequest, case: Case) -> HttpResponse:
    """The one thing that comes next, in one sentence, with its clock."""
    step = next_steps.next_step(case, now=timezone.now())
    part = "#step" if request.headers.get("HX-Request") else ""
    template = "takedowns/next_step.html"
    return render(request, template + part, {**frame(request, case), "step": step})
