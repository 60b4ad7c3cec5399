"""What is known of a case where ways are ranked. An empty value is one nobody gave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from takedowns.drafting import Happened

LEAST: Final = 5
"""A group of fewer places would tell about one person: it is neither shown nor used."""


class Taken(StrEnum):
    """Who took the picture, as far as it decides who owns the rights in it."""

    OWN = "own"
    NOT_OWN = "not own"
    UNCLEAR = "unclear"
    UNASKED = ""


class Sale(StrEnum):
    """Whether the person sells such material now."""

    NOW = "now"
    NOT_NOW = "not now"
    UNASKED = ""


class Sender(StrEnum):
    """In whose name a letter is written. The values stand in forms."""

    PERSON = "person"
    AGENT = "agent"


class Whose(StrEnum):
    """Whose a detail is that a letter would carry."""

    OWN = "own"
    OTHER = "other"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Details:
    """Whose mail address, telephone and postal address the letters of this case carry."""

    mail: Whose = Whose.NONE
    telephone: Whose = Whose.NONE
    address: Whose = Whose.NONE


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of places asked about in one way. `hours` is the median up to a removal."""

    places: int
    removed: int = 0
    refused: int = 0
    pending: int = 0
    duplicate: int = 0
    not_found: int = 0
    hours: float | None = None

    @property
    def told(self) -> bool:
        """Whether the group is large enough to be told and used."""
        return self.places >= LEAST

    @property
    def answered(self) -> int:
        """Places of which something is known."""
        return self.places - self.pending

    @property
    def usable(self) -> bool:
        """Whether enough places were answered to move a way up or down."""
        return self.answered >= LEAST

    @property
    def other(self) -> int:
        """Restricted, or no answer in time."""
        known = (self.removed, self.refused, self.pending, self.duplicate, self.not_found)
        return self.places - sum(known)


Way = tuple[str, int, str]
"""Platform, place in its channels, rule ('' for a plain report)."""


@dataclass(frozen=True, slots=True)
class Situation:
    """`chosen` are codes of the rules the person wants used; empty where all may be.

    `near` are the codes that fit where the person lives, `country` its two letters. `happened` is
    empty while nobody knows what the material is. `mandate` says whether the agent may
    approve already, `mine` whether the person reads this.
    """

    chosen: tuple[str, ...] = ()
    country: str = ""
    near: tuple[str, ...] = ()
    happened: frozenset[Happened] = frozenset()
    taken: Taken = Taken.UNASKED
    sale: Sale = Sale.UNASKED
    police: bool = False
    details: Details = Details()
    senders: tuple[Sender, ...] = (Sender.PERSON,)
    agent_name: str = ""
    mandate: bool = True
    mine: bool = True
    experience: Mapping[Way, Tally] = field(default_factory=dict)

    @property
    def fit(self) -> tuple[str, ...]:
        """Codes of the rules that were chosen, or else of those near the person."""
        return self.chosen or self.near
