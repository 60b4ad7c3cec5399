"""Ways out of the house, in the person's own hands: a file to take away."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An approved letter as plain values; nothing of the case besides."""

    number: int
    recipient: str
    address: str
    by_mail: bool
    sender_name: str
    sender_mail: str
    language: str
    subject: str
    body: str


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
