"""What a letter may be told. Every field may be empty: an empty one is a gap, never a guess.

None of these shows its content when printed, so that no log or error report holds it.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

JOINERS: Final = frozenset({"\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}"})


class SenderRole(StrEnum):
    DEPICTED_PERSON = "depicted_person"
    AUTHORISED_AGENT = "authorised_agent"
    COPYRIGHT_OWNER = "copyright_owner"


class Happened(StrEnum):
    AUTHENTIC = "authentic"
    SYNTHETIC = "synthetic"
    THREAT = "threat"


class ContentKind(StrEnum):
    """What the material shows, in the words some rules ask for."""

    PRIVATE_AREA = "private_area"
    NUDITY = "nudity"
    SEXUAL_ACT = "sexual_act"
    IMPERSONATION = "impersonation"


class Ground(StrEnum):
    """Why personal data must be erased."""

    UNLAWFUL = "unlawful"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    OBJECTION = "objection"


class PrivacyChoice(StrEnum):
    """Whether a host may pass the person's details to whoever posted. Withheld unless chosen."""

    WITHHOLD = "withhold"
    ALLOW = "allow"


@dataclass(frozen=True, kw_only=True, repr=False)
class Link:
    """One place: an address, or a locator where there is none. `identifiers` as (name, value)."""

    url: str = ""
    locator: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    seen_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class EarlierNotice:
    """The notice a follow-up refers to. `due_at` is None where no time limit ran."""

    reference: str
    sent_at: datetime
    due_at: datetime | None = None
    their_reference: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Facts:
    """`principal` is how the person is shown where an agent writes; empty: "the person depicted".

    `recipient` is the operator the letter is addressed to; `platform_name` the service's name.
    `country` is the name of the country the person lives in.
    """

    reference: str = ""
    written_on: date | None = None
    recipient: str = ""
    platform_name: str = ""
    sender_name: str = ""
    sender_role: SenderRole = SenderRole.DEPICTED_PERSON
    principal: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    country: str = ""
    postal_address: str = ""
    links: tuple[Link, ...] = ()
    happened: frozenset[Happened] = field(default_factory=frozenset)
    content_kinds: frozenset[ContentKind] = field(default_factory=frozenset)
    nonconsent_facts: str = ""
    harm: str = ""
    work_description: str = ""
    took_picture: bool | None = None
    national_offence: str = ""
    ground: Ground | None = None
    objection: str = ""
    inform_recipients: bool = False
    privacy_choice: PrivacyChoice = PrivacyChoice.WITHHOLD
    signature_name: str = ""
    declarations_confirmed: frozenset[str] = field(default_factory=frozenset)
    police_reference: str = ""
    earlier: EarlierNotice | None = None
    next_step: str = ""

    @property
    def is_agent(self) -> bool:
        return self.sender_role is SenderRole.AUTHORISED_AGENT

    @property
    def located(self) -> tuple[Link, ...]:
        """The links that say where something is."""
        return tuple(link for link in self.links if clean(link.url) or clean(link.locator))


def clean(text: str) -> str:
    """One line of plain text: no control, bidi, invisible or private-use characters.

    Line breaks become spaces, so that nothing a person typed can pass for a part of the letter.
    """
    spaced = " ".join(text.split())
    if spaced.isprintable():  # so it holds none of them
        return spaced
    kept = (c for c in spaced if c in JOINERS or not unicodedata.category(c).startswith("C"))
    return " ".join("".join(kept).split())
