"""What a letter may be told. Every field may be empty: an empty one is a gap, never a guess.

None of these shows its content when printed, so that no log or error report holds it.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

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


class Came(StrEnum):
    """What came of an earlier notice. UNKNOWN says nothing about it."""

    UNKNOWN = ""
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    PARTLY = "partly"
    STILL_THERE = "still_there"
    BACK_AGAIN = "back_again"


class LocalLink(StrEnum):
    """What joins the matter to the country of a regulator."""

    PERSON_LIVES_THERE = "person_lives_there"
    POSTER_LIVES_THERE = "poster_lives_there"
    HOSTED_THERE = "hosted_there"


class ConsentHistory(StrEnum):
    """Whether the person ever agreed to the publication."""

    NEVER = "never"
    WITHDRAWN = "withdrawn"


class Situation(StrEnum):
    """What a regulator may be told of the person's situation. UNSTATED is an answer, too."""

    UNSTATED = "unstated"
    GENDER_VIOLENCE = "gender_violence"
    MINOR = "minor"
    OTHER = "other"


class Identification(StrEnum):
    """How the person shows a regulator who they are."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


@dataclass(frozen=True, kw_only=True, repr=False)
class EarlierNotice:
    """A notice a later letter refers to.

    `rule` is how the rule is called; `proof` what shows that it left (an answer of a mail server,
    the number of a parcel), in a few words. `due_at` is the moment that was missed: None where no
    time limit ran, and best given only once it has passed. `came` is what came of it.
    """

    reference: str
    sent_at: datetime
    recipient: str = ""
    rule: str = ""
    their_reference: str = ""
    proof: str = ""
    due_at: datetime | None = None
    came: Came = Came.UNKNOWN


@dataclass(frozen=True, kw_only=True, repr=False)
class ExhibitLine:
    """One kept exhibit by its number. Of the digest only its first signs are ever written."""

    number: str
    digest: str = ""
    kept_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class Statute:
    """A law by its citation. `checked` is False where nobody has read it in a source."""

    citation: str
    where: str = ""
    checked: bool = False


@dataclass(frozen=True, kw_only=True, repr=False)
class Facts:
    """`principal` is how the person is shown where an agent writes; empty: "the person depicted".

    `recipient` is the operator the letter is addressed to; `platform_name` the service's name.
    `country` is the name of the country the person lives in. `earlier` are the earlier notices,
    the first one first. `next_step` names the authority a claim can go to, `citation` the
    provision a later step rests on, as the registry has it.
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
    earlier: tuple[EarlierNotice, ...] = ()
    next_step: str = ""
    citation: str = ""
    exhibits: tuple[ExhibitLine, ...] = ()
    statutes: tuple[Statute, ...] = ()
    circumstances: str = ""
    fear: str = ""
    local_link: LocalLink | None = None
    consent_history: ConsentHistory | None = None
    situation: Situation | None = None
    identification: Identification | None = None

    @property
    def is_agent(self) -> bool:
        return self.sender_role is SenderRole.AUTHORISED_AGENT

    @property
    def located(self) -> tuple[Link, ...]:
        """The links that say where something is."""
        return tuple(link for link in self.links if clean(link.url) or clean(link.locator))

    @property
    def domains(self) -> tuple[str, ...]:
        """The host names of the links, each once, in their order."""
        hosts = (_host(clean(link.url)) for link in self.links)
        return tuple(dict.fromkeys(host for host in hosts if host))

    @property
    def published(self) -> bool:
        """Something was published; a threat alone is not."""
        return bool(self.happened & {Happened.AUTHENTIC, Happened.SYNTHETIC})


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def clean(text: str) -> str:
    """One line of plain text: no control, bidi, invisible or private-use characters.

    Line breaks become spaces, so that nothing a person typed can pass for a part of the letter.
    """
    spaced = " ".join(text.split())
    if spaced.isprintable():  # so it holds none of them
        return spaced
    kept = (c for c in spaced if c in JOINERS or not unicodedata.category(c).startswith("C"))
    return " ".join("".join(kept).split())
