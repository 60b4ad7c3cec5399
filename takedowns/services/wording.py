"""Which text a letter has: a first letter takes its rule's, a later one that of its rung."""

from takedowns import drafting
from takedowns.models import Notice
from takedowns.registry.schema import Channel, LegalBasis


def name_of(notice: Notice, basis: LegalBasis | None) -> str:
    """The folder of the letter's templates; '' where none is written."""
    if notice.rung:
        return drafting.letter_of_rung(drafting.Rung(notice.rung), basis)
    return drafting.letter_of(basis)


def by_rule(notice: Notice, basis: LegalBasis | None) -> bool:
    """Whether the text is the one made for its rule, not one that only tells of it."""
    return basis is not None and bool(basis.letter) and name_of(notice, basis) == basis.letter


def draft(
    notice: Notice,
    basis: LegalBasis | None,
    channel: Channel | None,
    facts: drafting.Facts,
    code: str = drafting.ENGLISH,
) -> drafting.Letter:
    """The text; raises FactsMissing, NoLetter and BrokenLetter."""
    if notice.rung:
        return drafting.draft_rung(drafting.Rung(notice.rung), basis, channel, facts, code)
    return drafting.draft(basis, channel, facts, code)


def missing(
    notice: Notice, basis: LegalBasis | None, channel: Channel | None, facts: drafting.Facts
) -> tuple[drafting.Gap, ...]:
    """Every gap, and where to fill it."""
    if notice.rung:
        return drafting.missing_for_rung(drafting.Rung(notice.rung), basis, channel, facts)
    return drafting.missing(basis, channel, facts)


def requirements(
    notice: Notice, basis: LegalBasis | None, channel: Channel | None
) -> tuple[drafting.Requirement, ...]:
    """What the letter asks for, with the facts each is filled from."""
    if notice.rung:
        return drafting.requirements_of_rung(drafting.Rung(notice.rung), basis, channel)
    return drafting.requirements(basis, channel)
