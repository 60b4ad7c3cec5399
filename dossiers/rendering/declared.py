"""Drafts of declarations: the facts they are filled with, and their pages.

The words stand in `templates/dossier/declarations`, one file a draft. Each is rendered by an
engine that marks what a template asks for and nobody gave, so that a gap stops the document.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.template import Context, Engine
from django.utils.safestring import SafeString

TEMPLATES: Final = Path(__file__).resolve().parents[2] / "templates"
GAP: Final = "\ue003"
"""No fact can hold it: `signs.cleaned` names every character for private use."""


class BrokenDeclaration(RuntimeError):
    """A draft asks for a fact that nobody gave it; it must not be printed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft: `kind` is its template, `anchor` its place in the document."""

    kind: str
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class DeclaredFile:
    """One exhibit as a draft lists it; no text is empty. The digest is broken in two.

    `kept` is in UTC and `kept_ist` the same moment in Indian Standard Time. `again` says what
    was found when it was digested again, `knowledge` whose eyes it rests on.
    """

    label: str
    anchor: str
    what: str
    file: str
    bytes: str
    sha256: str
    kept: str
    kept_ist: str
    given: str
    again: str
    knowledge: str


@dataclass(frozen=True, slots=True)
class Declared:
    """The drafts of a dossier and the facts the system recorded; no text is empty."""

    drafts: tuple[Draft, ...]
    ref: str
    version: str
    document: str
    made: str
    compiler: str
    first_kept: str
    last_kept: str
    manifest_name: str
    manifest: str
    key: str
    checkpoint: str
    engine: str
    devices: str
    files: tuple[DeclaredFile, ...]


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Escapes like any page, and marks what is missing."""
    tags = {"tongues": "evidence.templatetags.tongues"}
    return Engine(dirs=[str(TEMPLATES)], string_if_invalid=GAP, libraries=tags)


def pages_of(declared: Declared | None) -> tuple[SafeString, ...]:
    """The pages of each draft, in order. Raises BrokenDeclaration."""
    if declared is None:
        return ()
    return tuple(_page(draft, declared=declared) for draft in declared.drafts)


def _page(draft: Draft, *, declared: Declared) -> SafeString:
    template = engine().get_template(f"dossier/declarations/{draft.kind}.html")
    page = template.render(Context({"draft": draft, "d": declared}, use_l10n=False, use_tz=False))
    if GAP in page:
        raise BrokenDeclaration(f"the draft {draft.kind} asks for a fact nobody gave it")
    return page
