"""Which ways to one platform may be used: channel, rule and sender."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from cases.registry.support import support
from takedowns.drafting import Happened, SenderRole, covers, has_letter, may_write
from takedowns.registry.entries import is_way_from_memory
from takedowns.registry.schema import Channel, LegalBasis, Platform
from takedowns.routing.situation import Sender, Situation, Taken, Tally

Rules = Mapping[str, LegalBasis]


@dataclass(frozen=True, slots=True)
class Route:
    """One way to write to one platform. `channel_index` counts in the platform's channels.

    `basis` is None for a plain report under the service's own rules. `refused` holds the words of
    a service that does not act in this situation, `reasons` and `warnings` plain sentences,
    `exposure` one sentence on who learns what. `unchecked` is true where the address or the rule
    stands in the registry from memory.
    """

    platform: Platform
    channel: Channel
    channel_index: int
    basis: LegalBasis | None
    sender: Sender
    refused: str = ""
    unchecked: bool = False
    tally: Tally | None = None
    sender_name: str = ""
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    clock: str = ""
    exposure: str = ""

    @property
    def key(self) -> str:
        """Names the route in a form: channel number, rule and sender."""
        return f"{self.channel_index}:{self.basis.id if self.basis else ''}:{self.sender}"

    @property
    def _whose(self) -> str:
        return "The site’s" if self.platform.generic_template else f"{self.platform.name}'s"

    @property
    def called(self) -> str:
        """What the service is called in a sentence; a kind of service has no name of its own."""
        return "The operator" if self.platform.generic_template else self.platform.name

    @property
    def name(self) -> str:
        """The rule's short name, or what a plain report is."""
        return self.basis.short_title if self.basis else f"{self._whose} own rules"

    @property
    def role(self) -> SenderRole:
        """In what part the sender would write."""
        if self.sender is Sender.AGENT:
            return SenderRole.AUTHORISED_AGENT
        owner = self.basis is not None and self.basis.covers.copyright_needed
        return SenderRole.COPYRIGHT_OWNER if owner else SenderRole.DEPICTED_PERSON


def fitting(platform: Platform, *, rules: Rules, situation: Situation) -> Iterator[Route]:
    """Every way that may be used, in no order.

    Never one under a rule that is not in force where it matters, that the sender may not use, or
    that has no letter. A plain report fits wherever the channel takes more than claims of law.
    """
    law_only = law_only_channels(tuple(rules.values()))
    for index, channel in enumerate(platform.channels):
        if channel.type in platform.recommended_order and _takes(channel, situation):
            found = _bases(platform, channel, rules=rules, situation=situation, law_only=law_only)
            yield from _by_each_sender(platform, index, bases=found, situation=situation)


def _by_each_sender(
    platform: Platform,
    index: int,
    *,
    bases: Iterator[LegalBasis | None],
    situation: Situation,
) -> Iterator[Route]:
    for basis, sender in product(bases, situation.senders):
        route = _route(platform, index, basis=basis, sender=sender, situation=situation)
        if _may_send(route):
            yield route


def _takes(channel: Channel, situation: Situation) -> bool:
    """Whether the way was made for this kind of material; any way may be, while none is known."""
    known = situation.happened
    return channel.only_for is None or not known or channel.only_for in known


def _bases(
    platform: Platform,
    channel: Channel,
    *,
    rules: Rules,
    situation: Situation,
    law_only: frozenset[str],
) -> Iterator[LegalBasis | None]:
    for basis in _considered(platform, rules=rules, situation=situation):
        if _fits(basis, platform=platform, channel=channel, situation=situation):
            yield basis
    if channel.type not in law_only:
        yield None


def _considered(platform: Platform, *, rules: Rules, situation: Situation) -> list[LegalBasis]:
    """What the registry suggests for the platform, then the rules of where the person lives."""
    suggested = [rules[key] for key in platform.suggested_legal_bases if key in rules]
    own = [each for each in rules.values() if each.jurisdiction.code in situation.fit]
    return [*suggested, *(each for each in own if each not in suggested and not each.own_channel)]


@lru_cache(maxsize=8)
def law_only_channels(rules: tuple[LegalBasis, ...]) -> frozenset[str]:
    """Channel types that take nothing but a claim under a rule: those some rule calls its own."""
    return frozenset(basis.own_channel for basis in rules if basis.own_channel)


def where_it_matters(basis: LegalBasis, *, platform: Platform, situation: Situation) -> bool:
    """Whether its place was chosen, or is the person's or the platform's, as far as is known."""
    code = basis.jurisdiction.code
    if situation.chosen:
        return code in situation.chosen
    return not situation.country or code in situation.near or code in seat_of(platform)


def seat_of(platform: Platform) -> frozenset[str]:
    """Codes of where the platform sits: its countries and their regions; empty if unknown."""
    return _places(platform.country)


@lru_cache(maxsize=128)
def _places(country: str) -> frozenset[str]:
    codes = [part for part in country.split("/") if len(part) == 2 and part.isupper()]
    regions = support().regions
    return frozenset([*codes, *(region for code in codes for region in regions.around(code))])


def _fits(basis: LegalBasis, *, platform: Platform, channel: Channel, situation: Situation) -> bool:
    return (
        basis.in_force
        and where_it_matters(basis, platform=platform, situation=situation)
        and channel.type in {basis.own_channel, *basis.also_channels}
        and has_letter(basis)
        and _is_covered(basis, situation)
        and platform.reached_by(basis) != "unlikely"
    )


def _is_covered(basis: LegalBasis, situation: Situation) -> bool:
    if basis.covers.copyright_needed and situation.taken is not Taken.OWN:
        return False
    return not situation.happened or covers(basis, situation.happened)


def cover_unclear(basis: LegalBasis, situation: Situation) -> bool:
    """Whether it is not known that the rule covers what is known of the material."""
    synthetic_only = situation.happened == frozenset({Happened.SYNTHETIC})
    return synthetic_only and basis.covers.synthetic_images is None


def _may_send(route: Route) -> bool:
    return route.basis is None or may_write(route.basis, route.role)


def _route(
    platform: Platform,
    index: int,
    *,
    basis: LegalBasis | None,
    sender: Sender,
    situation: Situation,
) -> Route:
    channel = platform.channels[index]
    from_memory = is_way_from_memory(platform, index) or (
        basis is not None and basis.confidence == "from memory"
    )
    way = (platform.id, index, basis.id if basis else "")
    route = Route(
        platform=platform, channel=channel, channel_index=index, basis=basis, sender=sender,
        unchecked=from_memory, tally=situation.experience.get(way),
        sender_name=situation.agent_name if sender is Sender.AGENT else "",
    )  # fmt: skip
    return replace(route, refused=_refused(channel, situation))


def _refused(channel: Channel, situation: Situation) -> str:
    """The service's own words where it does not act in this situation."""
    sold = channel.while_sold if situation.sale == "now" else None
    alone = None if situation.police else channel.without_police
    told = [each.words for each in (sold, alone) if each is not None and each.value == "refused"]
    return " ".join(told)
