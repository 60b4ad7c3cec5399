"""The small papers of a case: what was allowed, what was released, that a report was made.

Each is a frozen value and a template below `dossier/papers/`; the same value gives the same
bytes. None of them holds a picture, nor the link or the code of a release.
"""

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Protocol

from django.template.loader import render_to_string

from dossiers.rendering.content import Field
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


def drawn(paper: Paper) -> bytes:
    """The paper as a PDF/A-3a and PDF/UA-1; whatever cannot be drawn is named."""
    markup = render_to_string(paper.template, {"p": in_every_text(paper, cleaned)})
    return laid_out(markup, sheets=(*SHEETS, "css/papers.css"), fetcher=OwnFiles())[1]


def without_addresses(text: str) -> str:
    """The text with every web address left out."""
    return ADDRESS.sub(LEFT_OUT, text)
