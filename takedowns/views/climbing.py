"""The ladder of a claim on its own page: see every step, choose one, pass one over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from takedowns.forms.climbing import ChooseForm, PassForm
from takedowns.models import Notice, NoticeRung
from takedowns.services import chain, climbing, ladder
from takedowns.views.found import notice_in


@require_safe
@case_view(Permission.SEE)
def notice_ladder(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Every rung above a letter, with what can be done now."""
    return _page(request, notice_in(case, notice_id))


@require_POST
@case_view(Permission.DRAFT)
def ladder_choose(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Draft a letter to the addressee chosen. Nothing is sent by it."""
    letter = notice_in(case, notice_id)
    form = ChooseForm(request.POST)
    if not form.is_valid():
        messages.warning(request, str(form.errors["to"][0]))
        return redirect("takedowns:notice-ladder", ref=case.ref, notice_id=letter.pk)
    try:
        made = climbing.choose(
            letter, key=form.cleaned_data["to"], actor=reader_of(request), now=timezone.now()
        )
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("takedowns:notice-ladder", ref=case.ref, notice_id=letter.pk)
    messages.success(request, "A letter is drafted. Read it; nothing is sent until it is approved.")
    return redirect("takedowns:notice", ref=case.ref, notice_id=made.pk)


@require_POST
@case_view(Permission.DRAFT)
def ladder_pass(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Pass over a rung with a reason; what was drafted on it is put aside."""
    letter = notice_in(case, notice_id)
    form = PassForm(request.POST, steps=NoticeRung.choices)
    if not form.is_valid():
        return _page(request, letter, passing=form)
    try:
        made = climbing.skip(
            letter,
            rung=NoticeRung(form.cleaned_data["rung"]),
            reason=form.cleaned_data["reason"],
            actor=reader_of(request),
            now=timezone.now(),
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, letter, passing=form)
    said = "Passed over." if made is None else "Passed over. The letter after it is drafted."
    messages.success(request, said)
    return redirect("takedowns:notice-ladder", ref=case.ref, notice_id=letter.pk)


def _page(request: HttpRequest, letter: Notice, *, passing: PassForm | None = None) -> HttpResponse:
    found = ladder.rows(letter)
    steps = [(row.rung, row.label) for row in found if row.may_be_passed]
    page: dict[str, Any] = {
        **frame(request, letter.case),
        "notice": letter,
        "first": chain.first_of(letter),
        "rows": found,
        "picture": ladder.drawn(found),
        "passing": passing or (PassForm(steps=steps) if steps else None),
    }
    return render(request, "takedowns/notice_ladder.html", page, status=422 if passing else 200)
