"""Who may act in the client's name."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Person
from cases import access, acting
from cases.access import Permission
from cases.errors import DomainError
from cases.forms.mandate import GiveMandateForm, RecordMandateForm
from cases.gate import case_view, frame, reader_of
from cases.models import Case, Mandate, Scope, Way
from cases.services import mandates
from cases.services.asking import open_asks


@case_view(Permission.SEE)
def mandate(request: HttpRequest, case: Case) -> HttpResponse:
    """What holds now, and a form for a new one: the client's, or the note of staff."""
    reader = reader_of(request)
    may = access.allowed(reader, case)
    form = _form(request, case, may=may)
    if request.method == "POST":
        if not may & {Permission.GIVE_MANDATE, Permission.RECORD_MANDATE}:
            raise PermissionDenied
        if form is None:
            return redirect("cases:mandate", case.ref)
        if form.is_valid():
            try:
                _keep(case, form=form, reader=reader)
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Saved. It can be ended at any time.")
                return redirect("cases:mandate", case.ref)
    page = frame(request, case) | {
        "form": form,
        "running": access.running_mandates(case, now=timezone.now()),
        "over": case.mandates.exclude(revoked_at=None)
        .select_related("holder")
        .order_by("-revoked_at"),
        "may_end": bool(may & {Permission.GIVE_MANDATE, Permission.RECORD_MANDATE}),
        "words": _words(case),
        "asked": open_asks(case, now=timezone.now()),
        "may_ask": Permission.RECORD_MANDATE in may and form is not None,
    }
    return render(request, "cases/mandate.html", page)


@case_view(Permission.SEE)
@require_POST
def mandate_revoke(request: HttpRequest, case: Case, mandate_id: UUID) -> HttpResponse:
    """End it at once, without another page in between."""
    held = get_object_or_404(
        Mandate.objects.select_related("case", "holder"), case=case, pk=mandate_id
    )
    try:
        mandates.revoke_mandate(held, actor=reader_of(request), now=timezone.now())
    except mandates.MandateIsOver as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"It has ended. {held.holder.shown_name} can no longer act.")
    return redirect("cases:mandate", case.ref)


def _form(
    request: HttpRequest, case: Case, *, may: frozenset[Permission]
) -> GiveMandateForm | RecordMandateForm | None:
    if not case.is_open or case.organisation is None:
        return None
    if Permission.RECORD_MANDATE in may:
        holders = access.staff_of(case.organisation)
        return RecordMandateForm(
            request.POST or None, holders=holders, initial={"holder": case.advocate_id},
            choices=acting.choices(case),
        )  # fmt: skip
    if Permission.GIVE_MANDATE in may and _more_to_allow(case):
        return GiveMandateForm(request.POST or None, choices=acting.choices(case))
    return None


def _more_to_allow(case: Case) -> bool:
    holder, now = case.advocate, timezone.now()
    if holder is None:
        return False
    held = access.running_mandates(case, now=now).filter(holder=holder)
    whole = [each for each in held if not (each.platforms or each.kinds or each.rules)]
    return not all(any(scope in each.scope for each in whole) for scope in Scope)


def _keep(case: Case, *, form: forms.Form, reader: Person) -> None:
    if isinstance(form, GiveMandateForm):
        mandates.give_mandate(
            case,
            scope=form.chosen(),
            until=form.cleaned_data["until"],
            limits=form.limits(),
            actor=reader,
            now=timezone.now(),
        )
    elif isinstance(form, RecordMandateForm):
        mandates.record_mandate(
            case,
            holder=form.cleaned_data["holder"],
            scope=form.chosen(),
            until=form.cleaned_data["until"],
            limits=form.limits(),
            way=Way(form.cleaned_data["way"]),
            witness=form.cleaned_data["witness"],
            actor=reader,
            now=timezone.now(),
        )


def _words(case: Case) -> str:
    if case.advocate is None:
        return ""
    return mandates.words_of(case, holder=case.advocate, scope=list(Scope), until=None)
