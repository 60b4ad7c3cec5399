"""Which unanswered question would change the order of ways, so that it is asked first."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from enum import StrEnum

from takedowns.drafting import Happened
from takedowns.registry.schema import Platform
from takedowns.routing.fitting import Rules
from takedowns.routing.order import skeleton
from takedowns.routing.situation import Sale, Situation, Taken


class Question(StrEnum):
    """In the order in which they are asked. The values stand in addresses."""

    MATERIAL = "material"
    COUNTRY = "country"
    TAKER = "taker"
    SALE = "sale"
    POLICE = "police"


Homes = tuple[tuple[str, tuple[str, ...]], ...]
"""Countries that stand for all: one for each set of rules that may be near (country, codes)."""


def deciding(
    platform: Platform,
    *,
    rules: Rules,
    situation: Situation,
    open_questions: Collection[Question],
    homes: Homes,
) -> tuple[Question, ...]:
    """Open questions of which some answer changes the ways, their order or a refusal."""
    now = skeleton(platform, rules=rules, situation=situation)
    return tuple(
        question
        for question in Question
        if question in open_questions
        and any(
            skeleton(platform, rules=rules, situation=answered) != now
            for answered in _answers(question, situation, homes=homes)
        )
    )


def _answers(question: Question, situation: Situation, *, homes: Homes) -> Iterator[Situation]:
    """The situation after each answer that could be given."""
    match question:
        case Question.MATERIAL:
            for kind in (Happened.AUTHENTIC, Happened.SYNTHETIC):
                yield replace(situation, happened=frozenset({kind}))
        case Question.COUNTRY:
            for country, near in homes:
                yield replace(situation, country=country, near=near)
        case Question.TAKER:
            for taken in (Taken.OWN, Taken.NOT_OWN):
                yield replace(situation, taken=taken)
        case Question.SALE:
            for sale in (Sale.NOW, Sale.NOT_NOW):
                yield replace(situation, sale=sale)
        case Question.POLICE:
            yield replace(situation, police=True)
