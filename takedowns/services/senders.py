"""In whose name a letter of a case may be written, as far as the case allows it."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person
from cases import access
from cases.errors import NotPermitted
from cases.models import Case, Scope
from takedowns.models import Notice, SenderRole
from takedowns.routing import Sender


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, and when."""

    person: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class Senders:
    """Who may write. `agent` is the advocate who would; None where nobody may act.

    `mandate` says whether the agent could approve it now.
    """

    may: tuple[Sender, ...] = (Sender.PERSON,)
    agent: Person | None = None
    mandate: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """In whose name one letter is written. `agent` is None for the person's own letters."""

    sender: Sender
    agent: Person | None = None

    @classmethod
    def by(cls, sender: Sender, *, agent: Person | None) -> "Written":
        """For a way that was chosen, with the advocate who would write it."""
        return cls(sender, agent if sender is Sender.AGENT else None)

    @property
    def role(self) -> SenderRole:
        """As the notice keeps it."""
        return ROLES[self.sender]


ROLES = {
    Sender.PERSON: SenderRole.DEPICTED_PERSON,
    Sender.AGENT: SenderRole.AUTHORISED_AGENT,
}


def senders_of(case: Case, *, reader: Reader | None) -> Senders:
    """The person themselves, if they can read and approve; an advocate who acts for them.

    For the person, that is somebody with a mandate for letters. An advocate without one may
    draft in their own name; the mandate is asked for before it is approved.
    """
    if reader is None:
        return Senders()
    person, holders = reader.person, _holders(case, now=reader.now)
    if case.client_id == person.pk:
        if not holders:
            return Senders()
        return Senders((Sender.PERSON, Sender.AGENT), holders[0], mandate=True)
    agent = person if person in holders or not holders else holders[0]
    own = (Sender.PERSON,) if case.client_id else ()
    return Senders((*own, Sender.AGENT), agent, mandate=agent in holders)


def _holders(case: Case, *, now: datetime) -> list[Person]:
    """Those who may send letters for the person, the case's own advocate first."""
    running = access.running_mandates(case, now=now)
    holders = [mandate.holder for mandate in running if Scope.NOTICES in mandate.scope]
    return sorted(holders, key=lambda holder: holder.pk != case.advocate_id)


def agent_of(notice: Notice) -> Person:
    """Who writes a letter for the person: whoever was named, or else who drafted it."""
    return notice.agent or notice.drafted_by


def may_give_word(notice: Notice, *, actor: Person) -> bool:
    """Nobody gives the word of another advocate who is named as the sender."""
    return notice.agent is None or notice.agent == actor


def require_own_word(notice: Notice, *, actor: Person) -> None:
    """Raise NotPermitted where the letter speaks in the name of another advocate."""
    if not may_give_word(notice, actor=actor):
        raise NotPermitted("This letter is in another person's name. They read and approve it.")
