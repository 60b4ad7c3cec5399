"""How it spread, drawn inside its frame; page and dossier share it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string

from evidence.rendering.spread import LEFT, MOST_ROWS, WIDE, Spread, Stay, spread_of

START = datetime(2026, 11, 1, tzinfo=UTC)
RIGHT = LEFT + WIDE + 0.02


def stay(
    number: int, days: float = 0, until: float | None = None, *, platform: str = "X", **more: object
) -> Stay:
    last = START + timedelta(days=days if until is None else until)
    values = {"gone": False, **more}
    return Stay(number, platform, START + timedelta(days=days), last, **values)  # type: ignore[arg-type]  # fields by name


def drawn(*stays: Stay, days: float = 9) -> Spread:
    spread = spread_of(stays, until=START + timedelta(days=days))
    assert spread is not None
    return spread


def test_draws_nothing_where_no_place_has_a_time() -> None:
    assert spread_of([], until=START) is None


@pytest.mark.parametrize("days", [0, 0.01, 1, 40, 4000])
def test_keeps_every_bar_inside_its_frame(days: float) -> None:
    spread = drawn(stay(1, 0, days), stay(2, days), days=days)

    bars = [row.bar for row in spread.rows if row.bar]
    assert len(bars) == 2
    assert all(bar.x >= LEFT and bar.x + bar.width + bar.rest <= RIGHT for bar in bars)
    assert all(LEFT <= tick.x <= RIGHT for tick in spread.ticks)


def test_ends_a_bar_upright_where_the_place_was_gone() -> None:
    spread = drawn(stay(1, 0, 5, gone=True), stay(2, 1))

    assert [row.bar.gone for row in spread.rows if row.bar] == [True, False]
    assert "one place gone" in spread.desc


def test_puts_a_place_under_the_one_it_was_found_through() -> None:
    spread = drawn(stay(1), stay(2, 1), stay(3, 2, reached_from=1), stay(4, 3, reached_from=3))

    assert [row.label[:1] for row in spread.rows] == ["1", "3", "4", "2"]
    assert spread.rows[1].note == "3 Nov, through place 1"
    assert [(arrow.top < arrow.bottom) for arrow in spread.pointers] == [True, True]
    assert "Two places found through another" in spread.desc


def test_draws_every_place_once_where_leads_go_in_a_ring() -> None:
    spread = drawn(stay(1, reached_from=2), stay(2, 1, reached_from=1), stay(3, 2))

    assert sorted(row.label[:1] for row in spread.rows) == ["1", "2", "3"]


def test_leaves_a_lead_without_a_time_undrawn() -> None:
    assert drawn(stay(2, 1, reached_from=1)).pointers == ()


def test_draws_many_places_by_platform_and_loses_none() -> None:
    many = [stay(n, n / 100, platform=f"p{n % 3}") for n in range(1, 301)]

    spread = drawn(*many)

    assert not spread.by_place and [row.note for row in spread.rows] == ["100 places"] * 3
    assert all(
        row.steps[-1].height == max(step.height for step in row.steps) for row in spread.rows
    )


def test_draws_the_smaller_platforms_of_very_many_as_one_line() -> None:
    many = [stay(n, platform=f"p{n % 40}") for n in range(1, 301)]

    spread = drawn(*many)

    assert len(spread.rows) == MOST_ROWS
    assert sum(int(row.note.split()[0]) for row in spread.rows) == 300


def test_lowers_the_height_where_places_are_gone() -> None:
    many = [stay(n, 0, 4, gone=n > 10) for n in range(1, 21)]

    steps = drawn(*many).rows[0].steps

    assert [step.height for step in steps] == [26.0, 13.0]


def test_adds_views_and_followers_up_as_they_were_noted() -> None:
    spread = drawn(stay(1, views=100, followers=7), stay(2, 3, views=300), stay(3, 4))

    views, followers = spread.rows[-2:]
    assert (views.label, views.note) == ("Views, added up", "400")
    assert [step.height for step in views.steps] == [6.5, 26.0]
    assert (followers.label, followers.note) == ("Followers, added up", "7")


def test_says_in_the_drawing_what_is_seen() -> None:
    spread = drawn(stay(1), stay(2, 1, reached_from=1, platform="<b>"))

    svg = render_to_string("evidence/spread.svg", {"s": spread})

    assert svg.count("<title") == svg.count("<desc") == 1
    assert f'<desc id="spread-d">{spread.desc}</desc>' in svg
    assert "&lt;b&gt;" in svg and "<b>" not in svg and "style=" not in svg
