"""Answering, skipping, and the stop under 18."""

from datetime import datetime

import pytest

from accounts.models import Person
from cases import timeline
from cases.errors import NotPermitted
from cases.intake.rules import proposals_for
from cases.intake.steps import Step, resume_at, steps_of
from cases.models import Age, Case
from cases.services import intake
from tests import factories


@pytest.fixture
def fresh(wren: Person) -> Case:
    """A case in which nothing was answered."""
    return factories.case(client=wren)


def sentences(case: Case, reader: Person) -> list[str]:
    return [line.sentence for line in timeline.lines(case, reader=reader)]


def test_keeps_an_answer_and_goes_on(fresh: Case, wren: Person, now: datetime) -> None:
    answered = intake.answer(
        fresh, step=Step.HAPPENED, answers={"happened": ["THREAT"]}, actor=wren, now=now
    )

    assert (answered.happened, answered.intake_step) == (["THREAT"], Step.AGE)
    assert sentences(fresh, wren) == ["You answered: what happened."]


def test_tells_nothing_where_the_answer_stayed(fresh: Case, wren: Person, now: datetime) -> None:
    for _ in range(2):
        intake.answer(fresh, step=Step.WHERE, answers={"country": "DE"}, actor=wren, now=now)

    assert len(sentences(fresh, wren)) == 1


def test_lets_no_stranger_answer(fresh: Case, dan: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        intake.answer(fresh, step=Step.WHERE, answers={"country": "DE"}, actor=dan, now=now)


def test_refuses_rules_that_nobody_knows(fresh: Case, wren: Person, now: datetime) -> None:
    with pytest.raises(intake.UnknownRules):
        intake.answer(
            fresh, step=Step.RULES, answers={"jurisdictions": ["XX"]}, actor=wren, now=now
        )


@pytest.mark.parametrize("step", [Step.SAFETY, Step.AGE])
def test_skips_neither_safety_nor_age(step: Step, fresh: Case, wren: Person) -> None:
    with pytest.raises(intake.AnswerNeeded):
        intake.skip(fresh, step=step, actor=wren)


def test_comes_back_to_the_first_question_not_seen(
    fresh: Case, wren: Person, now: datetime
) -> None:
    intake.answer(fresh, step=Step.SAFETY, answers={"device_is_safe": True}, actor=wren, now=now)
    skipped = intake.skip(fresh, step=Step.HAPPENED, actor=wren)

    assert resume_at(skipped) == Step.AGE


def test_does_not_end_before_the_age_is_known(fresh: Case, wren: Person, now: datetime) -> None:
    with pytest.raises(intake.AnswerNeeded):
        intake.finish(fresh, actor=wren, now=now)


@pytest.mark.parametrize(
    ("age", "files"), [(Age.ADULT, True), (Age.MINOR, False), (Age.UNSURE, False)]
)
def test_takes_files_only_of_an_adult(
    *, age: Age, files: bool, fresh: Case, wren: Person, now: datetime
) -> None:
    answered = intake.answer_age(fresh, age=age, actor=wren, now=now)

    assert answered.takes_files is files


@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE])
def test_asks_no_one_who_may_be_under_18_about_selling(age: Age, fresh: Case) -> None:
    fresh.age = age

    assert Step.SELLS not in steps_of(fresh)


@pytest.mark.parametrize("first", [Age.MINOR, Age.UNSURE])
def test_turns_back_to_adult_only_when_confirmed(
    first: Age, fresh: Case, wren: Person, now: datetime
) -> None:
    stopped = intake.answer_age(fresh, age=first, actor=wren, now=now)

    with pytest.raises(intake.AgeNotConfirmed):
        intake.answer_age(stopped, age=Age.ADULT, actor=wren, now=now)


def test_tells_that_the_age_was_turned_back(fresh: Case, wren: Person, now: datetime) -> None:
    stopped = intake.answer_age(fresh, age=Age.MINOR, actor=wren, now=now)
    turned = intake.answer_age(stopped, age=Age.ADULT, confirmed=True, actor=wren, now=now)

    assert turned.takes_files
    assert sentences(fresh, wren)[-1].startswith("You changed the answer about age")


@pytest.mark.parametrize(
    ("country", "codes"),
    [
        ("DE", ("US", "EU", "DE")),
        ("US", ("US",)),
        ("IN", ("US", "IN")),
        ("NZ", ("US", "NZ")),
        ("GB", ("US", "GB")),
        ("CA", ("US", "CA", "CA-BC")),
        ("PL", ("US", "EU")),
        ("", ("US",)),
    ],
)
def test_proposes_rules_that_fit_the_country(country: str, codes: tuple[str, ...]) -> None:
    assert proposals_for(country) == codes
