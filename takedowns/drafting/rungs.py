"""The ladder: to whom a claim can go next, read from the registry, and the letter for each rung."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from takedowns.drafting.engine import NoLetter, render
from takedowns.drafting.facts import Facts, Statute
from takedowns.drafting.languages import ENGLISH, language
from takedowns.drafting.letters import (
    FactsMissing,
    Letter,
    check_whole,
    draft,
    letter_from,
    letter_values,
)
from takedowns.drafting.requirements import (
    FOLLOW_UP,
    Gap,
    Requirement,
    element_gaps,
    missing,
    needs_of,
    requirements,
)
from takedowns.registry.entries import is_way_from_memory
from takedowns.registry.loader import Registry
from takedowns.registry.schema import Channel, EscalationStep, LegalBasis, Platform


class Rung(StrEnum):
    """The rungs in the order in which they are climbed."""

    FIRMER = "firmer"
    REVIEW = "review"
    HOST = "host"
    CDN = "cdn"
    REGISTRAR = "registrar"
    SEARCH = "search"
    REGULATOR = "regulator"
    DISPUTE = "dispute"
    TRIBUNAL = "tribunal"
    COURT = "court"
    POLICE = "police"
    HELP = "help"


RUNG_LETTERS: Final[Mapping[Rung, str]] = {
    Rung.FIRMER: FOLLOW_UP,
    Rung.REVIEW: "rung-review",
    Rung.HOST: "rung-host",
    Rung.CDN: "rung-cdn",
    Rung.REGISTRAR: "rung-registrar",
    Rung.SEARCH: "rung-search",
    Rung.REGULATOR: "rung-regulator",
    Rung.DISPUTE: "rung-dispute",
    Rung.POLICE: "rung-police",
}
"""No letter is written for a court, a tribunal without a form of its own, or a helpline."""
OWN_LETTERS: Final[Mapping[Rung, str]] = {
    Rung.REGULATOR: "regulator_complaint",
    Rung.TRIBUNAL: "tribunal_order",
}
"""Rungs that take the letter of a rule made for them, by the type of that rule."""
RUNG_OF_STEP: Final[Mapping[str, Rung]] = {
    "platform": Rung.REVIEW,
    "regulator": Rung.REGULATOR,
    "adr": Rung.DISPUTE,
    "tribunal": Rung.TRIBUNAL,
    "court": Rung.COURT,
    "police": Rung.POLICE,
    "helpline": Rung.HELP,
    "hotline": Rung.HELP,
}
CARRIERS: Final = (Rung.HOST, Rung.CDN, Rung.REGISTRAR)
"""Who carries a site without running it; nobody is known until somebody looked it up."""
BELOW: Final[Mapping[str, tuple[Rung, ...]]] = {
    "cdn": (Rung.HOST, Rung.REGISTRAR),
    "host": (Rung.CDN, Rung.REGISTRAR),
    "registrar": (Rung.HOST, Rung.CDN),
    "search_engine": (),
}
"""By the kind of the first recipient: which neighbours can be asked besides; else all of them."""
LOCAL: Final = frozenset({Rung.POLICE, Rung.DISPUTE, Rung.TRIBUNAL, Rung.HELP})
"""What a person turns to where they live, under whatever rule the claim was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RungTarget:
    """One addressee of one rung. `name` and `address` are empty while nobody is known.

    `name` is how a letter addresses it, `step` how the registry calls the step. `kind` is the
    registry's word for it (of a step or a platform), `role` says when it is turned to, `citation`
    on what provision. `basis` is the id of the rule its letter is drafted under, '' for none;
    `platform` and `channel` point into the registry where the addressee has an entry.
    `unchecked`: nobody has read it in a source.
    """

    rung: Rung
    name: str = ""
    address: str = ""
    step: str = ""
    kind: str = ""
    role: str = ""
    citation: str = ""
    basis: str = ""
    platform: str = ""
    channel: int | None = None
    country: str = ""
    unchecked: bool = False

    @property
    def known(self) -> bool:
        """Somebody can be written to."""
        return bool(self.name)


