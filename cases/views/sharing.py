"""Asking a team in, and the code by which it is asked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import access
from cases.access import Permission
from cases.errors import DomainError
from cases.forms.work import CodeForm
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from cases.services import sharing


@case_view(Permission.SHARE)
def case_share(request: HttpRequest, case: Case) -> HttpResponse:
    """Enter a team's code; where a team helps already, end its work."""
    if "end" in request.POST:
        return _end(request, case)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            shared = sharing.share_case(
                case,
                code=form.cleaned_data["code"],
                actor=reader_of(request),
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, f"{shared.organisation} can see this now and will help.")
            return redirect("cases:case", case.ref)
    return render(request, "cases/case_share.html", frame(request, case) | {"form": form})


def _end(request: HttpRequest, case: Case) -> HttpResponse:
    try:
        sharing.unshare_case(case, actor=reader_of(request), now=timezone.now())
    except DomainError as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "Only you can see this now.")
    return redirect("cases:case", case.ref)


@login_required
@require_safe
def case_code(request: HttpRequest) -> HttpResponse:
    """The codes of the teams this person leads."""
    reader = reader_of(request)
    led = access.led_by(reader)
    if not led:
        raise PermissionDenied
    now = timezone.now()
    codes = [(team, sharing.team_code(team, actor=reader, now=now)) for team in led]
    return render(request, "cases/case_code.html", {"base": "base_staff.html", "codes": codes})
