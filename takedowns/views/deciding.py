"""A question whose answer changes the ways, asked before a way is chosen."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.access import Permission
from cases.errors import DomainError
from cases.forms.intake import STEP_FORMS, StepForm
from cases.gate import case_view, frame, reader_of
from cases.intake import words
from cases.models import Case
from cases.services import deciding
from takedowns.forms.deciding import PoliceForm
from takedowns.routing import Question
from takedowns.services import proposals
from takedowns.services.proposals import Group, Proposals
from takedowns.services.routes import STEPS
from takedowns.services.senders import Reader

WHY = {
    Question.MATERIAL: "Some ways are made for real pictures only, or for pictures made with a "
    "computer only.",
    Question.COUNTRY: "Some rules hold only where {person} {lives}.",
    Question.TAKER: "Whoever took a picture owns rights in it. That opens one more way here.",
    Question.SALE: "One of the ways here is closed to pictures that are being sold now.",
    Question.POLICE: "The service says it acts when the police know of it.",
}
POLICE_TITLE = "Is there a number from the police?"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the reader's words, and what it matters for."""

    question: Question
    title: str
    hint: str
    why: str
    about: str


def asked_of(found: Proposals, *, mine: bool) -> list[Asked]:
    """The open questions that change something, in the order in which they are asked."""
    return [_asked(question, group, mine=mine) for question, group in found.questions()]


def _asked(question: Question, group: Group, *, mine: bool) -> Asked:
    said = words.question(STEPS[question], mine=mine)
    title, hint = said.title, said.hint
    if question is Question.POLICE:
        title, hint = POLICE_TITLE, "Skip this if nobody has been to the police."
    person, lives = ("you", "live") if mine else ("the person", "lives")
    why = WHY[question].format(person=person, lives=lives)
    return Asked(question, title, hint, why, group.host or group.platform.name)


@require_http_methods(["GET", "HEAD", "POST"])
@case_view(Permission.DRAFT)
def notice_question(request: HttpRequest, case: Case, question: str) -> HttpResponse:
    """Ask, keep or pass by one deciding question; then back to the ways."""
    found = proposals.proposals(case, reader=Reader(reader_of(request), timezone.now()))
    mine = case.client_id == reader_of(request).pk
    asked = next((each for each in asked_of(found, mine=mine) if each.question == question), None)
    if asked is None:
        return redirect("takedowns:notice-propose", ref=case.ref)
    if request.method != "POST":
        return question_page(request, case, asked=asked)
    form = _form(asked, case, mine=mine, data=request.POST)
    if _kept(request, case, asked=asked, form=form):
        return redirect("takedowns:notice-propose", ref=case.ref)
    return question_page(request, case, asked=asked, form=form)


def _kept(request: HttpRequest, case: Case, *, asked: Asked, form: forms.Form) -> bool:
    step, actor = STEPS[asked.question], reader_of(request)
    try:
        if "skip" in request.POST:
            deciding.pass_by(case, step=step, actor=actor)
            return True
        if not form.is_valid():
            return False
        answers = form.answers() if isinstance(form, StepForm) else form.cleaned_data
        if not any(answers.values()):
            form.add_error(None, "Please choose an answer, or skip the question.")
            return False
        deciding.settle(case, step=step, answers=answers, actor=actor, now=timezone.now())
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _form(asked: Asked, case: Case, *, mine: bool, data: object = None) -> forms.Form:
    if asked.question is Question.POLICE:
        return PoliceForm(data, title=asked.title, hint=asked.hint)
    return STEP_FORMS[STEPS[asked.question]](data, case=case, mine=mine)


def question_page(
    request: HttpRequest, case: Case, *, asked: Asked, form: forms.Form | None = None
) -> HttpResponse:
    """One question on a page of its own, with why it matters and a way round it."""
    mine = case.client_id == reader_of(request).pk
    page = {
        **frame(request, case),
        "asked": asked,
        "form": form or _form(asked, case, mine=mine),
    }
    status = 200 if form is None else 422
    return render(request, "takedowns/notice_question.html", page, status=status)
