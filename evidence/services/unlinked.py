"""Places without a link: a chat, a message, a person, paper, a stream."""

from dataclasses import dataclass

from cases.models import Case
from evidence.models import Kind, Sighting


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A place without a link: a locator, and what helps to find it again."""

    kind: Kind
    locator: str
    platform: str = ""
    handle: str = ""
    group: str = ""
    message: str = ""

    @property
    def identifiers(self) -> dict[str, str]:
        """What is known of handle, group and message, by the words shown for them."""
        named = {"handle": self.handle, "group": self.group, "message_number": self.message}
        return {name: text for name, text in named.items() if text}

    @property
    def sameness(self) -> tuple[object, ...]:
        """Two places without a link are one only where all that names them is alike."""
        return (self.kind, self.locator, self.platform, tuple(sorted(self.identifiers.items())))


def unlinked_in(case: Case) -> dict[object, int]:
    """The numbers of the case's places without a link, by what makes two of them one."""
    rows = Sighting.objects.filter(case=case).exclude(kind=Kind.LINK)
    return {unlinked_of(row).sameness: row.number for row in rows}


def unlinked_of(row: Sighting) -> Unlinked:
    """A place without a link as it stands."""
    named = row.identifiers
    return Unlinked(
        kind=Kind(row.kind),
        locator=row.locator,
        platform=row.platform_name,
        handle=str(named.get("handle", "")),
        group=str(named.get("group", "")),
        message=str(named.get("message_number", "")),
    )
