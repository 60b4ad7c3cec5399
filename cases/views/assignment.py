"""Giving a case on, or taking one that nobody has."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.errors import DomainError
from cases.forms.work import AssignForm
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from cases.services import assignment


@case_view(Permission.LIST)
def case_assign(request: HttpRequest, case: Case) -> HttpResponse:
    """A form of the team's people; for a colleague, one button on a case that nobody has."""
    reader = reader_of(request)
    may = access.allowed(reader, case)
    if not may & {Permission.ASSIGN, Permission.TAKE}:
        raise PermissionDenied
    if "take" in request.POST:
        return _take(request, case, reader)
    if Permission.ASSIGN not in may:
        return render(request, "cases/case_assign.html", frame(request, case))
    return _give(request, case, reader)


def _take(request: HttpRequest, case: Case, reader: Person) -> HttpResponse:
    try:
        assignment.take_case(case, actor=reader, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("cases:home")
    messages.success(request, "This case is in your hands now.")
    return redirect("cases:case", case.ref)


def _give(request: HttpRequest, case: Case, reader: Person) -> HttpResponse:
    people = access.staff_of(case.organisation) if case.organisation else Person.objects.none()
    form = AssignForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        holder = form.cleaned_data["to"]
        try:
            given = assignment.assign_case(case, to=holder, actor=reader, now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{holder.shown_name} has this case now.")
            still_open = access.can(reader, Permission.SEE, given)
            return redirect("cases:case", case.ref) if still_open else redirect("cases:home")
    return render(request, "cases/case_assign.html", frame(request, case) | {"form": form})
