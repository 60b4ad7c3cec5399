"""Answers given where one decides, apart from the first questions."""

from datetime import datetime

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.intake.steps import Step
from cases.models import Case, Taker, TimelineEvent
from cases.services import deciding
from cases.services.deciding import NotAskedHere

pytestmark = pytest.mark.django_db
TAKEN = {"taker": Taker.SELF}


def test_keeps_the_answer_and_leaves_the_first_questions_where_they_stand(
    case: Case, wren: Person, now: datetime
) -> None:
    Case.objects.filter(pk=case.pk).update(intake_step=Step.WHERE)

    deciding.settle(case, step=Step.TAKER, answers=TAKEN, actor=wren, now=now)

    case.refresh_from_db()
    assert (case.taker, case.intake_step) == (Taker.SELF, Step.WHERE)


def test_leaves_no_trace_of_the_same_answer_again(case: Case, wren: Person, now: datetime) -> None:
    for _ in range(2):
        deciding.settle(case, step=Step.TAKER, answers=TAKEN, actor=wren, now=now)

    assert TimelineEvent.objects.filter(case=case, kind="case.answered").count() == 1


def test_keeps_a_question_passed_by_once(case: Case, wren: Person) -> None:
    for _ in range(2):
        deciding.pass_by(case, step=Step.SELLS, actor=wren)

    case.refresh_from_db()
    assert case.passed_questions == ["sells"]


@pytest.mark.parametrize("step", [Step.AGE, Step.SAFETY, Step.DONE])
def test_asks_the_needed_questions_nowhere_else(case: Case, wren: Person, step: Step) -> None:
    with pytest.raises(NotAskedHere):
        deciding.pass_by(case, step=step, actor=wren)


def test_takes_no_answer_from_a_stranger(case: Case, dan: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        deciding.settle(case, step=Step.TAKER, answers=TAKEN, actor=dan, now=now)


def test_changes_only_what_the_question_asks(case: Case, wren: Person, now: datetime) -> None:
    answers = {**TAKEN, "client_name": "Somebody else"}

    changed = deciding.settle(case, step=Step.TAKER, answers=answers, actor=wren, now=now)

    assert changed.client_name == case.client_name