def rungs_for(
    basis: LegalBasis | None,
    platform: Platform,
    *,
    book: Registry,
    country: str = "",
    found: Iterable[RungTarget] = (),
) -> tuple[RungTarget, ...]:
    """Every rung above a claim under this rule to this platform, in the order of climbing.

    `country` is the ISO 3166 code of where the person lives, `found` who was looked up to host,
    deliver or register the site: each takes the place of the unknown one.
    """
    under = basis.id if basis else ""
    looked_up = tuple(found)
    same = RungTarget(
        rung=Rung.FIRMER,
        name=platform.addressee,
        kind=platform.kind,
        basis=under,
        platform=platform.id,
    )
    targets = [same]
    targets += [
        each
        for rung in BELOW.get(platform.kind, CARRIERS)
        for each in _neighbour(rung, looked_up, under=under)
    ]
    targets += _engines(platform, book=book, under=under)
    targets += [
        each
        if each.rung is not Rung.REVIEW
        else replace(each, name=same.name, platform=platform.id)
        for each in _steps(basis, book=book, country=country)
    ]
    if not any(each.rung is Rung.POLICE for each in targets):
        targets.append(RungTarget(rung=Rung.POLICE, kind="police", basis=under, country=country))
    order = list(Rung)
    return tuple(sorted(targets, key=lambda each: order.index(each.rung)))


def statutes_for(country: str, *, book: Registry) -> tuple[Statute, ...]:
    """The offences the registry cites for a country, its parts included."""
    return tuple(
        Statute(
            citation=each.offence,
            where=each.jurisdiction.name,
            checked=each.confidence != "from memory" and not each.from_memory("offence"),
        )
        for each in _rules_of(country, book=book)
        if each.offence
    )


def letter_of_rung(rung: Rung, basis: LegalBasis | None) -> str:
    """The folder of a rung's letter, '' where none is written."""
    if basis is not None and basis.letter and OWN_LETTERS.get(rung) == basis.type:
        return basis.letter
    return RUNG_LETTERS.get(rung, "")


def draft_rung(
    rung: Rung,
    basis: LegalBasis | None,
    channel: Channel | None,
    facts: Facts,
    code: str = ENGLISH,
) -> Letter:
    """The letter of a rung. `facts.recipient` is its addressee, `platform_name` the service.

    `facts.earlier` are the notices it quotes, `facts.links` the places still live.
    Raises FactsMissing, NoLetter and BrokenLetter as `draft` does.
    """
    letter = letter_of_rung(rung, basis)
    if not letter:
        raise NoLetter(f"No letter is written for the rung {rung.value!r}.")
    if basis is not None and letter == basis.letter:
        return draft(basis, channel, facts, code)
    gaps = missing_for_rung(rung, basis, channel, facts)
    if gaps:
        raise FactsMissing(gaps)
    values = letter_values(basis, channel, facts, own=language(code))
    drafted = letter_from(render(letter, code, values=values), basis=None, code=code)
    check_whole(drafted, required=_required(letter), name=letter)
    return drafted


def missing_for_rung(
    rung: Rung, basis: LegalBasis | None, channel: Channel | None, facts: Facts
) -> tuple[Gap, ...]:
    """Every gap of a rung's letter, and where to fill it."""
    letter = letter_of_rung(rung, basis)
    if basis is not None and letter and letter == basis.letter:
        return missing(basis, channel, facts)
    needs = needs_of(letter)
    found = [gap for key, need in needs.items() for gap in element_gaps(key, need, facts)]
    return tuple(dict.fromkeys(found))


def requirements_of_rung(
    rung: Rung, basis: LegalBasis | None, channel: Channel | None
) -> tuple[Requirement, ...]:
    """What a rung's letter asks for, with the facts each is filled from."""
    letter = letter_of_rung(rung, basis)
    if basis is not None and letter and letter == basis.letter:
        return requirements(basis, channel)
    return tuple(
        Requirement(key, need.label, "practice", need.input, need.required, need.facts)
        for key, need in needs_of(letter).items()
        if need.label
    )


