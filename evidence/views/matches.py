"""What a person says of a likeness the machine found."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.access import Permission
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.forms.files import DecisionForm
from evidence.models import Decision, Match
from evidence.services import matching


@require_POST
@case_view(Permission.DECIDE_MATCH)
def match_decide(request: HttpRequest, case: Case, match_id: UUID) -> HttpResponse:
    """Confirm, reject, or take the answer back."""
    rows = Match.objects.filter(exhibit__case=case).select_related("exhibit__case", "reference")
    found = get_object_or_404(rows, pk=match_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        decision = Decision(form.cleaned_data["decision"])
        matching.decide(found, decision=decision, actor=reader_of(request), now=timezone.now())
        messages.success(request, _told(decision))
    else:
        messages.error(request, "Choose yes or no.")
    return redirect("evidence:exhibit", ref=case.ref, exhibit_id=found.exhibit_id)


def _told(decision: Decision) -> str:
    if decision == Decision.OPEN:
        return "Your answer is taken back. Nobody has decided now."
    return "Your answer is noted. You can change it, or take it back."
