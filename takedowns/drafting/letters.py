"""From facts to the exact text of a letter. Pure; refuses missing facts by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from takedowns.deadlines import Span, parse_span
from takedowns.drafting.engine import BrokenLetter, Rendered, SpanKind, TextSpan, fact, render
from takedowns.drafting.facts import (
    EarlierNotice,
    Facts,
    Ground,
    Happened,
    Link,
    PrivacyChoice,
    SenderRole,
)
from takedowns.drafting.languages import ENGLISH, Language, language
from takedowns.drafting.requirements import (
    Gap,
    fact_gaps,
    letter_of,
    needs_of,
)
from takedowns.registry.schema import Channel, LegalBasis

SHORT_DIGEST: Final = 12
"""How many signs of a digest a paper shows: enough to tell exhibits apart, no fingerprint."""


class FactsMissing(ValueError):
    """A letter cannot be drafted: `gaps` names what is missing and where to give it."""

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        super().__init__(f"Missing: {', '.join(gap.label for gap in gaps)}.")
        self.gaps = gaps


@dataclass(frozen=True, repr=False)
class Declaration:
    """What the person puts their word to: the very passage that stands in the letter."""

    key: str
    text: str
    under_penalty_of_perjury: bool


@dataclass(frozen=True, repr=False)
class Segment:
    """A stretch of one paragraph. `fact` names what was filled in there; empty for our words."""

    text: str
    fact: str = ""


@dataclass(frozen=True, repr=False)
class Letter:
    """Plain text: escape it before it is shown as markup.

    `marks` are the stretches of `body` that were filled in. `elements` maps each element of the
    rule to the passage that satisfies it.
    """

    subject: str
    body: str
    language: str
    marks: tuple[TextSpan, ...]
    elements: Mapping[str, str]
    declarations: tuple[Declaration, ...]

    @property
    def paragraphs(self) -> tuple[tuple[Segment, ...], ...]:
        """The body cut at blank lines, each paragraph cut at what was filled in."""
        cut, start = [], 0
        for text in self.body.split("\n\n"):
            cut.append(tuple(self._segments(start, start + len(text))))
            start += len(text) + 2
        return tuple(cut)

    def _segments(self, start: int, end: int) -> Iterator[Segment]:
        for mark in self.marks:
            if not start <= mark.start < end:
                continue
            if start < mark.start:
                yield Segment(self.body[start : mark.start])
            yield Segment(self.body[mark.start : mark.end], mark.key)
            start = mark.end
        if start < end:
            yield Segment(self.body[start:end])


def draft(
    basis: LegalBasis | None, channel: Channel | None, facts: Facts, code: str = ENGLISH
) -> Letter:
    """The letter for a rule, or a plain report under the service's own rules where basis is None.

    Raises FactsMissing for gaps in the facts, NoLetter where none is written, BrokenLetter where a
    passage the rule requires came out empty. Declarations need not be confirmed yet: the person
    confirms them after reading, and `missing` counts them until then.
    """
    gaps = fact_gaps(basis, channel, facts)
    if gaps:
        raise FactsMissing(gaps)
    rendered = render(
        letter_of(basis), code, values=letter_values(basis, channel, facts, own=language(code))
    )
    letter = letter_from(rendered, basis=basis, code=code)
    required = (
        needs_of(letter_of(None))
        if basis is None
        else [each.key for each in basis.required_elements if each.required]
    )
    check_whole(letter, required=[*required], name=letter_of(basis))
    return letter


def letter_from(rendered: Rendered, *, basis: LegalBasis | None, code: str) -> Letter:
    """A rendered template as a letter, with the passages its rule and its declarations name."""
    elements = {span.key for span in rendered.spans if span.kind is SpanKind.ELEMENT}
    declared = () if basis is None else basis.declarations
    return Letter(
        subject=rendered.subject,
        body=rendered.body,
        language=code,
        marks=tuple(span for span in rendered.spans if span.kind is SpanKind.FACT),
        elements={key: rendered.passage(SpanKind.ELEMENT, key) for key in sorted(elements)},
        declarations=tuple(
            Declaration(
                d.key,
                rendered.passage(SpanKind.DECLARATION, d.key),
                under_penalty_of_perjury=d.under_penalty_of_perjury,
            )
            for d in declared
        ),
    )


def check_whole(letter: Letter, *, required: list[str], name: str) -> None:
    """Raises BrokenLetter where a passage that must stand in the letter came out empty."""
    empty = [key for key in required if not letter.elements.get(key)]
    empty += [declared.key for declared in letter.declarations if not declared.text]
    if empty or not letter.subject:
        raise BrokenLetter(f"The letter {name!r} says nothing for {', '.join(empty) or 'subject'}.")


def letter_values(
    basis: LegalBasis | None, channel: Channel | None, facts: Facts, *, own: Language
) -> dict[str, object]:
    """What a template may ask for. Every name is always there; an unknown name is an error."""
    texts = (
        *("reference", "recipient", "platform_name", "sender_name", "principal"),
        *("contact_email", "contact_phone", "country", "nonconsent_facts", "harm"),
        *("work_description", "national_offence", "objection", "signature_name"),
        *("police_reference", "next_step", "citation", "circumstances", "fear"),
    )
    values: dict[str, object] = {name: fact(name, getattr(facts, name)) for name in texts}
    written = facts.written_on
    address = ", ".join(facts.postal_address.splitlines())
    return {
        **values,
        "postal_address": fact("postal_address", address),
        # It stands inside a sentence of ours, which brings its own full stop.
        "national_offence": fact("national_offence", facts.national_offence.rstrip(" .")),
        **_flags(facts),
        **_earlier(facts, own=own),
        **_filed(facts, own=own),
        **_rule(basis, channel, own=own),
        "written_on": fact("written_on", own.say_day(written)) if written else "",
        "links": [_link(n, link, own=own) for n, link in enumerate(facts.located, start=1)],
        "content_kinds": [kind.value for kind in facts.content_kinds],
    }


def _flags(facts: Facts) -> dict[str, object]:
    authentic, synthetic = (
        kind in facts.happened for kind in (Happened.AUTHENTIC, Happened.SYNTHETIC)
    )
    return {
        "agent": facts.is_agent,
        "owner": facts.sender_role is SenderRole.COPYRIGHT_OWNER,
        "one": len(facts.located) == 1,
        "mixed": authentic and synthetic,
        "authentic": authentic,
        "synthetic": synthetic,
        "threat": Happened.THREAT in facts.happened,
        "published": facts.published,
        "unlawful": facts.ground is Ground.UNLAWFUL,
        "consent_withdrawn": facts.ground is Ground.CONSENT_WITHDRAWN,
        "objecting": facts.ground is Ground.OBJECTION or bool(fact("objection", facts.objection)),
        "ground_objection": facts.ground is Ground.OBJECTION,
        "inform_recipients": facts.inform_recipients,
        "withhold": facts.privacy_choice is PrivacyChoice.WITHHOLD,
    }


def _earlier(facts: Facts, *, own: Language) -> dict[str, object]:
    """Every earlier notice, and the last one, which a second letter is about."""
    notices = [_notice(earlier, facts.written_on, own=own) for earlier in facts.earlier]
    return {"earlier": notices, "last": notices[-1] if notices else {}}


def _notice(earlier: EarlierNotice, written_on: date | None, *, own: Language) -> dict[str, object]:
    missed = earlier.due_at
    if missed and written_on and missed.date() > written_on:
        missed = None
    texts = {
        name: fact("earlier", getattr(earlier, name))
        for name in ("reference", "recipient", "rule", "their_reference", "proof")
    }
    return {
        **texts,
        "sent": fact("earlier", own.say_moment(earlier.sent_at)),
        "due": fact("earlier", own.say_moment(missed)) if missed else "",
        "came": earlier.came.value,
    }


def _filed(facts: Facts, *, own: Language) -> dict[str, object]:
    """What papers for an authority name besides: exhibits, laws, host names, chosen answers."""
    return {
        "exhibits": [
            {
                "number": fact("exhibits", each.number),
                "digest": fact("exhibits", each.digest[:SHORT_DIGEST]),
                "kept": fact("exhibits", own.say_moment(each.kept_at)) if each.kept_at else "",
            }
            for each in facts.exhibits
        ],
        "statutes": [
            {
                "citation": fact("statutes", each.citation),
                "where": fact("statutes", each.where),
                "checked": each.checked,
            }
            for each in facts.statutes
        ],
        "domains": ", ".join(fact("domains", host) for host in facts.domains),
        "local_link": facts.local_link or "",
        "consent_history": facts.consent_history or "",
        "situation": facts.situation or "",
        "identification": facts.identification or "",
    }


def _rule(basis: LegalBasis | None, channel: Channel | None, *, own: Language) -> dict[str, object]:
    limit = Span()
    if basis is not None and basis.countdown_runs and basis.deadline.iso8601:
        limit = parse_span(basis.deadline.iso8601)
    return {
        "rule": "" if basis is None else basis.short_title,
        "rule_cited": _cited(basis),
        "copyright": basis is not None and basis.covers.copyright_needed,
        "time_limit": own.say_span(limit),
        "channel_type": "" if channel is None else channel.type,
    }


def _cited(basis: LegalBasis | None) -> str:
    """The rule's citation, or nothing where it is not in force or not checked."""
    if basis is None or not basis.in_force or basis.confidence == "from memory":
        return ""
    return "" if basis.from_memory("citation") else basis.citation


def _link(number: int, link: Link, *, own: Language) -> dict[str, object]:
    details = [fact("links", link.locator)] if link.url else []
    details += [f"{fact('links', name)} {fact('links', value)}" for name, value in link.identifiers]
    seen = fact("links", own.say_moment(link.seen_at)) if link.seen_at else ""
    return {
        "number": str(number),
        "place": fact("links", link.url) or fact("links", link.locator),
        "details": "; ".join(text for text in details if text.strip()),
        "seen": seen,
    }
