"""Opening a case."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import Person
from cases import access
from cases.forms.work import OpenForForm
from cases.gate import reader_of
from cases.services import opening


@login_required
def case_open(request: HttpRequest) -> HttpResponse:
    """For oneself, or, where one works in a team, for somebody."""
    person = reader_of(request)
    if access.teams_of(person).exists():
        return _for_somebody(request, person)
    if request.method == "POST":
        opened = opening.open_own_case(person, now=timezone.now())
        return redirect("cases:intake", opened.ref, "safety")
    return render(request, "cases/case_open.html", {"base": "base.html"})


def _for_somebody(request: HttpRequest, person: Person) -> HttpResponse:
    form = OpenForForm(request.POST or None, teams=access.teams_of(person))
    if request.method == "POST" and form.is_valid():
        opened = opening.open_case_for(
            form.cleaned_data["organisation"],
            client_name=form.cleaned_data["client_name"],
            actor=person,
            now=timezone.now(),
        )
        return redirect("cases:intake", opened.ref, "safety")
    page = {"base": "base_staff.html", "form": form, "leads": access.led_by(person).exists()}
    return render(request, "cases/case_open.html", page)
