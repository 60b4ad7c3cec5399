"""What this did to the person: the list with a form, quoting, taking away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import Permission
from cases.errors import DomainError, NotPermitted
from cases.forms.effects import EffectForm
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from cases.services import effects as acts


@case_view(Permission.ANSWER)
@require_http_methods(["GET", "POST"])
def effects(request: HttpRequest, case: Case) -> HttpResponse:
    """What was noted so far, and a form for one more."""
    actor, page = reader_of(request), frame(request, case)
    may_allow = acts.may_allow(actor, case)
    form = EffectForm(request.POST or None, mine=bool(page["mine"]), may_allow=may_allow)
    if request.method == "POST" and form.is_valid():
        try:
            acts.note_effect(case, said=form.said(), actor=actor, now=timezone.now())
        except DomainError as refusal:
            form.add_error("day" if isinstance(refusal, acts.NotYet) else None, str(refusal))
        else:
            messages.success(request, "It is kept.")
            return redirect("cases:effects", case.ref)
    page |= {
        "form": form,
        "may_allow": may_allow,
        "rows": case.effects.select_related("written_by"),
        "removable": set(acts.removable_by(actor, case).values_list("pk", flat=True)),
    }
    return render(request, "cases/effects.html", page, status=422 if form.errors else 200)


@case_view(Permission.ANSWER)
@require_POST
def effect_quote(request: HttpRequest, case: Case, effect_id: UUID) -> HttpResponse:
    """Let later bundles quote it, or not."""
    actor, now = reader_of(request), timezone.now()
    if not acts.may_allow(actor, case):
        raise NotPermitted
    effect = get_object_or_404(case.effects.select_related("case"), pk=effect_id)
    act = acts.forbid_quoting if "forbid" in request.POST else acts.allow_quoting
    act(effect, actor=actor, now=now)
    return redirect("cases:effects", case.ref)


@case_view(Permission.ANSWER)
@require_http_methods(["GET", "POST"])
def effect_remove(request: HttpRequest, case: Case, effect_id: UUID) -> HttpResponse:
    """Ask once, then take it away."""
    actor = reader_of(request)
    effect = get_object_or_404(acts.removable_by(actor, case), pk=effect_id)
    if request.method == "POST":
        acts.remove_effect(effect, actor=actor, now=timezone.now())
        messages.success(request, "It is taken away.")
        return redirect("cases:effects", case.ref)
    return render(request, "cases/effect_remove.html", frame(request, case) | {"effect": effect})
