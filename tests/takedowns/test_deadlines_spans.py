"""Worked examples: a period added to a moment, checked by hand against a printed calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedowns.deadlines import (
    Calendar,
    NaiveMoment,
    Span,
    UnknownCountry,
    UnknownZone,
    UnreadableDuration,
    parse_span,
)
from takedowns.deadlines.clocks import count
from takedowns.deadlines.spans import month_later, nth_working_day

BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"
AUCKLAND = "Pacific/Auckland"
KOLKATA = "Asia/Kolkata"

# start in UTC, period, zone, country whose days off count ("" = none), due in UTC
EXAMPLES = [
    # hours are absolute, whatever the clocks do
    ("2026-11-22T14:05", "PT48H", "UTC", "", "2026-11-24T14:05:00"),
    ("2026-11-22T14:05", "PT48H", BERLIN, "", "2026-11-24T14:05:00"),
    ("2026-03-28T12:00", "PT48H", BERLIN, "DE", "2026-03-30T12:00:00"),
    ("2026-10-24T12:00", "PT48H", BERLIN, "DE", "2026-10-26T12:00:00"),
    ("2026-03-07T20:00", "PT48H", NEW_YORK, "US", "2026-03-09T20:00:00"),
    ("2026-10-31T20:00", "PT48H", NEW_YORK, "US", "2026-11-02T20:00:00"),
    ("2026-04-04T00:00", "PT48H", AUCKLAND, "NZ", "2026-04-06T00:00:00"),
    ("2026-09-26T00:00", "PT96H", AUCKLAND, "NZ", "2026-09-30T00:00:00"),
    ("2026-12-31T23:30", "PT2H", KOLKATA, "IN", "2027-01-01T01:30:00"),
    ("2028-02-28T23:00", "PT2H", "UTC", "", "2028-02-29T01:00:00"),
    ("2026-12-24T18:00", "PT24H", BERLIN, "DE", "2026-12-25T18:00:00"),
    # days: the first is not counted, the last ends with its last second in the zone
    ("2026-11-02T08:00", "P7D", "UTC", "", "2026-11-09T23:59:59"),
    ("2026-11-02T08:00", "P7D", BERLIN, "", "2026-11-09T22:59:59"),
    ("2026-11-02T23:30", "P7D", BERLIN, "", "2026-11-10T22:59:59"),
    ("2026-11-02T23:30", "P7D", NEW_YORK, "", "2026-11-10T04:59:59"),
    ("2026-11-02T20:00", "P7D", KOLKATA, "", "2026-11-10T18:29:59"),
    ("2026-11-02T08:00", "P2W", "UTC", "", "2026-11-16T23:59:59"),
    ("2026-03-23T08:00", "P7D", BERLIN, "DE", "2026-03-30T21:59:59"),
    ("2026-10-19T08:00", "P7D", BERLIN, "DE", "2026-10-26T22:59:59"),
    ("2026-09-21T00:00", "P7D", AUCKLAND, "NZ", "2026-09-28T10:59:59"),
    # months: same date, or the last day of a shorter month
    ("2026-03-05T09:00", "P1M", "UTC", "", "2026-04-06T23:59:59"),
    ("2026-06-15T09:00", "P1M", BERLIN, "", "2026-07-15T21:59:59"),
    ("2025-01-31T09:00", "P1M", BERLIN, "", "2025-02-28T22:59:59"),
    ("2028-01-31T09:00", "P1M", BERLIN, "", "2028-02-29T22:59:59"),
    ("2028-01-30T09:00", "P1M", BERLIN, "", "2028-02-29T22:59:59"),
    ("2027-01-29T09:00", "P1M", BERLIN, "", "2027-03-01T22:59:59"),
    ("2026-08-31T09:00", "P1M", "UTC", "", "2026-09-30T23:59:59"),
    ("2026-12-31T09:00", "P1M", "UTC", "", "2027-02-01T23:59:59"),
    ("2028-02-29T09:00", "P1Y", "UTC", "", "2029-02-28T23:59:59"),
    ("2026-02-28T09:00", "P1M", BERLIN, "", "2026-03-30T21:59:59"),
    # the last day is no working day
    ("2026-11-25T09:00", "P1M", BERLIN, "DE", "2026-12-28T22:59:59"),
    ("2026-11-25T09:00", "P1M", BERLIN, "", "2026-12-25T22:59:59"),
    ("2026-04-01T09:00", "P1M", BERLIN, "DE", "2026-05-04T21:59:59"),
    ("2026-03-03T09:00", "P1M", BERLIN, "DE", "2026-04-07T21:59:59"),
    ("2026-06-04T09:00", "P30D", NEW_YORK, "US", "2026-07-07T03:59:59"),
    ("2027-01-06T09:00", "P1M", AUCKLAND, "NZ", "2027-02-09T10:59:59"),
    ("2026-12-26T09:00", "P1M", KOLKATA, "IN", "2027-01-27T18:29:59"),
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("start", "period", "zone", "country", "due"), EXAMPLES)
def test_lands_on_the_moment_worked_out_by_hand(
    start: str, period: str, zone: str, country: str, due: str
) -> None:
    calendar = Calendar(zone=zone, country=country or None)

    counted = count(at(start), span=parse_span(period), calendar=calendar, on_working_day=True)

    assert counted.due_at == at(due)


def test_keeps_a_weekend_where_working_days_do_not_matter() -> None:
    counted = count(
        at("2026-03-05T09:00"), span=Span(months=1), calendar=Calendar(), on_working_day=False
    )

    assert counted.due_at == at("2026-04-05T23:59:59")


def test_writes_the_sum_as_a_person_would() -> None:
    counted = count(
        at("2026-11-22T14:05"), span=Span(hours=48), calendar=Calendar(), on_working_day=True
    )

    assert (
        counted.arithmetic == "Sun 22 Nov 2026, 14:05 UTC + 48 hours = Tue 24 Nov 2026, 14:05 UTC"
    )


def test_shows_the_moved_wall_clock_when_summer_time_begins() -> None:
    counted = count(
        at("2026-03-28T12:00"), span=Span(hours=48), calendar=Calendar(BERLIN), on_working_day=True
    )

    assert "Sat 28 Mar 2026, 13:00 Europe/Berlin" in counted.arithmetic
    assert "Mon 30 Mar 2026, 14:00 Europe/Berlin" in counted.arithmetic


def test_says_why_a_last_day_moved() -> None:
    counted = count(
        at("2026-03-05T09:00"), span=Span(months=1), calendar=Calendar(), on_working_day=True
    )

    assert counted.arithmetic == (
        "Thu 5 Mar 2026 + 1 month = Sun 5 Apr 2026, no working day, so Mon 6 Apr 2026, "
        "end of the day UTC"
    )


@pytest.mark.parametrize("text", ["", "48H", "PT", "P0D", "PT0H", "P1M2D", "P-1D", "P10D/P14D"])
def test_refuses_a_period_it_cannot_count(text: str) -> None:
    with pytest.raises(UnreadableDuration):
        parse_span(text)


def test_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(NaiveMoment):
        Calendar().local(datetime(2026, 11, 22, 14, 5))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_refuses_a_zone_that_does_not_exist(zone: str) -> None:
    with pytest.raises(UnknownZone):
        Calendar(zone=zone).local(at("2026-11-22T14:05"))


def test_refuses_a_country_without_known_holidays() -> None:
    with pytest.raises(UnknownCountry):
        Calendar(country="ZZ").is_working_day(date(2026, 11, 23))


def test_skips_thanksgiving_when_counting_working_days() -> None:
    monday = date(2026, 11, 16)

    tenth = nth_working_day(monday, number=10, calendar=Calendar(country="US"))

    assert tenth == date(2026, 12, 1)


def test_finds_the_end_of_a_day_whose_midnight_is_skipped() -> None:
    santiago = Calendar(zone="America/Santiago")

    end = santiago.end_of(date(2026, 9, 5))

    assert end == at("2026-09-06T03:59:59")


moments = st.datetimes(
    min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)
)
zones = st.sampled_from([BERLIN, NEW_YORK, AUCKLAND, KOLKATA, "UTC", "America/Santiago"])


@given(moment=moments, hours=st.integers(1, 500), zone=zones)
def test_adds_hours_as_absolute_time(moment: datetime, hours: int, zone: str) -> None:
    counted = count(moment, span=Span(hours=hours), calendar=Calendar(zone), on_working_day=True)

    assert counted.due_at - moment == timedelta(hours=hours)


@given(moment=moments, days=st.integers(1, 400), zone=zones)
def test_ends_days_with_the_last_second_in_the_zone(moment: datetime, days: int, zone: str) -> None:
    calendar = Calendar(zone)

    due = count(moment, span=Span(days=days), calendar=calendar, on_working_day=False).due_at

    assert calendar.local(due).date() - calendar.local(moment).date() == timedelta(days=days)
    assert calendar.local(due + timedelta(seconds=1)).date() > calendar.local(due).date()


@given(moment=moments, months=st.integers(1, 24), zone=zones)
def test_never_ends_on_a_weekend_where_working_days_matter(
    moment: datetime, months: int, zone: str
) -> None:
    calendar = Calendar(zone)

    due = count(moment, span=Span(months=months), calendar=calendar, on_working_day=True).due_at

    assert calendar.local(due).weekday() < 5


@given(day=st.dates(date(2000, 1, 1), date(2050, 1, 1)), months=st.integers(0, 36))
def test_clamps_to_the_month_wanted(day: date, months: int) -> None:
    later = month_later(day, months=months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
