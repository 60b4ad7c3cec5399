"""The ways to write about one platform in a case: what the ranking is told, and its answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django_countries import countries

from accounts.models import Person
from cases.intake.rules import proposals_for
from cases.intake.steps import Step, steps_of
from cases.models import Case, Contact, Sells, Shown, Taker
from takedowns import routing
from takedowns.registry.loader import registry
from takedowns.registry.schema import Platform
from takedowns.routing import Details, Homes, Question, Route, Sale, Sender, Situation, Taken, Whose
from takedowns.services import letter_facts
from takedowns.services.senders import Reader, senders_of
from takedowns.services.track_record import by_way

__all__ = ["STEPS", "Desk", "Route", "desk_of"]

STEPS = {
    Question.MATERIAL: Step.HAPPENED,
    Question.COUNTRY: Step.WHERE,
    Question.TAKER: Step.TAKER,
    Question.SALE: Step.SELLS,
    Question.POLICE: Step.FACTS,
}
"""Where the first questions keep the answer to each deciding one."""
_TAKEN = {
    Taker.SELF: Taken.OWN,
    Taker.BOTH: Taken.OWN,
    Taker.OTHER: Taken.NOT_OWN,
    Taker.UNKNOWN: Taken.UNCLEAR,
}
_SALES = {Sells.NOW: Sale.NOW, Sells.NEVER: Sale.NOT_NOW, Sells.FORMERLY: Sale.NOT_NOW}


@dataclass(frozen=True, slots=True)
class Desk:
    """All that ranking needs to know of a case, read once. `open` are questions left to ask."""

    situation: Situation
    agent: Person | None
    open: frozenset[Question]

    def ways(self, platform: Platform) -> tuple[Route, ...]:
        """Ranked, best first. Asks the database nothing."""
        rules = registry().legal_bases
        return tuple(routing.ranked(platform, rules=rules, situation=self.situation))

    def deciding(self, platform: Platform) -> tuple[Question, ...]:
        """Open questions whose answer would change the ways. Asks the database nothing."""
        return routing.deciding(
            platform,
            rules=registry().legal_bases,
            situation=self.situation,
            open_questions=self.open,
            homes=_homes(),
        )


def desk_of(case: Case, *, platforms: Iterable[str], reader: Reader | None = None) -> Desk:
    """Read what ranking needs for these platforms, in a constant number of questions."""
    found = senders_of(case, reader=reader)
    contact = Contact.objects.filter(case=case).first()
    situation = Situation(
        chosen=tuple(case.jurisdictions),
        country=case.country,
        near=proposals_for(case.country),
        happened=letter_facts.happened_in(case),
        taken=_TAKEN.get(Taker(case.taker), Taken.UNASKED),
        sale=_SALES.get(Sells(case.sells), Sale.UNASKED),
        police=bool(case.police_reference),
        details=details_of(contact),
        senders=found.may,
        agent_name=found.agent.shown_name if found.agent else "",
        mandate=found.mandate,
        mine=reader is None or case.client_id == reader.person.pk,
        experience=by_way(case.organisation_id, platforms=platforms),
    )
    return Desk(situation, found.agent, _open(case))


def details_of(contact: Contact | None) -> Details:
    """Whose addresses the letters of a case carry."""
    if contact is None:
        return Details()
    return Details(
        mail=_whose(contact.mail_in_letters, contact.mail_shown),
        telephone=_whose(contact.telephone_in_letters, contact.telephone_shown),
        address=_whose(contact.postal_in_letters, contact.postal_shown),
    )


def _whose(value: str, shown: str) -> Whose:
    if not value:
        return Whose.NONE
    return Whose.OTHER if shown == Shown.OTHER else Whose.OWN


def route_of(platform: Platform, channel_index: int, *, basis_id: str, sender: Sender) -> Route:
    """The way of a letter that is written already."""
    return Route(
        platform=platform,
        channel=platform.channels[channel_index],
        channel_index=channel_index,
        basis=registry().legal_bases.get(basis_id),
        sender=sender,
    )


def _open(case: Case) -> frozenset[Question]:
    """Questions nobody answered, and nobody passed by where a way is chosen."""
    answered = {
        Question.MATERIAL: bool(case.happened),
        Question.COUNTRY: bool(case.country or case.jurisdictions),
        Question.TAKER: bool(case.taker),
        Question.SALE: bool(case.sells),
        Question.POLICE: bool(case.police_reference),
    }
    asked = set(steps_of(case)) - set(case.passed_questions)
    return frozenset(
        question for question, step in STEPS.items() if step in asked and not answered[question]
    )


@cache
def _homes() -> Homes:
    """One country for each set of rules that may be near a person."""
    found: dict[tuple[str, ...], str] = {}
    for country, _ in countries:
        found.setdefault(proposals_for(country), country)
    return tuple((country, near) for near, country in found.items())
