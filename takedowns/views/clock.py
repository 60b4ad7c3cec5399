"""The time of a letter with all its reasons, and what the recipient said about it."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from takedowns.forms.clock import LongerForm, PutOffForm, ToldForm
from takedowns.models import ClockChangeKind, Notice, NoticeState
from takedowns.services import clock_changes, clocks, follow_ups
from takedowns.views.found import notice_in

MORNING = time(9)
"""When a reminder that was put off comes back, in the reader's zone."""
FORMS: dict[str, type[ToldForm]] = {
    ClockChangeKind.RECEIVED: ToldForm,
    ClockChangeKind.LONGER: LongerForm,
    ClockChangeKind.COUNTER: ToldForm,
}
SAID = {
    ClockChangeKind.RECEIVED: "Noted. The time was counted again.",
    ClockChangeKind.LONGER: "Noted. The new time stands below.",
    ClockChangeKind.COUNTER: "Noted. The days until then stand below.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@case_view(Permission.SEE)
def notice_clock(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Every moment with its sum; a POST notes what they said (`what`) and counts anew."""
    letter = notice_in(case, notice_id)
    if not clocks.thaw(letter):
        return redirect("takedowns:notice", ref=case.ref, notice_id=letter.pk)
    if request.method != "POST":
        return render(request, "takedowns/notice_clock.html", _page(request, letter))
    what = request.POST.get("what", "")
    if what not in FORMS:
        raise Http404
    kind = ClockChangeKind(what)
    form = FORMS[what](request.POST, prefix=what.lower())
    if form.is_valid():
        try:
            _note(request, letter, kind=kind, form=form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, SAID[kind])
            return redirect("takedowns:notice-clock", ref=case.ref, notice_id=letter.pk)
    page = _page(request, letter, **{what.lower(): form})
    return render(request, "takedowns/notice_clock.html", page, status=422)


@require_POST
@case_view(Permission.RECORD_OUTCOME)
def follow_up_later(request: HttpRequest, case: Case, follow_up_id: UUID) -> HttpResponse:
    """Put a reminder off to a day."""
    follow_up = follow_ups.in_case(case, follow_up_id)
    if follow_up is None:
        raise Http404
    form = PutOffForm(request.POST)
    if not form.is_valid():
        messages.warning(request, " ".join(map(str, form.errors["day"])))
        return _back(request, follow_up.notice)
    reader = reader_of(request)
    day = form.cleaned_data["day"]
    until = datetime.combine(day, MORNING, reader.zone_info).astimezone(UTC)
    try:
        follow_ups.put_off(follow_up, until=until, actor=reader, now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"We remind you again on {day:%-d %B %Y}.")
    return _back(request, follow_up.notice)


def _note(request: HttpRequest, letter: Notice, *, kind: ClockChangeKind, form: ToldForm) -> None:
    reader, now = reader_of(request), timezone.now()
    moment = form.moment(reader.zone_info)
    if kind is ClockChangeKind.LONGER:
        clock_changes.extend_clock(
            letter, announced_at=moment, reason=form.cleaned_data["reason"], actor=reader, now=now
        )
        return
    services: dict[ClockChangeKind, Callable[..., object]] = {
        ClockChangeKind.RECEIVED: clock_changes.confirm_receipt,
        ClockChangeKind.COUNTER: clock_changes.note_objection,
    }
    services[kind](letter, received_at=moment, actor=reader, now=now)


def _page(request: HttpRequest, letter: Notice, **forms: Any) -> dict[str, Any]:
    local = timezone.localtime()
    when = {"day": local.date(), "time": local.time().replace(second=0, microsecond=0)}
    fresh = {name.lower(): form(initial=when, prefix=name.lower()) for name, form in FORMS.items()}
    return {
        **frame(request, letter.case),
        "notice": letter,
        "waits": letter.state == NoticeState.SENT and letter.case.is_open,
        "stages": clocks.stages_of(letter),
        "window": clocks.window_of(letter),
        "changes": clock_changes.changes_of(letter),
        "can_be_longer": clock_changes.can_be_longer(letter),
        "knows_objection": clock_changes.knows_objection(letter) and letter.case.is_open,
        **fresh,
        **forms,
    }


def _back(request: HttpRequest, letter: Notice) -> HttpResponse:
    if request.POST.get("back") == "today":
        return redirect("takedowns:today")
    return redirect("takedowns:notice", ref=letter.case.ref, notice_id=letter.pk)
