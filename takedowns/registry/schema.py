"""What a platform and a legal basis are: frozen values, read from one TOML file each.

`None` always means "unknown" or, where the rule gives none, "no number". It never means "no limit".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from cases.registry.checks import (
    Confidence,
    Country,
    Duration,
    Filled,
    Host,
    Slug,
    Term,
    under_memory,
)
from takedowns.registry.link_schema import LinkRule, PlatformKind, Sibling

BasisType = Literal[
    "platform_notice",
    "regulator_complaint",
    "tribunal_order",
    "court_order",
    "criminal_offence",
    "data_protection",
    "policy_framework",
]
BasisStatus = Literal["in_force", "transposition_pending", "enacted_commencement_unverified"]
Addressee = Literal[
    "platform",
    "platform_designated_agent",
    "platform_grievance_officer",
    "platform_via_dsa",
    "controller",
    "regulator",
    "police",
    "police_or_hotline",
    "tribunal",
    "court",
    "none_yet",
]
NotifierRole = Literal[
    "depicted_person",
    "authorised_agent",
    "anyone",
    "data_subject",
    "copyright_owner",
    "trusted_flagger",
    "police_report",
    "designated_institution",
    "legal_representative",
    "attorney_or_reliability_body",
    "bereaved_family",
    "parent_guardian",
]
ElementInput = Literal[
    "url_list", "text", "select", "contact", "declaration", "checkbox", "signature", "file"
]
DeadlineCode = Literal[
    "fixed_max",
    "expeditiously",
    "without_undue_delay",
    "promptly",
    "none",
    "window",
    "min_window",
    "extension",
    "fixed_date",
    "retention",
    "derived",
]
StartedBy = Literal["receipt", "sending", "confirmation"]
EscalationKind = Literal[
    "regulator", "police", "court", "tribunal", "adr", "platform", "helpline", "hotline"
]
SourceKind = Literal["primary", "secondary"]

ChannelType = Literal[
    "tida",
    "ncii",
    "dsa",
    "privacy",
    "abuse",
    "general_report",
    "copyright",
    "gdpr",
    "csam",
]
ChannelMethod = Literal["web_form", "email", "in_app", "bot", "api", "post"]
TidaValue = Literal["acknowledged", "addressed_by_ftc", "likely", "unclear", "unlikely"]
Coverage = Literal["tida_covered"]
Disclosure = Literal["yes", "maybe", "no", "unknown"]
Detail = Literal["name", "address", "mail", "telephone"]
Material = Literal["authentic", "synthetic"]
ConditionValue = Literal["refused", "slower"]
ANY_HOST = "*"
NO_COMPANY = frozenset({"", "unknown", "varies", "from RDAP"})
"""What stands for an operator where no company is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    code: Country
    name: Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Covers:
    authentic_images: bool
    synthetic_images: bool | None = None
    threats_only: bool
    minors: bool | None = None
    copyright_needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifier:
    role: NotifierRole
    proof: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredElement:
    key: Filled
    label: Filled
    input: ElementInput
    ref: str
    required: bool
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    key: Filled
    sense: Filled
    under_penalty_of_perjury: bool
    ref: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """`iso8601` is None when the law gives no number; `countdown`: our own filing starts it.

    `started_by` is the event the rule counts from: the recipient having the letter, our sending
    it, or the recipient's own confirmation, before which nothing runs.
    """

    code: DeadlineCode
    iso8601: Duration | None = None
    text: str
    starts: str
    confidence: Confidence
    countdown: bool
    countdown_note: str
    started_by: StartedBy = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDeadline:
    """`iso8601` is a duration; a date for `fixed_date`; `least/most` with a unit for a window."""

    what: str
    code: DeadlineCode
    iso8601: Term | None = None
    ref: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStep:
    """Where a claim can go next. `citation` is the provision it rests on, '' if none is known.

    `addressee` is how a letter addresses it where that differs from its name here. `under` names
    the rules whose claims it takes, for a step that hears of some rules only.
    """

    name: str
    kind: EscalationKind
    url: str | None = None
    when: str
    confidence: Confidence
    addressee: str = ""
    citation: str = ""
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    ref: Filled
    kind: SourceKind
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """A rule a notice may invoke. `letter` names its folder of letter templates, '' if none.

    `own_channel` is the channel type made for claims under this rule, `also_channels` the types
    its letter may go through besides. `coverage` names the field of a platform that judges
    whether this rule reaches it; None where no entry judges that. `offence` cites the offence a
    police report may name, `before_approval` says in plain words what to know before a letter
    under this rule goes out.
    """

    id: Slug
    title: Filled
    short_title: Filled
    citation: Filled
    jurisdiction: Jurisdiction
    type: BasisType
    notice_goes_to: Addressee
    status: BasisStatus
    in_force_since: date | None = None
    letter: str = ""
    own_channel: ChannelType | None = None
    also_channels: tuple[ChannelType, ...] = ()
    coverage: Coverage | None = None
    covers: Covers
    addressees: tuple[str, ...]
    not_addressees: tuple[str, ...]
    who_may_notify: tuple[Notifier, ...]
    required_elements: tuple[RequiredElement, ...]
    declarations: tuple[Declaration, ...]
    deadline: Deadline
    other_deadlines: tuple[OtherDeadline, ...]
    outcome_duties: tuple[str, ...]
    escalation: tuple[EscalationStep, ...]
    penalty: str | None = None
    offence: str = ""
    before_approval: tuple[str, ...] = ()
    caveats: tuple[str, ...]
    sources: tuple[Source, ...]
    confidence: Confidence
    memory_fields: tuple[str, ...]
    checked: date
    retired: date | None = None

    @property
    def in_force(self) -> bool:
        """Whether the rule is law now, as far as the registry knows."""
        return self.status == "in_force" and self.retired is None

    @property
    def countdown_runs(self) -> bool:
        """True only for a rule in force that gives a number and that our own filing starts."""
        return self.in_force and self.deadline.countdown and self.deadline.iso8601 is not None

    def from_memory(self, path: str) -> bool:
        """True if nobody has checked this field against a source; pages then say "unchecked"."""
        return under_memory(path, memory_fields=self.memory_fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class TidaCovered:
    value: TidaValue
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HashProgram:
    program: str
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedResponse:
    """What the platform itself promises, which is not the law."""

    iso8601: Duration | None = None
    text: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Whether a notice is shown to the public, `where`, and which details are kept out of it.

    `withheld` is what the publisher says it leaves out; `redacted` that it blacks out something
    without saying what.
    """

    value: Disclosure
    where: str
    withheld: tuple[Detail, ...] = ()
    redacted: bool = False
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What the service makes its answer depend on, in the words of a page."""

    value: ConditionValue
    words: Filled
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to reach the platform. `login_required` and `max_urls` are None when unknown.

    `only_for` is set where a way was made for one kind of material alone. `published`,
    `while_sold` (the person sells such material now) and `without_police` (there is
    no police reference) are None when nobody knows; None never means "no".
    """

    type: ChannelType
    method: ChannelMethod
    value: Filled
    login_required: bool | None = None
    fields: tuple[str, ...]
    max_urls: int | None = None
    discloses_reporter: Disclosure
    only_for: Material | None = None
    published: Published | None = None
    while_sold: Condition | None = None
    without_police: Condition | None = None
    notes: str
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A service that can act. `generic_template` marks a kind of service, not one company."""

    id: Slug
    name: Filled
    operator: Filled
    kind: PlatformKind
    hosts: tuple[Host, ...]
    hosts_confidence: Confidence
    country: str
    generic_template: bool
    tida_covered: TidaCovered
    operator_got_ftc_letter_2026_05_11: bool
    eu_vlop: bool | None = None
    hash_programs: tuple[HashProgram, ...]
    stated_response: StatedResponse
    channels: tuple[Channel, ...]
    recommended_order: tuple[ChannelType, ...]
    suggested_legal_bases: tuple[str, ...]
    quirks: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: Confidence
    memory_fields: tuple[str, ...]
    checked: date
    retired: date | None = None
    link_rules: tuple[LinkRule, ...] = ()
    siblings: tuple[Sibling, ...] = ()

    @property
    def addressee(self) -> str:
        """Whom a letter is addressed to: the company, or the service where none is known."""
        return self.name if self.operator in NO_COMPANY else self.operator

    @property
    def named_hosts(self) -> tuple[str, ...]:
        """The hosts that can be matched by name."""
        return tuple(host for host in self.hosts if host != ANY_HOST)

    def reached_by(self, basis: LegalBasis) -> str:
        """Whether the rule reaches this platform, as the registry judges; empty if unjudged."""
        judged = {"tida_covered": self.tida_covered}
        return judged[basis.coverage].value if basis.coverage else ""

    def from_memory(self, path: str) -> bool:
        """True if nobody has checked this field against a source; pages then say "unchecked"."""
        return under_memory(path, memory_fields=self.memory_fields)
