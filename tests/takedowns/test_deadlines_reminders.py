"""The words beside a clock, and when it reminds."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedowns.deadlines import (
    Clock,
    ClockBasis,
    FollowUpKind,
    QuietHours,
    RuleRef,
    Window,
    follow_up_moments,
    fraction_elapsed,
    outside_quiet_hours,
    remaining_words,
    suggest_nudge,
    window_moments,
)

SENT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kolkata"]


def clock(length: timedelta | None) -> Clock:
    return Clock(
        rule=RuleRef("xx-rule", "Example rule", "Example Code 1"),
        basis=ClockBasis.LAW,
        code="fixed_max",
        start_event="receipt",
        started_at=SENT,
        zone="UTC",
        why="Because.",
        runs=length is not None,
        due_at=None if length is None else SENT + length,
    )


TWO_DAYS = clock(timedelta(hours=48))
SILENT = clock(None)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=9), "due in 9 days"),
        (timedelta(hours=72), "due in 3 days"),
        (timedelta(hours=71, minutes=59), "71 hours left"),
        (timedelta(hours=19, minutes=40), "19 hours left"),
        (timedelta(hours=1), "1 hour left"),
        (timedelta(minutes=59), "59 minutes left"),
        (timedelta(minutes=1), "1 minute left"),
        (timedelta(seconds=20), "due now"),
        (timedelta(0), "due now"),
        (timedelta(seconds=-59), "due now"),
        (timedelta(minutes=-1), "1 minute over"),
        (timedelta(hours=-1), "1 hour over"),
        (timedelta(hours=-47), "47 hours over"),
        (timedelta(hours=-49), "2 days over"),
        (timedelta(days=-30), "30 days over"),
    ],
)
def test_says_what_is_left_or_over(left: timedelta, words: str) -> None:
    assert TWO_DAYS.due_at is not None
    now = TWO_DAYS.due_at - left

    assert remaining_words(TWO_DAYS, now) == words


def test_names_no_time_where_no_clock_runs() -> None:
    assert remaining_words(SILENT, SENT) == "no set time"
    assert fraction_elapsed(SILENT, SENT) is None
    assert follow_up_moments(SILENT) == ()


@pytest.mark.parametrize(
    ("hours", "share"), [(-5, 0.0), (0, 0.0), (12, 0.25), (24, 0.5), (48, 1.0), (500, 1.0)]
)
def test_gives_the_share_of_time_that_has_passed(hours: int, share: float) -> None:
    assert fraction_elapsed(TWO_DAYS, SENT + timedelta(hours=hours)) == share


def test_reminds_once_before_and_once_at_the_due_moment() -> None:
    before, at_due, *_ = follow_up_moments(TWO_DAYS)

    assert (before.kind, before.at) == (FollowUpKind.BEFORE_DUE, SENT + timedelta(hours=36))
    assert (at_due.kind, at_due.at) == (FollowUpKind.AT_DUE, SENT + timedelta(hours=48))


def test_warns_at_most_three_days_ahead() -> None:
    before, at_due, *_ = follow_up_moments(clock(timedelta(days=30)))

    assert at_due.at - before.at == timedelta(days=3)


@pytest.mark.parametrize(
    ("local", "shifted"),
    [
        ("2026-03-28T20:59", "2026-03-28T20:59"),
        ("2026-03-28T21:00", "2026-03-29T08:00"),
        ("2026-03-29T03:30", "2026-03-29T08:00"),
        ("2026-10-25T02:30", "2026-10-25T08:00"),
        ("2026-10-25T07:59", "2026-10-25T08:00"),
        ("2026-10-25T08:00", "2026-10-25T08:00"),
        ("2026-12-31T23:59", "2027-01-01T08:00"),
    ],
)
def test_waits_for_the_morning(local: str, shifted: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    moment = datetime.fromisoformat(local).replace(tzinfo=berlin)

    later = outside_quiet_hours(moment, "Europe/Berlin")

    assert later == datetime.fromisoformat(shifted).replace(tzinfo=berlin)


moments = st.datetimes(
    min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)
)


@given(moment=moments, zone=st.sampled_from(ZONES))
def test_never_reminds_at_night_and_never_early(moment: datetime, zone: str) -> None:
    later = outside_quiet_hours(moment, zone)

    assert time(8) <= later.astimezone(ZoneInfo(zone)).time() < time(21)
    assert timedelta(0) <= later - moment < timedelta(hours=13)


@given(moment=moments, zone=st.sampled_from(ZONES), begins=st.times(), ends=st.times())
def test_keeps_the_quiet_hours_a_person_chose(
    moment: datetime, zone: str, begins: time, ends: time
) -> None:
    quiet = QuietHours(begins, ends)

    later = outside_quiet_hours(moment, zone, quiet)

    assert later >= moment
    assert later == moment or later.astimezone(ZoneInfo(zone)).time() >= ends


def test_lets_a_person_be_written_to_at_any_time() -> None:
    midnight = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)

    assert outside_quiet_hours(midnight, "UTC", None) == midnight
    assert outside_quiet_hours(midnight, "UTC", QuietHours(time(9), time(9))) == midnight


def test_never_moves_back_over_the_hour_that_comes_twice() -> None:
    second = datetime(2026, 10, 25, 2, 10, tzinfo=ZoneInfo("Europe/Berlin"), fold=1)
    quiet = QuietHours(time(22), time(2, 30))

    later = outside_quiet_hours(second, "Europe/Berlin", quiet)

    assert later == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_asks_again_after_the_due_moment_with_growing_gaps() -> None:
    after = [each for each in follow_up_moments(TWO_DAYS) if each.kind is FollowUpKind.AFTER_DUE]
    days = [(each.at - SENT - timedelta(hours=48)).days for each in after]

    gaps = [later - sooner for sooner, later in zip([0, *days], days, strict=False)]
    assert gaps == [3, 7, 14, 30]
    assert [each.number for each in after] == [1, 2, 3, 4]


def test_leaves_what_follows_to_the_next_stage() -> None:
    kinds = [each.kind for each in follow_up_moments(TWO_DAYS, last=False)]

    assert kinds == [FollowUpKind.BEFORE_DUE, FollowUpKind.AT_DUE]


def test_calls_every_reminder_of_a_day_of_ours_a_nudge() -> None:
    kinds = {each.kind for each in follow_up_moments(suggest_nudge(SILENT))}

    assert kinds == {FollowUpKind.NUDGE}


def test_reminds_before_a_window_opens() -> None:
    opens = SENT + timedelta(days=14)
    window = Window(opens, opens + timedelta(days=4), "", "")

    before = [(opens - each.at).days for each in window_moments(window)]

    assert before == [7, 3, 1]


@given(length=st.integers(1, 10_000), passed=st.integers(-100, 20_000))
def test_never_says_there_is_more_time_than_there_is(length: int, passed: int) -> None:
    running = clock(timedelta(hours=length))
    now = SENT + timedelta(hours=passed)

    words = remaining_words(running, now)

    assert ("over" in words or words == "due now") == (passed >= length)
