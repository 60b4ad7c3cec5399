"""Where it was seen, drawn inside its frame."""

from datetime import UTC, datetime, timedelta

import pytest

from dossiers.rendering.spread import MOST_LANES, WIDTH, Stay, spread_of

START = datetime(2026, 11, 1, tzinfo=UTC)


def stay(days: float, until: float, *, gone: bool = False, platform: str = "X") -> Stay:
    first = START + timedelta(days=days)
    return Stay(platform, first=first, last=START + timedelta(days=until), gone=gone)


def test_draws_nothing_where_no_place_has_a_time() -> None:
    assert spread_of([], until=START) is None


@pytest.mark.parametrize("days", [0, 0.01, 1, 40, 4000])
def test_keeps_every_bar_inside_its_frame(days: float) -> None:
    spread = spread_of([stay(0, days), stay(days, days)], until=START + timedelta(days=days))

    assert spread is not None
    assert all(
        bar.x >= 0 and bar.x + max(bar.known, bar.reach) <= WIDTH + 0.02 for bar in spread.bars
    )


def test_ends_a_bar_upright_where_the_place_was_gone() -> None:
    spread = spread_of([stay(0, 5, gone=True)], until=START + timedelta(days=9))

    assert spread is not None
    assert [(bar.gone, bar.unknown) for bar in spread.bars] == [(True, False)]


def test_draws_at_most_a_dozen_lanes_a_platform() -> None:
    spread = spread_of([stay(0, 1)] * 300, until=START + timedelta(days=9))

    assert spread is not None
    assert len(spread.bars) == MOST_LANES
    assert spread.names[0].text == "X, 300"
