"""Adding a legal period to a moment.

Hours are absolute time: 48 hours stay 48 hours when a clock is put back. Days, weeks, months and
years count on the wall calendar of a zone, after Regulation (EEC, Euratom) No 1182/71, article 3:
the day of the event is not counted (3(1)); a month ends on the same date of the last month, or on
its last day where that date is missing (3(2)(c)); the period ends with the last hour of the last
day; and a last day that is no working day moves to the next one that is (3(4)). Supervisory
authorities count the GDPR's month the same way.
"""

import calendar as months_calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

DAY_NAMES: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_NAMES: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
SATURDAY: Final = 5
DURATION: Final = re.compile(
    r"PT(?P<hours>\d{1,4})H|P(?:(?P<days>\d{1,4})D|(?P<weeks>\d{1,3})W"
    r"|(?P<months>\d{1,3})M|(?P<years>\d{1,2})Y)"
)


class UnreadableDuration(ValueError):
    """A duration that is not one whole number of hours, days, weeks, months or years."""


class NaiveMoment(ValueError):
    """A moment without a zone: nothing can be counted from it."""


class UnknownZone(ValueError):
    """A zone name the time zone database does not hold."""


class UnknownCountry(ValueError):
    """A country whose public holidays are not known."""


@dataclass(frozen=True)
class Span:
    """One legal period. Exactly one of the three is above zero."""

    hours: int = 0
    days: int = 0
    months: int = 0

    @property
    def words(self) -> str:
        for number, noun in ((self.hours, "hour"), (self.days, "day"), (self.months, "month")):
            if number:
                return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
        return "no time"


@dataclass(frozen=True)
class Calendar:
    """Where days are counted: an IANA zone, and the recipient's ISO 3166 country if known.

    Without a country only Saturdays and Sundays are days off.
    """

    zone: str = "UTC"
    country: str | None = None

    def local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise NaiveMoment(f"{moment.isoformat()} has no zone.")
        return moment.astimezone(zone_named(self.zone))

    def is_working_day(self, day: date) -> bool:
        if self.country is None:
            return day.weekday() < SATURDAY
        return days_off(self.country).is_working_day(day)

    def end_of(self, day: date) -> datetime:
        """The last second of a day in the zone, in UTC, also where midnight is skipped."""
        midnight = datetime.combine(day + timedelta(days=1), time(), zone_named(self.zone))
        return midnight.astimezone(UTC) - timedelta(seconds=1)

    def start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), zone_named(self.zone)).astimezone(UTC)


def zone_named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(f"No time zone is called {name!r}.") from error


@lru_cache(maxsize=64)
def days_off(country: str) -> holidays.HolidayBase:
    try:
        return holidays.country_holidays(country)
    except NotImplementedError as error:
        raise UnknownCountry(f"No public holidays are known for {country!r}.") from error


def knows_country(country: str) -> bool:
    """Whether the public holidays of this ISO 3166 country are known."""
    try:
        days_off(country)
    except UnknownCountry:
        return False
    return True


def parse_span(iso8601: str) -> Span:
    """Reads PT48H, P7D, P2W, P1M or P1Y. Raises UnreadableDuration for anything else."""
    found = DURATION.fullmatch(iso8601)
    if found is None:
        raise UnreadableDuration(f"{iso8601!r} is not one period we can count.")
    part = {unit: int(number or 0) for unit, number in found.groupdict().items()}
    span = Span(
        hours=part["hours"],
        days=part["days"] + 7 * part["weeks"],
        months=part["months"] + 12 * part["years"],
    )
    if span == Span():
        raise UnreadableDuration(f"{iso8601!r} is no time at all.")
    return span


def month_later(day: date, *, months: int) -> date:
    """The same date some months on, or the last day of that month where the date is missing."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = months_calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def last_day(day: date, *, span: Span) -> date:
    return month_later(day, months=span.months) + timedelta(days=span.days)


def next_working_day(day: date, *, calendar: Calendar) -> date:
    """The day itself if it is a working day, or else the first one after it."""
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def nth_working_day(day: date, *, number: int, calendar: Calendar) -> date:
    """The nth working day after a day; the day itself is not counted."""
    for _ in range(number):
        day = next_working_day(day + timedelta(days=1), calendar=calendar)
    return day


def say_day(day: date) -> str:
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def say_moment(moment: datetime, *, calendar: Calendar) -> str:
    """A moment in the calendar's zone with the zone named: Sun 22 Nov 2026, 14:05 UTC."""
    local = calendar.local(moment)
    return f"{say_day(local.date())}, {local:%H:%M} {calendar.zone}"
