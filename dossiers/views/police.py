"""The sheet for the police: choose what stands on it, and save it."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.gate import require_proof
from cases.access import Permission
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from dossiers.forms.police import PoliceSheetForm
from dossiers.services.police import police_sheet as made_sheet
from dossiers.views.papers import sheet


@case_view(Permission.EXPORT)
@require_http_methods(["GET", "POST"])
def police_sheet(request: HttpRequest, case: Case) -> HttpResponseBase:
    """A form; with good answers the PDF, to be saved."""
    page, now = frame(request, case), timezone.now()
    form = PoliceSheetForm(request.POST or None, case=case, mine=bool(page["mine"]))
    if request.method == "POST" and form.is_valid():
        require_proof(request, now=now)
        made = made_sheet(case, told=form.told(), actor=reader_of(request), now=now)
        return sheet(made)
    status = 422 if form.errors else 200
    return render(request, "dossiers/police_sheet.html", page | {"form": form}, status=status)
