"""Who learns what of the person: foreseen for a way, and read off a rendered letter."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from takedowns.drafting import letter_of, needs_of
from takedowns.registry.entries import is_way_from_memory
from takedowns.registry.schema import Channel, LegalBasis, Platform
from takedowns.routing.fitting import Route
from takedowns.routing.situation import Details, Sender, Situation, Whose


class Detail(StrEnum):
    """What a stranger could find the person by; the values are the registry's words."""

    NAME = "name"
    ADDRESS = "address"
    MAIL = "mail"
    TELEPHONE = "telephone"


NAMED: Final[Mapping[Detail, str]] = {
    Detail.NAME: "name",
    Detail.ADDRESS: "postal address",
    Detail.MAIL: "e-mail address",
    Detail.TELEPHONE: "telephone number",
}
OF_FACTS: Final[Mapping[str, Detail]] = {
    "sender_name": Detail.NAME,
    "signature_name": Detail.NAME,
    "contact_email": Detail.MAIL,
    "contact_phone": Detail.TELEPHONE,
    "postal_address": Detail.ADDRESS,
}
OF_FORMS: Final[Mapping[str, Detail]] = {
    "contact_name": Detail.NAME,
    "signature": Detail.NAME,
    "contact_email": Detail.MAIL,
    "phone": Detail.TELEPHONE,
    "postal_address": Detail.ADDRESS,
}
OF_THE_DEPICTED: Final = frozenset({"depicted_name", "depicted_legal_name"})
PRINCIPAL: Final = "principal"
LEVELS: Final[Mapping[str, int]] = {"no": 0, "unknown": 1, "maybe": 2, "yes": 3}


def own_details(route: Route, situation: Situation) -> frozenset[Detail]:
    """The person's own details that the letter, or the service's own form, would carry.

    Where no address is given yet, the person is taken to give an own one, an agent another.
    """
    return frozenset(_own_details(route, situation))


def _own_details(route: Route, situation: Situation) -> Iterator[Detail]:
    person = route.sender is Sender.PERSON
    for detail in carried(route.basis, route.channel, details=situation.details):
        if detail is Detail.NAME:
            if person:
                yield detail
        elif _whose(detail, situation.details, person=person) is Whose.OWN:
            yield detail
    if not person and _names_the_person(route.basis, route.channel):
        yield Detail.NAME


def _whose(detail: Detail, details: Details, *, person: bool) -> Whose:
    whose: Whose = getattr(details, detail.value)
    if whose is Whose.NONE:
        return Whose.OWN if person else Whose.OTHER
    return whose


def carried(basis: LegalBasis | None, channel: Channel, *, details: Details) -> frozenset[Detail]:
    """The details a letter of this rule, and the service's own form, ask for or would print."""
    given = {Detail(name) for name in _GIVEN if getattr(details, name) is not Whose.NONE}
    found = {OF_FORMS[name] for name in channel.fields if name in OF_FORMS}
    for need in needs_of(letter_of(basis)).values():
        found |= {OF_FACTS[name] for name in need.all_of if name in OF_FACTS}
        found |= {OF_FACTS[name] for name in need.optional if name in OF_FACTS} & given
        either = [OF_FACTS[name] for name in need.any_of if name in OF_FACTS]
        found |= set([each for each in either if each in given][:1] or either[:1])
    return frozenset(found)


_GIVEN: Final = ("mail", "telephone", "address")


def _names_the_person(basis: LegalBasis | None, channel: Channel) -> bool:
    """Whether somebody who acts for the person has to name them."""
    asked = any(PRINCIPAL in need.agent for need in needs_of(letter_of(basis)).values())
    return asked or bool(OF_THE_DEPICTED.intersection(channel.fields))


def level(route: Route, situation: Situation) -> int:
    """0 where nothing of the person's own reaches anybody else; more, the more it may.

    What the uploader may get and what the public may read are added; unknown counts as one step.
    """
    own = own_details(route, situation)
    if not own:
        return 0
    return LEVELS[route.channel.discloses_reporter] + _public_level(route.channel, own)


