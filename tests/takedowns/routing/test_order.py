"""What moves a way up or down, one thing at a time."""

from dataclasses import replace

import pytest

from cases.intake.rules import proposals_for
from takedowns import routing
from takedowns.drafting import Happened
from takedowns.registry.loader import registry
from takedowns.routing import (
    Details,
    Question,
    Route,
    Sale,
    Sender,
    Situation,
    Taken,
    Tally,
    Whose,
    deciding,
    experience,
)

RULES = registry().legal_bases
X, GOOGLE = registry().platforms["x"], registry().platforms["google-search"]
PORNHUB, ARCHIVE = registry().platforms["pornhub"], registry().platforms["archive-today"]
WREN = Situation(
    country="DE", near=proposals_for("DE"), happened=frozenset({Happened.AUTHENTIC}),
    taken=Taken.OWN, sale=Sale.NOT_NOW, police=True, details=Details(mail=Whose.OWN),
)  # fmt: skip
HOMES = (("DE", proposals_for("DE")), ("IN", proposals_for("IN")), ("US", proposals_for("US")))
BOTH = (Sender.PERSON, Sender.AGENT)


def ways(situation: Situation, platform: object = X) -> list[Route]:
    assert isinstance(platform, type(X))
    return routing.ranked(platform, rules=RULES, situation=situation)


def place(found: list[Route], key: str) -> int:
    return [route.key for route in found].index(key)


def test_proposes_the_removal_rule_with_its_clock_at_x() -> None:
    best = ways(WREN)[0]

    assert best.basis is not None and best.basis.countdown_runs
    assert (best.channel.type, best.key) == ("tida", "0:us-tida:person")


def test_puts_the_way_that_hands_over_a_home_address_last() -> None:
    last = ways(WREN)[-1]

    assert last.channel.discloses_reporter == "yes"
    assert "postal address" in last.exposure
    assert "Whoever posted it gets to know it too." in last.exposure


def test_lets_an_advocate_write_where_that_tells_less() -> None:
    told = replace(WREN, senders=BOTH, agent_name="Bea", details=Details(mail=Whose.OTHER))

    best = ways(told)[0]

    assert (best.sender, best.exposure) == (
        Sender.AGENT, "Bea writes. Nothing of your own stands in it.",
    )  # fmt: skip


def test_proposes_the_way_the_reader_can_take_where_both_tell_alike() -> None:
    gdpr = ("5:eu-gdpr-17:person", "5:eu-gdpr-17:agent")
    wren, bea = replace(WREN, senders=BOTH), replace(WREN, senders=BOTH, mine=False)

    assert place(ways(wren), gdpr[0]) < place(ways(wren), gdpr[1])
    assert place(ways(bea), gdpr[1]) < place(ways(bea), gdpr[0])


@pytest.mark.parametrize(("removed", "first"), [(5, "1:us-tida:person"), (0, "0:us-tida:person")])
def test_moves_a_way_that_worked_up_from_five_answers_on(removed: int, first: str) -> None:
    tally = Tally(6, removed=removed, refused=5 - removed, pending=1)
    known = replace(WREN, experience={("x", 1, "us-tida"): tally})

    assert ways(known)[0].key == first


def test_does_not_use_places_that_still_wait() -> None:
    waiting = Tally(8, removed=4, pending=4)

    assert ways(replace(WREN, experience={("x", 1, "us-tida"): waiting}))[0].key == (
        "0:us-tida:person"
    )


def test_puts_a_way_last_that_is_closed_to_what_is_sold() -> None:
    found = ways(replace(WREN, sale=Sale.NOW), GOOGLE)

    assert [bool(route.refused) for route in found] == sorted(bool(r.refused) for r in found)
    assert found[-1].refused.startswith("This way is not for pictures")


def test_keeps_a_way_for_made_up_pictures_from_real_ones() -> None:
    real, made = WREN, replace(WREN, happened=frozenset({Happened.SYNTHETIC}))

    assert 2 not in {route.channel_index for route in ways(real, GOOGLE)}
    assert 2 in {route.channel_index for route in ways(made, GOOGLE)}


def test_leaves_out_a_rule_of_a_place_that_is_nobodys() -> None:
    rules = {route.basis.id for route in ways(WREN) if route.basis}
    nowhere = {r.basis.id for r in ways(replace(WREN, country="", near=("US",))) if r.basis}

    assert "in-it-rules-3-2-b" not in rules
    assert "in-it-rules-3-2-b" in nowhere


def test_says_why_a_rule_holds() -> None:
    by_home = next(r for r in ways(WREN) if r.basis and r.basis.id == "eu-gdpr-17")
    by_choice = ways(replace(WREN, chosen=("US",)))[0]
    by_seat = next(
        r for r in ways(replace(WREN, country="AU", near=("US", "AU")), PORNHUB)
        if r.basis and r.basis.id == "eu-dsa-16"
    )  # fmt: skip

    assert "European Union / EEA: it fits where you live." in " ".join(by_home.reasons)
    assert "its rules were chosen for this case." in " ".join(by_choice.reasons)
    assert "sits there." in " ".join(by_seat.reasons)


def test_warns_of_perjury_and_of_a_counter_notice_under_the_rule_that_has_them() -> None:
    copyright_way = next(r for r in ways(WREN) if r.basis and r.basis.covers.copyright_needed)

    said = " ".join(copyright_way.warnings)

    assert "penalty of perjury" in said and "512(f)" in said
    assert "10 to 14 business days" in said
    assert "perjury" not in " ".join(ways(WREN)[0].warnings)


def test_asks_only_what_changes_the_ways_of_the_platform() -> None:
    unasked = replace(WREN, taken=Taken.UNASKED, sale=Sale.UNASKED, police=False)
    every = frozenset(Question)

    def asked(platform: object, situation: Situation) -> tuple[Question, ...]:
        assert isinstance(platform, type(X))
        return deciding(
            platform, rules=RULES, situation=situation, open_questions=every, homes=HOMES
        )

    assert asked(X, replace(unasked, chosen=("US",))) == (Question.TAKER,)
    assert Question.SALE in asked(GOOGLE, unasked)
    assert Question.MATERIAL in asked(GOOGLE, unasked)
    assert asked(ARCHIVE, replace(unasked, chosen=("EU",))) == (Question.POLICE,)


def test_never_asks_what_is_not_open() -> None:
    assert (
        deciding(GOOGLE, rules=RULES, situation=Situation(), open_questions=(), homes=HOMES) == ()
    )


def test_tells_how_it_went_from_five_places_on() -> None:
    tally = Tally(7, removed=5, refused=1, pending=1, hours=25.2)

    assert experience(tally) == (
        "Of 7 places: 5 removed, 1 refused, 1 waiting. Half of the removals came within 25 hours."
    )
    assert experience(Tally(4, removed=4)) == experience(None) == ""


def test_tells_what_is_printed_in_public_and_what_is_kept_out() -> None:
    rows = routing.exposed(
        frozenset(routing.Detail), GOOGLE, 3, recipient="Google", regulators=["FTC"]
    )

    assert [(row.who, row.cells) for row in rows] == [
        ("Google", ("yes", "yes", "yes", "yes")),
        ("Whoever posted it", ("maybe", "maybe", "maybe", "maybe")),
        ("The public", ("yes", "no", "no", "no")),
        ("FTC", ("maybe", "maybe", "maybe", "maybe")),
    ]


def test_shows_unknown_as_unknown() -> None:
    rows = routing.exposed({routing.Detail.NAME}, X, 0, recipient="X", regulators=[])

    assert [row.cells[0] for row in rows] == ["yes", "unknown", "unknown"]
