"""Which ways are offered, in what order: for any platform, any person, any sender."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.intake.rules import CODES, proposals_for
from takedowns import drafting, routing
from takedowns.drafting import Happened
from takedowns.registry.loader import registry
from takedowns.registry.schema import Platform
from takedowns.routing import Details, Route, Sale, Sender, Situation, Taken, Tally, Whose, rank

RULES = registry().legal_bases
PLATFORMS = registry().platforms
COUNTRIES = ("", "DE", "US", "GB", "IN", "NZ", "BR", "JP", "KR", "IE")
WHOSE = st.sampled_from(Whose)
TALLIES = st.builds(
    lambda removed, refused, pending: Tally(removed + refused + pending, removed, refused, pending),
    *[st.integers(0, 12)] * 3,
)
FEW = settings(max_examples=60, deadline=None)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    country = draw(st.sampled_from(COUNTRIES))
    ways = st.tuples(
        st.sampled_from(sorted(PLATFORMS)), st.integers(0, 4), st.sampled_from(["", *sorted(RULES)])
    )
    senders = [(Sender.PERSON,), (Sender.AGENT,), (Sender.PERSON, Sender.AGENT)]
    return Situation(
        chosen=tuple(draw(st.sets(st.sampled_from(sorted(CODES)), max_size=3))),
        country=country,
        near=proposals_for(country),
        happened=frozenset(draw(st.sets(st.sampled_from(Happened)))),
        taken=draw(st.sampled_from(Taken)),
        sale=draw(st.sampled_from(Sale)),
        police=draw(st.booleans()),
        details=Details(draw(WHOSE), draw(WHOSE), draw(WHOSE)),
        senders=draw(st.sampled_from(senders)),
        mine=draw(st.booleans()),
        experience=draw(st.dictionaries(ways, TALLIES, max_size=6)),
    )


anywhere = st.sampled_from(sorted(PLATFORMS.values(), key=lambda each: each.id))


def ways(platform: Platform, situation: Situation) -> list[Route]:
    return routing.ranked(platform, rules=RULES, situation=situation)


@FEW
@given(anywhere, situations())
def test_gives_every_way_a_rank_of_its_own(platform: Platform, situation: Situation) -> None:
    found = ways(platform, situation)

    ranks = [rank(route, situation) for route in found]

    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks) == len({route.key for route in found})


@FEW
@given(anywhere, situations(), st.randoms())
def test_keeps_its_order_however_the_ways_come(
    platform: Platform, situation: Situation, chance: Random
) -> None:
    found = ways(platform, situation)
    shuffled = list(routing.fitting(platform, rules=RULES, situation=situation))
    chance.shuffle(shuffled)

    again = sorted(shuffled, key=lambda route: rank(route, situation))

    assert [route.key for route in again] == [route.key for route in found]


@FEW
@given(anywhere, situations())
def test_never_offers_a_rule_that_is_not_in_force(platform: Platform, situation: Situation) -> None:
    rules = [route.basis for route in ways(platform, situation) if route.basis]

    assert all(rule.in_force for rule in rules)
    assert not situation.chosen or {r.jurisdiction.code for r in rules} <= set(situation.chosen)


@FEW
@given(anywhere, situations())
def test_never_offers_a_sender_who_may_not_write(platform: Platform, situation: Situation) -> None:
    found = ways(platform, situation)

    assert {route.sender for route in found} <= set(situation.senders)
    assert all(drafting.may_write(r.basis, r.role) for r in found if r.basis)


@FEW
@given(anywhere, situations())
def test_never_claims_a_copyright_the_person_may_not_have(
    platform: Platform, situation: Situation
) -> None:
    rules = [route.basis for route in ways(platform, situation) if route.basis]

    claimed = any(rule.covers.copyright_needed for rule in rules)

    assert not claimed or situation.taken is Taken.OWN


@FEW
@given(anywhere, situations())
def test_puts_the_least_exposing_of_the_accepted_ways_first(
    platform: Platform, situation: Situation
) -> None:
    found = [route for route in ways(platform, situation) if not route.refused]

    levels = [routing.level(route, situation) for route in found]

    assert levels == sorted(levels)


@FEW
@given(anywhere, situations())
def test_does_not_let_a_small_group_move_anything(platform: Platform, situation: Situation) -> None:
    base = routing_with(situation, {})
    found = ways(platform, base)
    small = {
        (platform.id, route.channel_index, route.basis.id if route.basis else ""): Tally(4, 4)
        for route in found[1::2]
    }

    with_small = ways(platform, routing_with(base, small))

    assert [route.key for route in with_small] == [route.key for route in found]


def routing_with(situation: Situation, experience: dict[routing.Way, Tally]) -> Situation:
    values = {name: getattr(situation, name) for name in Situation.__dataclass_fields__}
    return Situation(**{**values, "experience": experience})