def tells_where(route: Route, situation: Situation) -> bool:
    """Whether an own postal address or telephone number would leave the person's hands."""
    return bool(own_details(route, situation) & {Detail.ADDRESS, Detail.TELEPHONE})


def _public_level(channel: Channel, own: Collection[Detail]) -> int:
    return max((LEVELS[printed(channel, detail)] for detail in own), default=0)


def printed(channel: Channel, detail: Detail) -> str:
    """Whether this detail of a letter is shown to the public: yes, maybe, no, unknown."""
    published = channel.published
    if published is None:
        return "unknown"
    if detail.value in published.withheld:
        return "no"
    return "maybe" if published.redacted and published.value == "yes" else published.value


@dataclass(frozen=True, slots=True)
class Exposed:
    """One reader of a letter, and for each detail: yes, maybe, no or unknown. `note` is ours."""

    who: str
    cells: tuple[str, ...]
    note: str = ""
    unchecked: bool = False


def exposed(
    standing: Collection[Detail],
    platform: Platform,
    channel_index: int,
    *,
    recipient: str,
    regulators: Collection[str],
) -> tuple[Exposed, ...]:
    """Recipient, uploader, public, and a regulator where the rule knows one.

    `standing` are the person's own details that stand in the text or are asked for by the form.
    """
    channel = platform.channels[channel_index]
    rows = [
        Exposed(recipient, _cells(standing, lambda _: "yes")),
        Exposed(
            "Whoever posted it",
            _cells(standing, lambda _: channel.discloses_reporter),
            _TOLD.get(channel.discloses_reporter, "") if standing else "",
            unchecked=is_way_from_memory(platform, channel_index),
        ),
        _the_public(standing, channel),
    ]
    if regulators:
        rows.append(
            Exposed(
                " or ".join(sorted(regulators)),
                _cells(standing, lambda _: "maybe"),
                "Only if you take it there as a next step." if standing else "",
            )
        )
    return tuple(rows)


_TOLD: Final = {
    "yes": "The service passes the letter on.",
    "maybe": "The service keeps the right to pass it on.",
    "no": "The service says it tells them nothing.",
    "unknown": "The service does not say.",
}


def _the_public(standing: Collection[Detail], channel: Channel) -> Exposed:
    published = channel.published
    note = f"{published.where}." if published else "Nobody has found out yet."
    return Exposed(
        "The public",
        _cells(standing, lambda detail: printed(channel, detail)),
        note if standing or published else "",
        unchecked=published is not None and published.confidence == "from memory",
    )


def _cells(standing: Collection[Detail], told: Callable[[Detail], str]) -> tuple[str, ...]:
    return tuple(told(detail) if detail in standing else "no" for detail in Detail)


def summary(route: Route, situation: Situation) -> str:
    """One or two sentences for the page where a way is chosen."""
    own = own_details(route, situation)
    whose = "your" if situation.mine else "the person’s"
    if not own:
        writes = f"{route.sender_name or 'Somebody else'} writes. "
        stands = "Nothing of your own" if situation.mine else "Nothing of the person’s own"
        return f"{writes if route.sender is Sender.AGENT else ''}{stands} stands in it."
    names = listed(NAMED[detail] for detail in Detail if detail in own)
    told = _UPLOADER[route.channel.discloses_reporter]
    return f"{route.called} learns {whose} {names}. {told}{_public_words(route, own)}"


_UPLOADER: Final = {
    "yes": "Whoever posted it gets to know it too.",
    "maybe": "Whoever posted it may get to know it.",
    "no": "Whoever posted it is told nothing, says the service.",
    "unknown": "It is not known whether whoever posted it is told.",
}


def _public_words(route: Route, own: Collection[Detail]) -> str:
    value = max((printed(route.channel, each) for each in own), key=LEVELS.__getitem__)
    told = {"yes": " It is printed in public.", "maybe": " It may be printed in public."}
    return told.get(value, "")


def listed(words: Iterable[str]) -> str:
    """`a, b and c`; empty for none."""
    names = list(words)
    if not names:
        return ""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
