"""The first questions, one a page."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_countries import countries

from accounts.models import Person
from cases.access import Permission
from cases.errors import DomainError
from cases.forms.intake import STEP_FORMS, AgeForm, StepForm
from cases.gate import case_view, frame, reader_of
from cases.intake import words
from cases.intake.rules import NAMES
from cases.intake.steps import (
    NEEDED,
    ORDER,
    Step,
    after,
    before,
    is_past,
    missing,
    place_of,
    resume_at,
    steps_of,
)
from cases.models import Age, Case
from cases.registry.support import services_for
from cases.services import intake as answering
from cases.views.people import shown

GO_ON = "next"
CAREFUL, STOP = "careful", "stop"
"""Two pages between the questions: on a device that others see, and where files are not taken."""


@case_view(Permission.ANSWER)
def intake(request: HttpRequest, case: Case, step: str) -> HttpResponse:
    """Show or take the answer to one question, a page between, or the summary."""
    if step == GO_ON:
        return redirect("cases:intake", case.ref, resume_at(case))
    if step == CAREFUL:
        return _between(request, case, "cases/intake_careful.html", later=Step.SAFETY)
    if step == STOP:
        return _between(request, case, "cases/intake_stop.html", later=Step.AGE)
    if step not in set(steps_of(case)):
        raise Http404
    known = Step(step)
    gap = missing(case)
    if gap and ORDER.index(gap) < ORDER.index(known):
        return redirect("cases:intake", case.ref, gap)
    if known == Step.DONE:
        return _summary(request, case)
    return _question(request, case, known)


def _question(request: HttpRequest, case: Case, step: Step) -> HttpResponse:
    reader = reader_of(request)
    mine = case.client_id == reader.pk
    form = STEP_FORMS[step](request.POST or None, case=case, mine=mine)
    if request.method == "POST":
        try:
            answered = _take(request, case, step, form=form, reader=reader)
        except DomainError as refusal:
            form.is_valid()
            form.add_error(None, str(refusal))
        else:
            if answered:
                return redirect(_onward(request, answered, step))
    return render(request, "cases/intake.html", _page(request, case, step, form=form))


def _take(
    request: HttpRequest, case: Case, step: Step, *, form: StepForm, reader: Person
) -> Case | None:
    if "skip" in request.POST:
        return answering.skip(case, step=step, actor=reader)
    if not form.is_valid():
        return None
    if isinstance(form, AgeForm):
        return answering.answer_age(
            case,
            age=Age(form.cleaned_data["age"]),
            confirmed=form.cleaned_data.get("confirmed", False),
            actor=reader,
            now=timezone.now(),
        )
    return answering.answer(
        case, step=step, answers=form.answers(), actor=reader, now=timezone.now()
    )


def _page(request: HttpRequest, case: Case, step: Step, *, form: StepForm) -> dict[str, object]:
    page = frame(request, case)
    number, count = place_of(case, step)
    earlier = before(case, step)
    back = reverse("cases:case", args=[case.ref])
    if _is_change(request, case):
        back = reverse("cases:intake", args=[case.ref, Step.DONE])
    elif earlier:
        back = reverse("cases:intake", args=[case.ref, earlier])
    return page | {
        "form": form,
        "question": words.question(step, mine=bool(page["mine"])),
        "heading_apart": not form.page_heading,
        "back": back,
        "where": f"question {number} of {count}",
        "may_skip": step not in NEEDED,
        "change": _is_change(request, case),
        "people": reverse("cases:case-helplines", args=[case.ref]),
    }


def _is_change(request: HttpRequest, case: Case) -> bool:
    return case.intake_done_at is not None or "change" in request.GET


def _onward(request: HttpRequest, case: Case, step: Step) -> str:
    if step == Step.SAFETY and not case.device_is_safe:
        return _at(request, case, CAREFUL)
    if step == Step.AGE and case.age != Age.ADULT:
        return _at(request, case, STOP)
    return _at(request, case, Step.DONE if _is_change(request, case) else after(case, step))


def _at(request: HttpRequest, case: Case, step: str) -> str:
    address = reverse("cases:intake", args=[case.ref, step])
    return f"{address}?change" if "change" in request.GET and step != Step.DONE else address


def _between(request: HttpRequest, case: Case, template: str, *, later: Step) -> HttpResponse:
    onward = Step.DONE if _is_change(request, case) else after(case, later)
    services = services_for(case.country or None, minors=True) if later == Step.AGE else ()
    page = frame(request, case) | {
        "onward": reverse("cases:intake", args=[case.ref, onward]),
        "back": reverse("cases:intake", args=[case.ref, later]),
        "services": [shown(service) for service in services],
    }
    return render(request, template, page)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the summary."""

    name: str
    said: str
    state: str
    tone: str
    url: str


def _summary(request: HttpRequest, case: Case) -> HttpResponse:
    if request.method == "POST":
        answering.finish(case, actor=reader_of(request), now=timezone.now())
        return redirect("cases:case", case.ref)
    page = frame(request, case)
    mine = bool(page["mine"])
    rows = [_row(case, step, mine=mine) for step in steps_of(case) if step != Step.DONE]
    return render(request, "cases/intake_done.html", page | {"rows": rows})


def _row(case: Case, step: Step, *, mine: bool) -> Row:
    rules = ", ".join(NAMES[code] for code in case.jurisdictions if code in NAMES)
    if step == Step.RULES and not rules and is_past(case, step):
        rules = "Whatever helps"
    answer = words.said(case, step, mine=mine, countries=dict(countries), rules=rules)
    passed = is_past(case, step)
    state, tone = ("Answered", "gone") if answer else ("Skipped" if passed else "Open", "unknown")
    name = words.question(step, mine=mine).name
    url = reverse("cases:intake", args=[case.ref, step])
    return Row(name.capitalize(), answer, state, tone, f"{url}?change" if passed else url)
