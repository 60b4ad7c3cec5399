"""Answering the first questions of a case."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.errors import DomainError
from cases.intake import words
from cases.intake.rules import CODES
from cases.intake.steps import FIELDS, NEEDED, Step, after, furthest, missing
from cases.models import Age, Case
from cases.services.closure import require_open

_AGE_KINDS = {Age.ADULT: "case.adult", Age.MINOR: "case.minor", Age.UNSURE: "case.unsure"}


class AnswerNeeded(DomainError):
    """A question that cannot be skipped has no answer."""


class UnknownRules(DomainError):
    """A place was named whose rules Redress does not know."""


class AgeNotConfirmed(DomainError):
    """The answer about age was to be changed to adult without the confirmation."""


@transaction.atomic
def answer(
    case: Case, *, step: Step, answers: Mapping[str, object], actor: Person, now: datetime
) -> Case:
    """Keep the answers to one question (not about age); `answers` is keyed by the case's fields.

    Answering the same again leaves no trace in the story.
    """
    access.require(actor, access.Permission.ANSWER, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)
    fields = [field for field in FIELDS[step] if field != "age"]
    _check_rules(answers.get("jurisdictions"))

    changed = [field for field in fields if getattr(locked, field) != answers[field]]
    for field in changed:
        setattr(locked, field, answers[field])
    _go_on(locked, step, fields=changed)

    if changed:
        name = words.question(step, mine=locked.client_id == actor.pk).name
        timeline.record(locked, "case.answered", actor=actor, now=now, question=name)
    return locked


@transaction.atomic
def answer_age(
    case: Case, *, age: Age, actor: Person, now: datetime, confirmed: bool = False
) -> Case:
    """Keep the answer that decides whether files are taken.

    From MINOR or UNSURE back to ADULT only with `confirmed`: the person has read why it matters.
    Raises AgeNotConfirmed and AnswerNeeded.
    """
    access.require(actor, access.Permission.ANSWER, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)
    if age == Age.UNANSWERED:
        raise AnswerNeeded("We need an answer to this before we go on.")
    back = age == Age.ADULT and locked.age in {Age.MINOR, Age.UNSURE}
    if back and not confirmed:
        raise AgeNotConfirmed("Please read the sentence and tick it, if it is so.")

    changed = locked.age != age
    locked.age = age
    _go_on(locked, Step.AGE, fields=["age"])

    if changed:
        kind = "case.adult_after_all" if back else _AGE_KINDS[age]
        timeline.record(locked, kind, actor=actor, now=now)
    return locked


@transaction.atomic
def skip(case: Case, *, step: Step, actor: Person) -> Case:
    """Leave a question open and go on. Raises AnswerNeeded for safety and age."""
    access.require(actor, access.Permission.ANSWER, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)
    if step in NEEDED:
        raise AnswerNeeded("We need an answer to this before we go on.")

    _go_on(locked, step, fields=[])
    return locked


@transaction.atomic
def finish(case: Case, *, actor: Person, now: datetime) -> Case:
    """The first questions are done; any answer can still be changed. Raises AnswerNeeded."""
    access.require(actor, access.Permission.ANSWER, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)
    if missing(locked):
        raise AnswerNeeded("Two questions cannot be skipped: who sees the device, and the age.")
    if locked.intake_done_at:
        return locked

    locked.intake_done_at, locked.intake_step = now, Step.DONE
    locked.save(update_fields=["intake_done_at", "intake_step"])

    timeline.record(locked, "case.intake_done", actor=actor, now=now)
    return locked


def _check_rules(chosen: object) -> None:
    if isinstance(chosen, list) and not CODES.issuperset(chosen):
        raise UnknownRules("One of these places is not on our list. Please choose again.")


def _go_on(case: Case, step: Step, *, fields: list[str]) -> None:
    case.intake_step = furthest(case, after(case, step))
    case.save(update_fields=[*fields, "intake_step"])
