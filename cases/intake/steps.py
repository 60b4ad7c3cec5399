"""The order of the first questions, and where to go on. Knows no HTTP and writes nothing."""

from enum import StrEnum

from cases.models import Age, Case


class Step(StrEnum):
    """One question a page. The values stand in addresses and in `Case.intake_step`."""

    SAFETY = "safety"
    HAPPENED = "happened"
    AGE = "age"
    WHERE = "where"
    RULES = "rules"
    TAKER = "taker"
    SELLS = "sells"
    FACTS = "facts"
    DONE = "done"


ORDER = tuple(Step)

NEEDED = frozenset({Step.SAFETY, Step.AGE})
"""The two questions that cannot be skipped."""

FIELDS: dict[Step, tuple[str, ...]] = {
    Step.SAFETY: ("device_is_safe",),
    Step.HAPPENED: ("happened",),
    Step.AGE: ("age",),
    Step.WHERE: ("country",),
    Step.RULES: ("jurisdictions",),
    Step.TAKER: ("taker",),
    Step.SELLS: ("sells",),
    Step.FACTS: ("facts", "police_reference"),
}
"""The fields of a case that each question fills."""


def steps_of(case: Case) -> tuple[Step, ...]:
    """The questions of this case. Nobody who may be under 18 is asked about selling."""
    if case.age in {Age.MINOR, Age.UNSURE}:
        return tuple(step for step in ORDER if step != Step.SELLS)
    return ORDER


def is_answered(case: Case, step: Step) -> bool:
    """Whether anything was answered there; skipped and not yet reached look alike."""
    if step == Step.SAFETY:
        return case.device_is_safe is not None
    return any(getattr(case, field) for field in FIELDS[step])


def after(case: Case, step: Step) -> Step:
    """The question that follows in this case."""
    following = ORDER[ORDER.index(step) + 1 :]
    return next((later for later in following if later in steps_of(case)), Step.DONE)


def before(case: Case, step: Step) -> Step | None:
    """The question that precedes in this case."""
    earlier = [known for known in steps_of(case) if ORDER.index(known) < ORDER.index(step)]
    return earlier[-1] if earlier else None


def missing(case: Case) -> Step | None:
    """The first question that cannot be skipped and has no answer."""
    return next((step for step in ORDER if step in NEEDED and not is_answered(case, step)), None)


def furthest(case: Case, step: Step) -> Step:
    """The later of `step` and the question this case had come to."""
    reached = Step(case.intake_step) if case.intake_step in set(Step) else Step.SAFETY
    return max(reached, step, key=ORDER.index)


def is_past(case: Case, step: Step) -> bool:
    """Whether the question was answered or skipped at some time."""
    return ORDER.index(furthest(case, Step.SAFETY)) > ORDER.index(step)


def resume_at(case: Case) -> Step:
    """Where to go on: the first needed question without an answer, or the first not yet seen."""
    reached = furthest(case, Step.SAFETY)
    gap = missing(case)
    return min(gap, reached, key=ORDER.index) if gap else reached


def place_of(case: Case, step: Step) -> tuple[int, int]:
    """(3, 8) for the third of eight questions."""
    asked: list[Step] = [known for known in steps_of(case) if known != Step.DONE]
    return asked.index(step) + 1, len(asked)
