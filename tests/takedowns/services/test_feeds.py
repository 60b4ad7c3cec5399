"""The calendar at a secret address: moments, nothing else, and only hers."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from accounts.models import Person
from cases.models import State
from takedowns.models import Notice, NoticeState, Quiet, ReminderChoices
from takedowns.rendering.calendar_file import Entry, calendar_file
from takedowns.services import feeds
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def events_in(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def read(person: Person, now: datetime) -> tuple[bytes, list[Any]]:
    choices = ReminderChoices.objects.select_related("person").get(person=person)
    data = feeds.feed_of(choices, now=now)
    return data, events_in(data)


@pytest.fixture
def token(wren: Person, now: datetime) -> str:
    return feeds.switch_on(wren, alarms=False, now=now)


def test_keeps_of_the_address_only_what_cannot_be_used(token: str, wren: Person) -> None:
    kept = ReminderChoices.objects.get(person=wren)

    assert len(token) >= 43
    assert token not in f"{vars(kept)}"
    assert feeds.find(token) == kept


def test_names_each_due_moment_and_nothing_else(
    token: str, sent: Notice, wren: Person, now: datetime
) -> None:
    data, [event] = read(wren, now)

    assert event["dtstart"].dt == sent.due_at
    assert event["summary"] == "Look at Notebook"
    telling = (sent.case.ref, sent.pk.hex, str(sent.pk), "X Corp", "letter")
    said = data.decode().split("BEGIN:VEVENT")[1]
    assert not [word for word in telling if word in said]
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP"}
    assert b"VALARM" not in data


def test_uses_the_name_the_person_gave_the_pages(
    token: str, sent: Notice, wren: Person, now: datetime
) -> None:
    wren.app_name = "Garden; roses, 2"
    wren.save()

    data, [event] = read(wren, now)

    assert event["summary"] == "Look at Garden; roses, 2"
    assert b"\r\nX-WR-CALNAME:Garden\\; roses\\, 2\r\n" in data


def test_asks_to_be_read_every_six_hours(
    token: str, sent: Notice, wren: Person, now: datetime
) -> None:
    data, _ = read(wren, now)

    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in data


def test_keeps_the_names_of_entries_and_ties_them_to_one_address(
    token: str, sent: Notice, wren: Person, now: datetime
) -> None:
    first = read(wren, now)[1][0]["uid"]
    again = read(wren, now + timedelta(hours=1))[1][0]["uid"]
    feeds.switch_on(wren, alarms=False, now=now)

    assert first == again
    assert read(wren, now)[1][0]["uid"] != first


def test_rings_only_where_it_was_chosen_and_by_day(
    sent: Notice, wren: Person, now: datetime
) -> None:
    feeds.switch_on(wren, alarms=True, now=now)
    ReminderChoices.objects.filter(person=wren).update(
        quiet=Quiet.OWN, quiet_from="12:00", quiet_until="15:00"
    )

    _, [event] = read(wren, now)

    [alarm] = event.walk("VALARM")
    assert alarm["trigger"].dt.hour == 15
    assert alarm["description"] == "Look at Notebook"


@pytest.mark.parametrize("state", [NoticeState.DECIDED, NoticeState.WITHDRAWN])
def test_forgets_an_answered_letter(
    state: NoticeState, token: str, sent: Notice, wren: Person, now: datetime
) -> None:
    Notice.objects.filter(pk=sent.pk).update(state=state)

    assert read(wren, now)[1] == []


def test_forgets_a_closed_case(token: str, sent: Notice, wren: Person, now: datetime) -> None:
    sent.case.state = State.CLOSED
    sent.case.save()

    assert read(wren, now)[1] == []


def test_forgets_a_moment_a_week_after_it(
    token: str, sent: Notice, wren: Person, now: datetime
) -> None:
    assert sent.due_at is not None

    assert len(read(wren, sent.due_at + timedelta(days=6))[1]) == 1
    assert read(wren, sent.due_at + timedelta(days=8))[1] == []


@pytest.mark.parametrize("name", ["dan", "june", "ida", "otto", "cy"])
def test_shows_nobody_else_her_moments(
    name: str, sent: Notice, request: pytest.FixtureRequest, now: datetime
) -> None:
    person = request.getfixturevalue(name)
    feeds.switch_on(person, alarms=False, now=now)

    assert read(person, now)[1] == []


def test_empties_when_the_advocate_leaves_the_team(
    sent: Notice, bea: Person, now: datetime
) -> None:
    feeds.switch_on(bea, alarms=False, now=now)
    assert len(read(bea, now)[1]) == 1

    bea.memberships.all().delete()

    assert read(bea, now)[1] == []


def test_opens_with_the_newest_address_alone(token: str, wren: Person, now: datetime) -> None:
    newer = feeds.switch_on(wren, alarms=False, now=now)

    assert feeds.find(token) is None
    assert feeds.find(newer) is not None


def test_opens_with_nothing_once_it_is_off(token: str, wren: Person) -> None:
    feeds.switch_off(wren)

    assert feeds.find(token) is None
    assert feeds.find("") is None


def test_opens_for_no_suspended_person(token: str, wren: Person) -> None:
    wren.is_active = False
    wren.save()

    assert feeds.find(token) is None


@settings(max_examples=20)
@given(name=st.text(max_size=120), days=st.lists(st.integers(0, 4000), max_size=3))
def test_writes_a_file_that_reads_back_whatever_the_name(name: str, days: list[int]) -> None:
    moments = [NOON + timedelta(days=day) for day in days]
    entries = [Entry(uid=str(at), at=at) for at in moments]

    data = calendar_file(entries, name=name, title=f"Look at {name}", now=NOON)

    assert [each["dtstart"].dt for each in events_in(data)] == moments
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    starts = {line.partition(b":")[0] for line in lines if line[:1] not in {b" ", b""}}
    assert not any(b"ATTENDEE" in start or b"ORGANIZER" in start for start in starts)
