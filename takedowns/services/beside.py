"""What an organisation found out about the ways of a letter, to be shown beside each way."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.models import Case
from takedowns.models import Notice
from takedowns.registry.entries import WHOLE, is_way_from_memory
from takedowns.registry.schema import LegalBasis, Platform
from takedowns.services import letter_facts
from takedowns.services.corrections import Book, Note, book_of
from takedowns.services.routes import Route


@dataclass(frozen=True, slots=True)
class Beside:
    """`wrong` is about the service, this address or this rule; `checked` names what was compared.

    `unchecked` is what is left of the route's own mark once the checks are counted.
    """

    wrong: tuple[Note, ...] = ()
    checked: tuple[Note, ...] = ()
    unchecked: bool = False


def book_for(case: Case) -> Book:
    """What the case's own organisation found out; nothing where there is no organisation."""
    return book_of([case.organisation] if case.organisation else [])


def beside_each(routes: Iterable[Route], *, book: Book) -> dict[str, Beside]:
    """For each route, by its key."""
    return {
        route.key: beside(route.platform, route.channel_index, route.basis, book=book)
        for route in routes
    }


def beside_letter(notice: Notice) -> Beside:
    """For the way and the rule of one letter."""
    return beside(
        letter_facts.platform_of(notice),
        notice.channel,
        letter_facts.basis_of(notice),
        book=book_for(notice.case),
    )


def beside(
    platform: Platform, channel_index: int, basis: LegalBasis | None, *, book: Book
) -> Beside:
    """What was found out about one way and the rule invoked there."""
    notes, path = book.of(platform), f"channels[{channel_index}]"
    address = notes.checked_at(path)
    wrong, checked = notes.wrong_at(WHOLE, "name", path), [address]
    address_open = is_way_from_memory(platform, channel_index) and address is None
    rule_open = False
    if basis is not None:
        about_rule = book.of(basis)
        whole = about_rule.checked_at(WHOLE)
        wrong = (*wrong, *about_rule.wrong)
        checked.append(whole)
        rule_open = basis.confidence == "from memory" and whole is None
    return Beside(
        wrong=wrong,
        checked=tuple(note for note in checked if note is not None),
        unchecked=address_open or rule_open,
    )
