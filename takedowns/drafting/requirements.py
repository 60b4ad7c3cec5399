"""What a rule and a channel ask for, and which of it is still missing and where to give it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from takedowns.drafting.engine import LETTERS, NoLetter
from takedowns.drafting.facts import Facts, Happened, SenderRole, clean
from takedowns.registry.schema import Channel, LegalBasis

POLICY: Final = "policy"
FOLLOW_UP: Final = "followup"


class Where(StrEnum):
    """The page on which a gap is filled."""

    CONTACT = "contact"
    INTAKE = "intake"
    PLACES = "places"
    DECLARATION = "declaration"
    SIGNATURE = "signature"
    LETTERS = "letters"


@dataclass(frozen=True)
class Requirement:
    """One thing the rule or the channel's own form asks for, and the facts it is filled from."""

    key: str
    label: str
    ref: str
    input: str
    required: bool
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """What a letter cannot do without: which requirement, what is missing, where to give it."""

    key: str
    label: str
    where: Where


@dataclass(frozen=True)
class Need:
    """The facts behind one element: every one of `all_of`, and one of `any_of` if it names any.

    `required` is False for a passage that stands only where something is known.
    """

    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    label: str = ""
    input: str = ""
    required: bool = True

    @property
    def facts(self) -> tuple[str, ...]:
        return (*self.all_of, *self.any_of, *self.agent, *self.optional)


FACT_LABELS: Final[Mapping[str, str]] = {
    "reference": "the reference of this letter",
    "written_on": "the date of this letter",
    "recipient": "who the letter is for",
    "platform_name": "the name of the service",
    "sender_name": "the name of the person who writes",
    "principal": "the name of the person you act for",
    "contact_email": "an e-mail address",
    "contact_phone": "a telephone number",
    "country": "the country the person lives in",
    "postal_address": "a postal address",
    "located": "at least one link or place",
    "happened": "what was shared",
    "content_kinds": "what the material shows",
    "nonconsent_facts": "why it was shared without consent",
    "harm": "what harm it did",
    "work_description": "what the picture or video is",
    "took_picture": "that the picture was taken by the person who owns it",
    "national_offence": "the offence or right it breaks",
    "ground": "the reason why the data must be erased",
    "objection": "why you object",
    "inform_recipients": "whether others must be told",
    "privacy_choice": "whether your details may be passed on",
    "signature_name": "a name typed as signature",
    "earlier": "the earlier letter",
    "domains": "at least one web address",
    "published": "that something was published",
    "exhibits": "the exhibits that were kept",
    "statutes": "the law that applies",
    "circumstances": "how it was spread",
    "fear": "why you fear that it will be spread",
    "local_link": "what joins it to the country of this authority",
    "consent_history": "whether you ever agreed to the publication",
    "situation": "what the authority may know of your situation",
    "identification": "how you show the authority who you are",
    "declarations_confirmed": "your word",
}
FACT_PLACES: Final[Mapping[str, Where]] = {
    "sender_name": Where.CONTACT,
    "contact_email": Where.CONTACT,
    "contact_phone": Where.CONTACT,
    "postal_address": Where.CONTACT,
    "located": Where.PLACES,
    "domains": Where.PLACES,
    "signature_name": Where.SIGNATURE,
    "earlier": Where.LETTERS,
    "declarations_confirmed": Where.DECLARATION,
}
FORM_FACTS: Final[Mapping[str, str]] = {
    "contact_name": "sender_name",
    "contact_email": "contact_email",
    "phone": "contact_phone",
    "postal_address": "postal_address",
    "signature": "signature_name",
    "work_description": "work_description",
    "content_urls": "located",
    "depicted_legal_name": "principal",
}
EVERY_LETTER: Final = ("reference", "written_on", "recipient", "platform_name")
MAY_ACT_AS: Final[Mapping[SenderRole, frozenset[str]]] = {
    SenderRole.DEPICTED_PERSON: frozenset({"depicted_person", "data_subject", "anyone"}),
    SenderRole.AUTHORISED_AGENT: frozenset({"authorised_agent", "legal_representative", "anyone"}),
    SenderRole.COPYRIGHT_OWNER: frozenset({"copyright_owner"}),
}


