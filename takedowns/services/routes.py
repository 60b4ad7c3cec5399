"""Which channel and which rule fit a platform in this case, best first, with the reasons."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.intake.rules import proposals_for
from cases.models import Case, Happened, Sells, Taker
from takedowns.drafting import has_letter
from takedowns.registry.loader import registry
from takedowns.registry.schema import Channel, LegalBasis, Platform


@dataclass(frozen=True, slots=True)
class Route:
    """One way to write to one platform. `channel_index` counts in the platform's channels.

    `basis` is None for a plain report under the service's own rules. `warnings` say who may learn
    what; `unchecked` is true where the address or the rule stands in the registry from memory.
    """

    platform: Platform
    channel: Channel
    channel_index: int
    basis: LegalBasis | None
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    unchecked: bool

    @property
    def key(self) -> str:
        """Names the route in a form: channel number and rule."""
        return f"{self.channel_index}:{self.basis.id if self.basis else ''}"

    @property
    def name(self) -> str:
        """The rule's short name, or what a plain report is."""
        return self.basis.short_title if self.basis else f"{self.platform.name}'s own rules"


def routes(case: Case, platform: Platform) -> list[Route]:
    """All that fit, best first: see `_rank`.

    Never empty for a platform with a channel: a plain report fits always.
    """
    found = [
        _route(case, platform, index=index, basis=basis)
        for index, channel in _ordered(platform)
        for basis in _bases(case, platform, channel)
    ]
    return sorted(found, key=lambda route: _rank(route, case))


def route_by_key(case: Case, platform: Platform, key: str) -> Route | None:
    """The route a form named, if it fits this case."""
    return next((route for route in routes(case, platform) if route.key == key), None)


def _ordered(platform: Platform) -> Iterator[tuple[int, Channel]]:
    order = {kind: place for place, kind in enumerate(platform.recommended_order)}
    listed = [pair for pair in enumerate(platform.channels) if pair[1].type in order]
    return iter(sorted(listed, key=lambda pair: (order[pair[1].type], pair[0])))


def _bases(case: Case, platform: Platform, channel: Channel) -> list[LegalBasis | None]:
    fitting: list[LegalBasis | None] = [
        basis
        for basis in _considered(case, platform)
        if _fits(basis, case=case, platform=platform, channel=channel)
    ]
    return fitting if channel.type in _law_only() else [*fitting, None]


def _considered(case: Case, platform: Platform) -> list[LegalBasis]:
    """What the registry suggests for the platform, then the rules of where the person lives."""
    known, near = registry().legal_bases, _fitting_rules(case)
    suggested = [known[key] for key in platform.suggested_legal_bases if key in known]
    own = [each for each in known.values() if each.jurisdiction.code in near]
    return [*suggested, *(each for each in own if each not in suggested and not each.own_channel)]


def _law_only() -> frozenset[str]:
    """Channel types that take nothing but a claim under a rule: those some rule calls its own."""
    return frozenset(
        basis.own_channel for basis in registry().legal_bases.values() if basis.own_channel
    )


def _fits(basis: LegalBasis, *, case: Case, platform: Platform, channel: Channel) -> bool:
    wanted = not case.jurisdictions or basis.jurisdiction.code in case.jurisdictions
    return (
        wanted
        and basis.status == "in_force"
        and basis.retired is None
        and channel.type in {basis.own_channel, *basis.also_channels}
        and has_letter(basis)
        and _covers(basis, case)
        and platform.reached_by(basis) != "unlikely"
    )


def _covers(basis: LegalBasis, case: Case) -> bool:
    if basis.covers.copyright_needed:
        return case.taker in {Taker.SELF, Taker.BOTH}
    only_synthetic = Happened.SYNTHETIC in case.happened and not (
        {Happened.IMAGE, Happened.VIDEO} & set(case.happened)
    )
    return basis.covers.synthetic_images is not False if only_synthetic else True


def _rank(route: Route, case: Case) -> tuple[bool, bool, bool, int, bool, int]:
    """Least exposing, then rules that fit the person, then the platform's recommended order."""
    basis, suggested = route.basis, route.platform.suggested_legal_bases
    return (
        route.channel.discloses_reporter in {"yes", "maybe"},
        basis is not None and basis.jurisdiction.code not in _fitting_rules(case),
        basis is not None and route.platform.reached_by(basis) == "unclear",
        route.platform.recommended_order.index(route.channel.type),
        basis is not None and basis.covers.copyright_needed,
        suggested.index(basis.id) if basis and basis.id in suggested else len(suggested),
    )


def _fitting_rules(case: Case) -> tuple[str, ...]:
    """Codes of the rules the person chose, or else of those that fit where they live."""
    return tuple(case.jurisdictions) or proposals_for(case.country)


def _route(case: Case, platform: Platform, *, index: int, basis: LegalBasis | None) -> Route:
    channel = platform.channels[index]
    from_memory = channel.confidence == "from memory" or (
        basis is not None and basis.confidence == "from memory"
    )
    return Route(
        platform=platform,
        channel=channel,
        channel_index=index,
        basis=basis,
        reasons=tuple(_reasons(case, platform, channel=channel, basis=basis)),
        warnings=tuple(_warnings(case, platform, channel=channel, basis=basis)),
        unchecked=from_memory,
    )


def _reasons(
    case: Case, platform: Platform, *, channel: Channel, basis: LegalBasis | None
) -> Iterator[str]:
    if basis is None:
        yield f"{platform.name} acts on this under its own rules. No law is needed."
    elif basis.own_channel == channel.type:
        yield f"{platform.name} has a way of its own for claims under {basis.short_title}."
    else:
        yield f"{basis.short_title} can be invoked in a letter to {platform.name}."
    if basis is not None and basis.jurisdiction.code in case.jurisdictions:
        yield f"The rules of {basis.jurisdiction.name} were chosen for this case."
    if basis is not None and basis.countdown_runs:
        yield f"The rule gives a time: {basis.deadline.text}."
    elif basis is not None and basis.deadline.iso8601:
        yield f"No clock is run for this rule: {basis.deadline.countdown_note}."
    elif basis is not None:
        yield "The rule gives no number of hours or days."
    elif platform.stated_response.iso8601:
        yield f"{platform.name} says of itself: {platform.stated_response.text}."
    if channel.max_urls:
        yield f"This way takes {channel.max_urls} at a time."


def _warnings(
    case: Case, platform: Platform, *, channel: Channel, basis: LegalBasis | None
) -> Iterator[str]:
    told = {
        "yes": "Whoever posted it will be told who wrote: name and address may be passed on.",
        "maybe": "Whoever posted it may be told who wrote.",
        "unknown": "It is not known whether whoever posted it is told who wrote.",
    }
    if channel.discloses_reporter in told:
        yield told[channel.discloses_reporter]
    if channel.login_required:
        yield f"You need to be signed in to {platform.name} for this way."
    if basis is not None and basis.covers.copyright_needed:
        yield "This is a statement under penalty of perjury. A wrong one can be costly."
    if basis is not None and platform.reached_by(basis) == "unclear":
        yield f"It is not clear that this rule reaches {platform.name}."
    if case.sells == Sells.NOW and basis is None:
        yield "Some services do not act under their own rules on material that is being sold."
