"""The small papers of a case: what was allowed and released, that a report was made, what to tell
the police.

Each is a frozen value and a template below `dossier/papers/`; the same value gives the same
bytes. None of them holds a picture, nor the link or the code of a release.
"""

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Protocol

from django.template.loader import render_to_string

from dossiers.rendering.content import Field, Figure
from dossiers.rendering.paper import SHEETS, laid_out
from dossiers.rendering.signs import in_every_text
from evidence.rendering.signs import cleaned
from takedowns.channels.paper import OwnFiles

ADDRESS: Final = re.compile(r"\b[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
LEFT_OUT: Final = "[address left out]"


class Paper(Protocol):
    """A value with a template of its own; the template knows it as `p`."""

    template: ClassVar[str]


@dataclass(frozen=True, slots=True)
class MandatePaper:
    """What the person allowed somebody to do, word for word. `person` may be empty: a line for
    the name is printed then."""

    template: ClassVar[str] = "dossier/papers/mandate.html"

    ref: str
    holder: str
    person: str
    state: str
    words: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class ReleasePaper:
    """What one reader may do with a bundle, word for word."""

    template: ClassVar[str] = "dossier/papers/release.html"

    ref: str
    reader: str
    state: str
    words: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """One delivery of a report, line by line."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a report left: to whom, when, by which way, and digests. No word of the report."""

    template: ClassVar[str] = "dossier/papers/receipt.html"

    ref: str
    label: str
    recipient: str
    fields: tuple[Field, ...]
    deliveries: tuple[Delivered, ...]


@dataclass(frozen=True, slots=True)
class Where:
    """One line of the table of services: who runs it, from where, and how its places stand."""

    name: str
    operator: str
    places: str
    first: str
    last: str
    now: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One exhibit by its number: what it is of, when it was kept, and its digest."""

    label: str
    what: str
    kept: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Reported:
    """One letter: to whom, when, under which number of theirs, and what came of it."""

    label: str
    recipient: str
    sent: str
    number: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Asking:
    """One way for the police to have data kept. `unchecked`: it stands here from memory."""

    citation: str
    words: str
    lasts: str
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A place with its exact address, or its locator, and the account that was shown there."""

    label: str
    address: str
    account: str


@dataclass(frozen=True, slots=True)
class PoliceSheet:
    """One or two pages for an officer; `listed` adds pages of exact addresses.

    `words` are the person's own and may be empty; each `more_…` says what a table leaves out.
    `manifest` is the digest of the list of every exhibit's digest.
    """

    template: ClassVar[str] = "dossier/papers/police.html"

    ref: str
    made: str
    happened: tuple[str, ...]
    age: str
    words: str
    since: str
    figures: tuple[Figure, ...]
    where: tuple[Where, ...]
    more_where: str
    accounts: str
    kept: tuple[Kept, ...]
    more_kept: str
    manifest: str
    reported: tuple[Reported, ...]
    more_reported: str
    asking: tuple[Asking, ...]
    fields: tuple[Field, ...]
    listed: tuple[Listed, ...]


def drawn(paper: Paper) -> bytes:
    """The paper as a PDF/A-3a and PDF/UA-1; whatever cannot be drawn is named."""
    markup = render_to_string(paper.template, {"p": in_every_text(paper, cleaned)})
    return laid_out(markup, sheets=(*SHEETS, "css/papers.css"), fetcher=OwnFiles())[1]


def without_addresses(text: str) -> str:
    """The text with every web address left out."""
    return ADDRESS.sub(LEFT_OUT, text)