@lru_cache(maxsize=64)
def needs_of(letter: str) -> Mapping[str, Need]:
    """What each element of a letter is filled from, as its folder's letter.toml says."""
    path = LETTERS / letter / "letter.toml"
    if not letter or not path.is_file():
        raise NoLetter(f"No letter is called {letter!r}.")
    table = tomllib.loads(path.read_text("utf-8"))
    return {
        key: Need(
            all_of=tuple(entry.get("all_of", ())),
            any_of=tuple(entry.get("any_of", ())),
            agent=tuple(entry.get("agent", ())),
            optional=tuple(entry.get("optional", ())),
            label=entry.get("label", ""),
            input=entry.get("input", ""),
            required=entry.get("required", True),
        )
        for key, entry in table.items()
    }


def letter_of(basis: LegalBasis | None) -> str:
    """The folder of the rule's letter; a channel without a rule takes the policy letter."""
    return POLICY if basis is None else basis.letter


def has_letter(basis: LegalBasis | None, language: str = "en") -> bool:
    letter = letter_of(basis)
    return bool(letter) and (LETTERS / letter / f"{language}.txt").is_file()


def requirements(basis: LegalBasis | None, channel: Channel | None) -> tuple[Requirement, ...]:
    """The rule's elements in its order, then what only the channel's own form asks for."""
    needs = needs_of(letter_of(basis))
    if basis is None:
        asked = tuple(
            Requirement(key, need.label, "practice", need.input, True, need.facts)
            for key, need in needs.items()
        )
    else:
        asked = tuple(
            Requirement(e.key, e.label, e.ref, e.input, e.required, needs[e.key].facts)
            for e in basis.required_elements
        )
    known = {name for each in asked for name in each.facts}
    fields = () if channel is None else channel.fields
    return asked + tuple(
        Requirement(key, FACT_LABELS[name], "the service's own form", "text", False, (name,))
        for key, name in FORM_FACTS.items()
        if key in fields and name not in known
    )


def missing(basis: LegalBasis | None, channel: Channel | None, facts: Facts) -> tuple[Gap, ...]:
    """Every gap, declarations not yet confirmed included. Nothing may be sent while one is left."""
    unsaid = tuple(
        Gap(d.key, d.sense, Where.DECLARATION)
        for d in (() if basis is None else basis.declarations)
        if d.key not in facts.declarations_confirmed
    )
    return fact_gaps(basis, channel, facts) + unsaid


def fact_gaps(basis: LegalBasis | None, channel: Channel | None, facts: Facts) -> tuple[Gap, ...]:
    """The gaps without which no text can be drafted: facts, and who may write at all."""
    letter = needs_of(letter_of(basis))
    gaps = [gap_of(name, name) for name in EVERY_LETTER if not given(name, facts)]
    gaps += _role_gap(basis, facts)
    gaps += [] if basis is None else _covered_gap(basis, facts)
    for each in requirements(basis, channel):
        if each.required and each.key in letter:
            gaps += element_gaps(each.key, letter[each.key], facts)
    return tuple(dict.fromkeys(gaps))


def element_gaps(key: str, need: Need, facts: Facts) -> list[Gap]:
    wanted = need.all_of + (need.agent if facts.is_agent else ())
    gaps = [gap_of(key, name) for name in wanted if not given(name, facts)]
    if need.any_of and not any(given(name, facts) for name in need.any_of):
        label = " or ".join(FACT_LABELS[name] for name in need.any_of)
        gaps.append(Gap(key, label, FACT_PLACES.get(need.any_of[0], Where.INTAKE)))
    return gaps


def gap_of(key: str, name: str) -> Gap:
    return Gap(key, FACT_LABELS[name], FACT_PLACES.get(name, Where.INTAKE))


def given(name: str, facts: Facts) -> bool:
    value = getattr(facts, name)
    return bool(clean(value)) if isinstance(value, str) else bool(value)


def _role_gap(basis: LegalBasis | None, facts: Facts) -> list[Gap]:
    allowed = {"anyone"} if basis is None else {str(who.role) for who in basis.who_may_notify}
    if allowed & MAY_ACT_AS[facts.sender_role]:
        return []
    return [Gap("role", "somebody this rule lets write", Where.INTAKE)]


def _covered_gap(basis: LegalBasis, facts: Facts) -> list[Gap]:
    covers = basis.covers
    covered = {Happened.AUTHENTIC: covers.authentic_images, Happened.THREAT: covers.threats_only}
    covered[Happened.SYNTHETIC] = covers.synthetic_images is not False
    if any(covered[kind] for kind in facts.happened):
        return []
    return [Gap("happened", "something this rule covers", Where.INTAKE)]
