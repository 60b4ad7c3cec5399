"""A person's reminders: hours, bundles, and the calendar's address shown one time."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import Person
from takedowns.models import Notice, ReminderChoices
from takedowns.services import feeds
from takedowns.views import reminders as views

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]
PAGE = "/you/reminders/"
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")
"""What a page holds against forged forms; new on each."""
USUAL = {"quiet": "USUAL", "digest": "OFF", "digest_hour": "9", "digest_weekday": "1"}


def test_keeps_own_quiet_hours(browse: Browse, wren: Person) -> None:
    body = {**USUAL, "quiet": "OWN", "quiet_from": "23:00", "quiet_until": "06:30"}

    assert browse(wren).post(PAGE, body).status_code == 302

    kept = ReminderChoices.objects.get(person=wren)
    assert (kept.quiet, str(kept.quiet_from), str(kept.quiet_until)) == (
        "OWN", "23:00:00", "06:30:00",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ({"quiet_from": "23:00"}, "Give the time."),
        ({"quiet_from": "7:00", "quiet_until": "07:00"}, "Give another time"),
    ],
)
def test_asks_for_both_ends_of_own_hours(
    hours: dict[str, str], words: str, browse: Browse, wren: Person
) -> None:
    answer = browse(wren).post(PAGE, {**USUAL, "quiet": "OWN", **hours})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_sets_the_next_bundled_note(
    browse: Browse, wren: Person, now: datetime, time_machine_at: Callable[[datetime], None]
) -> None:
    time_machine_at(now)

    browse(wren).post(PAGE, {**USUAL, "digest": "DAILY", "digest_hour": "18"})

    kept = ReminderChoices.objects.get(person=wren)
    assert kept.next_digest_at == now.replace(hour=18)


def test_says_that_no_mail_leaves_where_none_is_safe(browse: Browse, wren: Person) -> None:
    assert "No mail leaves" in browse(wren).get(PAGE).content.decode()


def test_shows_the_secret_address_one_time(
    browse: Browse, wren: Person, sent: Notice, client: Client
) -> None:
    shown = browse(wren).post(PAGE + "calendar/", {"do": "on"}).content.decode()
    again = browse(wren).get(PAGE).content.decode()

    found = re.search(r"/dates/([\w-]{43})/notes\.ics", shown)
    assert found is not None
    assert found[1] not in again
    client.logout()
    answer = client.get(found[0])
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    calendar = Calendar.from_ical(answer.content)
    assert len(list(calendar.walk("VEVENT"))) == 1


def test_answers_every_wrong_address_alike(client: Client, wren: Person, now: datetime) -> None:
    old = feeds.switch_on(wren, alarms=False, now=now)
    feeds.switch_off(wren)

    wrong = [client.get(f"/dates/{token}/notes.ics") for token in (old, "nobodys", "-" * 43)]

    assert {answer.status_code for answer in wrong} == {404}
    assert len({TOKEN.sub(b"", answer.content) for answer in wrong}) == 1
    assert len({tuple(answer.headers.items()) for answer in wrong}) == 1


def test_hands_the_calendar_out_so_often_an_hour(
    client: Client, wren: Person, now: datetime, time_machine_at: Callable[[datetime], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(views, "MOST_READINGS", 2)
    address = reverse("takedowns:calendar", args=[feeds.switch_on(wren, alarms=False, now=now)])

    time_machine_at(now)
    statuses = [client.get(address).status_code for _ in range(3)]
    time_machine_at(now + timedelta(hours=1))

    assert statuses == [200, 200, 429]
    assert client.get(address).status_code == 200


def test_switches_the_calendar_off(browse: Browse, wren: Person, now: datetime) -> None:
    token = feeds.switch_on(wren, alarms=True, now=now)

    browse(wren).post(PAGE + "calendar/", {"do": "off"})

    assert feeds.find(token) is None


def test_leads_there_from_the_persons_own_page(browse: Browse, wren: Person) -> None:
    assert PAGE in browse(wren).get(reverse("accounts:settings")).content.decode()
