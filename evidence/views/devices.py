"""The door for fingerprints that were worked out on the person's own device."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.forms.references import StatedForm
from evidence.services import references
from evidence.services.exhibits import why_no_files
from evidence.views.references import told
from evidence.views.uploads import offered_files, takes_no_files

NO_FILES = "Files are not taken by this way. Nothing was kept."


@require_POST
@takes_no_files(case_view(Permission.LOG))
def reference_stated(request: HttpRequest, case: Case) -> HttpResponse:
    """Keep what the device states; every refusal goes back to the form with one sentence."""
    form = StatedForm(request.POST)
    if sentence := _refusal(request, case, form):
        messages.error(request, sentence)
        return redirect("evidence:reference-add", ref=case.ref)
    try:
        for one in form.told:
            given = references.give_stated(
                case, one, label=form.cleaned_data["label"], actor=reader_of(request),
                now=timezone.now(),
            )  # fmt: skip
            messages.success(request, told(given))
    except DomainError as fault:
        messages.error(request, str(fault))
    return redirect("evidence:references", ref=case.ref)


def _refusal(request: HttpRequest, case: Case, form: StatedForm) -> str:
    if not case.takes_files:
        return why_no_files(case)
    if offered_files(request):
        return NO_FILES
    if form.is_valid():
        return ""
    return " ".join(str(fault) for faults in form.errors.values() for fault in faults)
