"""The table of examples counted by hand, through the rules as they are shipped."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedowns.deadlines import (
    Calendar,
    StartSeen,
    clock_for,
    clocks_for,
    extend,
    restart,
    suggest_nudge,
    window_for,
)
from takedowns.registry.loader import registry
from takedowns.registry.schema import LegalBasis

TABLE = Path(__file__).parent.parent / "data" / "deadlines.toml"
EXAMPLES: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["example"]
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Australia/Adelaide"]
RUNNING = [rule for rule in registry().legal_bases.values() if rule.countdown_runs]
STARTS = st.datetimes(
    min_value=datetime(2026, 9, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)
)


def found(kind: str, rule: LegalBasis, start: datetime, calendar: Calendar) -> datetime | None:
    if kind in {"opens", "closes"}:
        window = window_for(rule, start, calendar=calendar)
        assert window is not None
        return window.opens_at if kind == "opens" else window.closes_at
    first = clock_for(rule, start, calendar=calendar)
    if kind == "second":
        return clocks_for(rule, start, calendar=calendar)[1].due_at
    if kind == "longer":
        return extend(first, rule, announced_at=start + timedelta(days=9), reason="many").due_at
    return suggest_nudge(first).due_at if kind == "nudge" else first.due_at


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each["why"])
def test_ends_where_the_hand_ends(example: dict[str, Any]) -> None:
    calendar = Calendar(zone=example["zone"], country=example["country"] or None)
    start = datetime.fromisoformat(example["start"])

    due = found(example["count"], registry().legal_bases[example["rule"]], start, calendar)

    assert due == datetime.fromisoformat(example["due"])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each["why"])
def test_is_written_on_the_wall_clock_of_its_zone(example: dict[str, Any]) -> None:
    zone = ZoneInfo(example["zone"])
    for name in ("start", "due"):
        moment = datetime.fromisoformat(example[name])
        assert moment.utcoffset() == moment.astimezone(zone).utcoffset()


def test_holds_what_the_table_is_for() -> None:
    assert len(EXAMPLES) >= 60
    assert len({example["why"] for example in EXAMPLES}) == len(EXAMPLES)
    assert {example["count"] for example in EXAMPLES} == {
        "rule", "second", "longer", "nudge", "opens", "closes",
    }  # fmt: skip


@given(rule=st.sampled_from(RUNNING), start=STARTS, zone=st.sampled_from(ZONES))
def test_never_ends_before_it_starts(rule: LegalBasis, start: datetime, zone: str) -> None:
    for clock in clocks_for(rule, start, calendar=Calendar(zone=zone, country="US")):
        assert clock.due_at is not None
        assert clock.due_at > clock.started_at == start


@given(
    rule=st.sampled_from(RUNNING), start=STARTS, zone=st.sampled_from(ZONES),
    later=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=40)),
)  # fmt: skip
def test_never_ends_sooner_for_a_later_start(
    rule: LegalBasis, start: datetime, zone: str, later: timedelta
) -> None:
    calendar = Calendar(zone=zone, country="DE")

    first = clocks_for(rule, start, calendar=calendar)
    second = clocks_for(rule, start + later, calendar=calendar)

    for sooner, after in zip(first, second, strict=True):
        assert sooner.due_at is not None
        assert after.due_at is not None
        assert sooner.due_at <= after.due_at


@given(rule=st.sampled_from(RUNNING), start=STARTS, zone=st.sampled_from(ZONES))
def test_counts_from_a_confirmation_as_from_any_start(
    rule: LegalBasis, start: datetime, zone: str
) -> None:
    calendar = Calendar(zone=zone, country="GB")
    sent = clock_for(rule, start - timedelta(days=2), calendar=calendar)

    again = restart(sent, start)

    fresh = clock_for(rule, start, calendar=calendar, seen=StartSeen.RECEIVED)
    assert (again.due_at, again.arithmetic) == (fresh.due_at, fresh.arithmetic)


@given(start=STARTS, zone=st.sampled_from(ZONES), later=st.integers(0, 60))
def test_opens_no_window_sooner_for_a_later_objection(
    start: datetime, zone: str, later: int
) -> None:
    rule, calendar = registry().legal_bases["us-dmca-512c"], Calendar(zone=zone, country="US")

    first = window_for(rule, start, calendar=calendar)
    second = window_for(rule, start + timedelta(hours=later), calendar=calendar)

    assert first is not None
    assert second is not None
    assert start < first.opens_at < first.closes_at
    assert first.opens_at <= second.opens_at
