"""What a bundle would hold, told before anything is made."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.models import Case
from dossiers.models import ImagePolicy
from dossiers.rendering.content import Content, Field, Missing
from dossiers.rendering.words import capital, count, listed
from dossiers.services.assembling import content_of
from dossiers.services.rows import Choice, Rows, policy_of, read_rows

LINES_OF_CONTENTS, LINES_OF_STEPS, LINES_OF_DIGESTS, LINES_OF_PEOPLE = 30, 20, 20, 12
PAGES_A_PICTURE, PAGES_AN_EXHIBIT, PAGES_A_LETTER, PAGES_A_DRAFT = 2.4, 1.4, 2.5, 2.5
PAGES_A_PLACE = 0.25
"""Measured on the training world; an exhibit with a long custody takes more."""
FIXED = 8
"""Cover, summary, spread, letters over time, what is missing, process, words."""


@dataclass(frozen=True, slots=True)
class Preview:
    """`parts` are what stands in it, `cover` what its first page says, `pages` about how many."""

    parts: tuple[str, ...]
    cover: tuple[Field, ...]
    missing: tuple[Missing, ...]
    pages: int
    volumes: int


def preview(case: Case, choice: Choice, *, actor: Person, now: datetime) -> Preview:
    """What the bundle would say now. Nothing is opened, made or written down."""
    access.require(actor, Permission.EXPORT, case)
    rows = read_rows(case, choice, compiler=actor, now=now)
    everything = frozenset(each.number for each in rows.exhibits)
    content = content_of(rows, version=0, sound=everything, drawn=everything, now=now)
    groups = ceil(len(rows.exhibits) / choice.volume_size)
    return Preview(
        parts=tuple(_parts(content)),
        cover=content.cover.fields,
        missing=content.missing,
        pages=_pages(content, rows),
        volumes=groups + 1 if groups > 1 else 1,
    )


def _parts(content: Content) -> list[str]:
    told = [
        "Summary",
        "People and accounts" if content.people else "",
        f"Chronology, {count(len(content.steps), 'line')}",
        "Where it was seen",
        "The letters over time" if content.times else "",
        capital(count(len(content.exhibits), "exhibit")) if content.exhibits else "",
        capital(count(len(content.places), "place")) + " without an exhibit"
        if content.places
        else "",
        capital(count(len(content.letters), "letter")) + " with what came of them"
        if content.letters
        else "",
        "What this did, in the person’s own words" if content.quotes else "",
        "Redaction log" if content.redacted else "",
        "What is missing",
        "Digests",
        "How this was made",
    ]
    if content.declared:
        drafts = listed([draft.title for draft in content.declared.drafts])
        told.append(f"Drafts: {drafts}" if drafts else "")
    return [each for each in told if each]


def _pages(content: Content, rows: Rows) -> int:
    """About how many; volumes add two each."""
    shown = sum(
        policy_of(rows.case, rows.choice, each.number) in {ImagePolicy.FULL, ImagePolicy.BLURRED}
        for each in rows.exhibits
    )
    listed_rows = len(content.exhibits) + len(content.letters)
    accounts = len(content.people.accounts) if content.people else 0
    drafts = len(content.declared.drafts) if content.declared else 0
    return round(
        FIXED
        + ceil(listed_rows / LINES_OF_CONTENTS)
        + ceil(len(content.steps) / LINES_OF_STEPS)
        + ceil(len(content.digests) / LINES_OF_DIGESTS)
        + ceil(accounts / LINES_OF_PEOPLE)
        + shown * PAGES_A_PICTURE
        + (len(content.exhibits) - shown) * PAGES_AN_EXHIBIT
        + len(content.letters) * PAGES_A_LETTER
        + len(content.places) * PAGES_A_PLACE
        + drafts * PAGES_A_DRAFT
    )
