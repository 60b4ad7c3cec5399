"""Ways out of the house, in the person's own hands: a file to take away."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class AbuseKind(StrEnum):
    """What an abuse report beside a letter may honestly say."""

    COPYRIGHT = "copyright"
    PERSONAL_DATA = "personal_data"


@dataclass(frozen=True, slots=True)
class AbusePlace:
    """One web address and when it was last seen there, if that is known."""

    url: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class AbuseClaim:
    """What an abuse desk's machine may read: who reports, what kind, where. Nothing else.

    `key` names the notice and never leaves as it is.
    """

    key: str
    kind: AbuseKind
    reporter: str
    mail: str
    approved_at: datetime
    places: tuple[AbusePlace, ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An approved letter as plain values; nothing of the case besides.

    `abuse` is there only beside a letter to whoever hosts, delivers or registers a site.
    """

    number: int
    recipient: str
    address: str
    by_mail: bool
    sender_name: str
    sender_mail: str
    language: str
    subject: str
    body: str
    abuse: AbuseClaim | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file ready to be handed over. `name` says nothing of what it is."""

    name: str
    mime: str
    data: bytes


class WayOut(ABC):
    """Turns an approved letter into one file."""

    name: str

    @abstractmethod
    def pack(self, letter: Outgoing) -> Parcel:
        """The file. It carries no picture, no fingerprint, no name of this program or machine."""

    @staticmethod
    def examples() -> list[Outgoing]:
        """Letters every way must carry: plain, other scripts, hostile lines, very long."""
        plain = Outgoing(
            number=1,
            recipient="Example Corp.",
            address="safety@service.example",
            by_mail=True,
            sender_name="Wren Example",
            sender_mail="answers@mailbox.example",
            language="en",
            subject="Request for removal",
            body="Please remove:\n\n1. https://service.example/p/1\n\nWren Example",
        )
        return [
            plain,
            replace(plain, subject="Bitte löschen: Größe 漢字 \u0645\u0631\u062d\u0628\u0627"),
            replace(plain, subject="One\nBcc: all@other.example", number=2),
            replace(plain, body="<script>alert(1)</script> {{ x }} & <b>"),
            replace(plain, address="https://service.example/form", by_mail=False),
            replace(plain, body="A line that goes on. " * 2000),
        ]