def _required(letter: str) -> list[str]:
    return [key for key, need in needs_of(letter).items() if need.required]


def _neighbour(
    rung: Rung, looked_up: tuple[RungTarget, ...], *, under: str
) -> tuple[RungTarget, ...]:
    known = tuple(each for each in looked_up if each.rung is rung)
    return known or (RungTarget(rung=rung, kind=rung.value, basis=under),)


def _engines(platform: Platform, *, book: Registry, under: str) -> list[RungTarget]:
    """Every search engine of the registry but the one the claim went to, checked ways first."""
    listed = [
        listed_target(Rung.SEARCH, each, under=under)
        for each in book.platforms.values()
        if each.kind == "search_engine" and each.retired is None and each.id != platform.id
    ]
    return sorted(listed, key=lambda each: each.unchecked)


def listed_target(rung: Rung, platform: Platform, *, under: str = "") -> RungTarget:
    """A platform of the registry as the addressee of a rung, by the way it is best reached."""
    offered = [each.type for each in platform.channels]
    wanted = [each for each in platform.recommended_order if each in offered and each != "csam"]
    at = offered.index(wanted[0]) if wanted else None
    return RungTarget(
        rung=rung,
        name=platform.addressee,
        address=platform.channels[at].value if at is not None else "",
        kind=platform.kind,
        basis=under,
        platform=platform.id,
        channel=at,
        country=platform.country,
        unchecked=at is not None and is_way_from_memory(platform, at),
    )


def _steps(basis: LegalBasis | None, *, book: Registry, country: str) -> list[RungTarget]:
    """Steps made for this rule where the person lives, the rule's own, then the place's others."""
    under = basis.id if basis else ""
    local = [each for each in _rules_of(country, book=book) if each is not basis]
    own = [] if basis is None else [basis]
    made = _of(local, under=under, keep=lambda _, step: under in step.under)
    ours = _of(own, under=under, keep=lambda rule, step: _reaches(rule, step, country=country))
    others = _of(local, under=under, keep=lambda rule, step: not step.under and _serves(rule, step))
    return [*made, *ours, *others]


def _of(
    rules: Iterable[LegalBasis], *, under: str, keep: Callable[[LegalBasis, EscalationStep], bool]
) -> list[RungTarget]:
    return [
        _step_target(rule, at, under=under)
        for rule in rules
        for at, step in enumerate(rule.escalation)
        if keep(rule, step)
    ]


def _step_target(rule: LegalBasis, at: int, *, under: str) -> RungTarget:
    step = rule.escalation[at]
    rung = RUNG_OF_STEP[step.kind]
    own_letter = OWN_LETTERS.get(rung) == rule.type and bool(rule.letter)
    return RungTarget(
        rung=rung,
        name=step.addressee or step.name,
        step=step.name,
        address=step.url or "",
        kind=step.kind,
        role=step.when,
        citation=step.citation,
        basis=rule.id if own_letter else under,
        country=rule.jurisdiction.code,
        unchecked=step.confidence == "from memory" or rule.from_memory(f"escalation[{at}]"),
    )


def _reaches(rule: LegalBasis, step: EscalationStep, *, country: str) -> bool:
    """A rule's own police, helpline and the like serve those who live where the rule is made."""
    place = rule.jurisdiction.code
    local = RUNG_OF_STEP[step.kind] in {Rung.POLICE, Rung.HELP}
    return not local or not country or place == "EU" or _is_part(place, country)


def _serves(rule: LegalBasis, step: EscalationStep) -> bool:
    """A regulator of another rule is turned to only where that rule is a complaint to it."""
    rung = RUNG_OF_STEP[step.kind]
    return rung in LOCAL or (rung is Rung.REGULATOR and rule.type == "regulator_complaint")


def _rules_of(country: str, *, book: Registry) -> list[LegalBasis]:
    rules = book.legal_bases.values()
    return [
        each
        for each in rules
        if country and each.retired is None and _is_part(each.jurisdiction.code, country)
    ]


def _is_part(place: str, country: str) -> bool:
    return place == country or place.startswith(f"{country}-")
