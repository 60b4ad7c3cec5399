"""What invented services do: show pages, take notices, answer, ignore, take down, post again.

No server here: `servers.py` lets it be reached over HTTP and SMTP. Time is told, never read.
"""

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

Clock = Callable[[], datetime]


class Shown(StrEnum):
    """What a page shows whoever asks for it."""

    THERE = "there"
    GONE = "gone"
    GEO_BLOCKED = "geo-blocked"
    LOGIN_WALL = "login wall"
    SOFT_GONE = "soft 404"


@dataclass(frozen=True, slots=True)
class Manner:
    """What a service does about a page it was told of. With no `then` it leaves it as it is."""

    then: Shown | None = None
    after: timedelta = timedelta(0)
    back_after: timedelta | None = None
    """Counted from the moment it was told: the same page shows the same again."""


@dataclass(frozen=True, slots=True)
class Words:
    """A mail a service writes after a notice; `{ticket}` is its number for it."""

    text: str
    after: timedelta


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that reached a service, word for word."""

    at: datetime
    way: str
    text: str
    ticket: str
    message_id: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A mail on its way back. `at` is when it lies in the mailbox."""

    at: datetime
    platform: "Platform"
    told: Told
    text: str


@dataclass
class Page:
    """A page and what it shows from when on, the oldest first."""

    path: str
    changes: list[tuple[datetime, Shown]] = field(default_factory=list)
    told: int = 0

    def shows(self, at: datetime) -> Shown:
        """What somebody sees at that moment."""
        reached = [shown for moment, shown in self.changes if moment <= at]
        return reached[-1] if reached else Shown.THERE


@dataclass
class Platform:
    """One service. `manners` are by path: the first notice about it, the second, and so on."""

    host: str
    mark: str
    mailboxes: tuple[str, ...] = ()
    pages: dict[str, Page] = field(default_factory=dict)
    manners: dict[str, tuple[Manner, ...]] = field(default_factory=dict)
    words: tuple[tuple[Words, ...], ...] = ()
    """What it writes after the first notice, after the second, and so on; then nothing."""
    usual: Manner = Manner()
    """What it does about a page of its own that has no manners, named by its full address."""
    refuses_mail: str = ""
    """The answer of its mail server where it takes no mail, such as "550 5.1.1 No such mailbox"."""
    told: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = itertools.count(4471)

    def page(self, path: str) -> Page:
        """The page at a path; it is there from the first look at it."""
        return self.pages.setdefault(path, Page(path))

    def take(
        self, text: str, *, at: datetime, way: str, message_id: str = "", reply_to: str = ""
    ) -> tuple[Told, list[Answer]]:
        """A notice came. Pages it names change as their manners say; what is written back."""
        told = Told(at, way, text, f"{self.mark}-{next(self._numbers)}", message_id, reply_to)
        for path in self._named(text):
            self._act(self.page(path), at=at)
        words = self.words[len(self.told)] if len(self.told) < len(self.words) else ()
        self.told.append(told)
        return told, [
            Answer(at + each.after, self, told, each.text.format(ticket=told.ticket))
            for each in words
        ]

    def _named(self, text: str) -> Iterable[str]:
        own = re.findall(rf"https?://(?:[\w-]+\.)*{re.escape(self.host)}(/\S+)", text)
        known = [path for path in {*self.manners, *self.pages} if path in text]
        return dict.fromkeys([*known, *own])

    def _act(self, page: Page, *, at: datetime) -> None:
        manners = self.manners.get(page.path, ())
        usual = Manner() if manners else self.usual
        manner = manners[page.told] if page.told < len(manners) else usual
        page.told += 1
        if manner.then is not None:
            page.changes.append((at + manner.after, manner.then))
        if manner.back_after is not None:
            page.changes.append((at + manner.back_after, Shown.THERE))


@dataclass
class World:
    """All services, and the mails they wrote that nobody has fetched yet."""

    clock: Clock
    platforms: list[Platform]
    waiting: list[Answer] = field(default_factory=list)
    everybody_else: Platform | None = None
    """Reads all mailboxes that are nobody's, where it stands; else they do not exist."""

    def at_host(self, host: str) -> Platform | None:
        """Whoever answers at a host: itself, or a host under it."""
        for each in self.platforms:
            if host == each.host or host.endswith(f".{each.host}"):
                return each
        return None

    def at_mailbox(self, address: str) -> Platform | None:
        """Whoever reads a mailbox."""
        found = (each for each in self.platforms if address in each.mailboxes)
        return next(found, self.everybody_else)

    def tell(self, platform: Platform, text: str, *, way: str, **mail: str) -> Told:
        """A notice reaches a service now."""
        told, answers = platform.take(text, at=self.clock(), way=way, **mail)
        self.waiting += answers
        return told

    def fetch(self) -> list[Answer]:
        """The mails that lie in the mailbox by now; each is handed out once, the oldest first."""
        come = sorted((each for each in self.waiting if each.at <= self.clock()), key=_moment)
        self.waiting = [each for each in self.waiting if each not in come]
        return come


def _moment(answer: Answer) -> datetime:
    return answer.at
