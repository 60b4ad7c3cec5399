"""Moments as a calendar file (RFC 5545, with the refresh hints of RFC 7986). Says nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, vText

REFRESH: Final = timedelta(hours=6)
LENGTH: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment in UTC. `uid` leads back to nothing; `alarm_at` rings, None does not."""

    uid: str
    at: datetime
    alarm_at: datetime | None = None


def calendar_file(entries: Iterable[Entry], *, name: str, title: str, now: datetime) -> bytes:
    """The file: every entry has the same title and no text besides."""
    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        calendar.add_component(_event(entry, title=title, now=now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, *, title: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.at)
    event.add("dtend", entry.at + LENGTH)
    event.add("summary", title)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if entry.alarm_at is not None:
        event.add_component(_alarm(entry.alarm_at, title=title))
    return event


def _alarm(at: datetime, *, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", at, parameters={"VALUE": "DATE-TIME"})
    return alarm
