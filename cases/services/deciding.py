"""Answers given later than the first questions, where one decides what comes next."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.errors import DomainError
from cases.intake import words
from cases.intake.steps import FIELDS, NEEDED, Step
from cases.models import Case
from cases.services.closure import require_open


class NotAskedHere(DomainError):
    """Age and safety are asked at their own place only."""


@transaction.atomic
def settle(
    case: Case, *, step: Step, answers: Mapping[str, object], actor: Person, now: datetime
) -> Case:
    """Keep answers, keyed by the case's fields, as the first questions keep them.

    Where the first questions stand is left as it is. The same answer again leaves no trace.
    """
    locked = _locked(case, step=step, actor=actor)
    changed = {
        field: value
        for field, value in answers.items()
        if field in FIELDS[step] and getattr(locked, field) != value
    }
    if not changed:
        return locked
    for field, value in changed.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(changed))

    name = words.question(step, mine=locked.client_id == actor.pk).name
    timeline.record(locked, "case.answered", actor=actor, now=now, question=name)
    return locked


@transaction.atomic
def pass_by(case: Case, *, step: Step, actor: Person) -> Case:
    """Leave a deciding question open; it is not asked again here."""
    locked = _locked(case, step=step, actor=actor)
    if step in locked.passed_questions:
        return locked

    locked.passed_questions = [*locked.passed_questions, step.value]
    locked.save(update_fields=["passed_questions"])
    return locked


def _locked(case: Case, *, step: Step, actor: Person) -> Case:
    access.require(actor, access.Permission.ANSWER, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)
    if step in NEEDED or step == Step.DONE:
        raise NotAskedHere("This is asked among the first questions.")
    return locked
