"""The order of ways: one tuple, smallest first. docs/routes.md says the same in words."""

from collections.abc import Iterator
from dataclasses import replace

from takedowns.registry.schema import Platform
from takedowns.routing import words
from takedowns.routing.exposing import level, own_details, summary, tells_where
from takedowns.routing.fitting import Route, Rules, cover_unclear, fitting
from takedowns.routing.situation import Sender, Situation

Rank = tuple[bool, int, bool, bool, bool, int, int, bool, int, int, bool, int]
WELL, BADLY = 0.75, 0.25
"""Shares of answered places that were removed: from WELL a way moves up, below BADLY down."""


def ranked(platform: Platform, *, rules: Rules, situation: Situation) -> list[Route]:
    """Every way that may be used, best first, with its reasons. Same input, same order."""
    return [
        _told(route, situation)
        for route in sorted(
            fitting(platform, rules=rules, situation=situation),
            key=lambda route: rank(route, situation),
        )
    ]


def skeleton(
    platform: Platform, *, rules: Rules, situation: Situation
) -> tuple[tuple[str, bool], ...]:
    """The order alone: each way's key, and whether the service would refuse it."""
    found = fitting(platform, rules=rules, situation=situation)
    in_order = sorted(found, key=lambda route: rank(route, situation))
    return tuple((route.key, bool(route.refused)) for route in in_order)


def rank(route: Route, situation: Situation) -> Rank:
    """No two ways of one platform share a rank: the last places name the way itself."""
    basis, platform = route.basis, route.platform
    suggested = platform.suggested_legal_bases
    return (
        bool(route.refused),
        level(route, situation),
        tells_where(route, situation),
        basis is not None and basis.jurisdiction.code not in situation.fit,
        basis is not None and is_unclear(route, situation),
        _experience(route),
        platform.recommended_order.index(route.channel.type),
        basis is not None and basis.covers.copyright_needed,
        suggested.index(basis.id) if basis and basis.id in suggested else len(suggested),
        route.channel_index,
        route.sender is not _less_told(route, situation),
        _name_place(route),
    )


def is_unclear(route: Route, situation: Situation) -> bool:
    """Whether it is not clear that the rule reaches this platform, or covers this material."""
    if route.basis is None:
        return False
    return route.platform.reached_by(route.basis) == "unclear" or cover_unclear(
        route.basis, situation
    )


def _experience(route: Route) -> int:
    """0 where most was removed, 2 where nearly nothing was, 1 between and where too few are known.

    Places still waiting say nothing; the group counts from five answered places on.
    """
    tally = route.tally
    if tally is None or not tally.usable:
        return 1
    share = tally.removed / tally.answered
    if share >= WELL:
        return 0
    return 2 if share < BADLY else 1


def _less_told(route: Route, situation: Situation) -> Sender:
    """Of two senders of one way, whose letter carries fewer of the person's own details.

    Where both carry as many, whoever reads this writes.
    """
    told = {sender: len(own_details(replace(route, sender=sender), situation)) for sender in Sender}
    if told[Sender.AGENT] == told[Sender.PERSON]:
        return Sender.PERSON if situation.mine else Sender.AGENT
    return min(told, key=told.__getitem__)


def _name_place(route: Route) -> int:
    """Rules without a place of their own in the registry's list, by their ids."""
    return int.from_bytes(route.basis.id.encode()) if route.basis else 0


def _told(route: Route, situation: Situation) -> Route:
    return replace(
        route,
        reasons=tuple(words.reasons(route, situation)),
        warnings=tuple(_warnings(route, situation)),
        clock=words.clock(route),
        exposure=summary(route, situation),
    )


def _warnings(route: Route, situation: Situation) -> Iterator[str]:
    yield from words.warnings(route, situation)
    if is_unclear(route, situation):
        yield f"It is not clear that this rule reaches {route.called} in this case."
