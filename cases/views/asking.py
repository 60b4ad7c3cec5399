"""Asking the client for a mandate by a personal link, and the page that the link opens."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases import access, acting
from cases.access import Permission
from cases.errors import DomainError
from cases.forms.mandate import AskMandateForm, LinkCodeForm
from cases.gate import case_view, frame, reader_of
from cases.models import Answer, Case, MandateAsk
from cases.services import asking

ANSWERS = {"yes": Answer.YES, "no": Answer.NO}


@case_view(Permission.RECORD_MANDATE)
@require_http_methods(["GET", "POST"])
def mandate_ask(request: HttpRequest, case: Case) -> HttpResponse:
    """Choose what is asked; then link and code are shown this one time."""
    if case.organisation is None:
        return redirect("cases:mandate", case.ref)
    form = AskMandateForm(
        request.POST or None, holders=access.staff_of(case.organisation),
        initial={"holder": case.advocate_id}, choices=acting.choices(case),
    )  # fmt: skip
    asked = None
    if request.method == "POST" and form.is_valid():
        asked = _asked(request, case, form)
    page = frame(request, case) | {"form": form, "asked": asked}
    if asked:
        path = reverse("cases:mandate-answer", args=[asked.token])
        page |= {"address": request.build_absolute_uri(path)}
    return render(request, "cases/mandate_ask.html", page, status=422 if form.errors else 200)


def _asked(request: HttpRequest, case: Case, form: AskMandateForm) -> asking.Asked | None:
    try:
        return asking.ask_for_mandate(
            case,
            holder=form.cleaned_data["holder"],
            scope=form.chosen(),
            until=form.cleaned_data["until"],
            limits=form.limits(),
            actor=reader_of(request),
            now=timezone.now(),
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return None


@case_view(Permission.RECORD_MANDATE)
@require_POST
def mandate_unask(request: HttpRequest, case: Case, ask_id: UUID) -> HttpResponse:
    """Take a question back."""
    rows = MandateAsk.objects.select_related("case", "holder")
    ask = get_object_or_404(rows, case=case, pk=ask_id)
    asking.withdraw(ask, actor=reader_of(request), now=timezone.now())
    messages.success(request, "The link does not work any more.")
    return redirect("cases:mandate", case.ref)


@require_http_methods(["GET", "POST"])
def mandate_answer(request: HttpRequest, asked: str) -> HttpResponse:
    """First the code, then the exact text, then yes or no; needs no account and no session."""
    now = timezone.now()
    ask = asking.find(asked, now=now)
    if ask is None:
        raise Http404
    form = LinkCodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, {"form": form}, refused=bool(form.errors))
    code = form.cleaned_data["code"]
    try:
        asking.try_code(ask, token=asked, code=code, now=now)
        answer = ANSWERS.get(request.POST.get("answer", ""))
        if answer is None:
            return _page(request, {"ask": ask, "code": code})
        done = asking.give_answer(ask, token=asked, code=code, answer=answer, now=now)
    except DomainError as refusal:
        form.add_error("code", str(refusal))
        return _page(request, {"form": form}, refused=True)
    return _page(request, {"done": done, "allowed": done.answer == Answer.YES})


def _page(request: HttpRequest, told: dict[str, object], *, refused: bool = False) -> HttpResponse:
    return render(request, "cases/mandate_answer.html", told, status=422 if refused else 200)
