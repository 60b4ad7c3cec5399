"""The page of a letter's time: every sum in the open, and what they said noted."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from takedowns.models import ClockChange, FollowUp, FollowUpKind, FollowUpState, Notice, Way
from takedowns.services import follow_ups, sending

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


@pytest.fixture
def page(sent: Notice) -> str:
    return reverse("takedowns:notice-clock", args=[sent.case.ref, sent.pk])


@pytest.fixture
def a_day_on(now: datetime, time_machine_at: Callable[[datetime], None]) -> None:
    time_machine_at(now + timedelta(days=1))


@pytest.fixture
def under_gdpr(approved: Notice, wren: Person, now: datetime) -> str:
    approved.basis, approved.snapshot = "eu-gdpr-17", {}
    approved.save()
    sending.mark_sent(
        approved, way=Way.FORM, sent_at=now, reference="", proof=None, actor=wren, now=now
    )
    return reverse("takedowns:notice-clock", args=[approved.case.ref, approved.pk])


@pytest.fixture
def shown(sent: Notice, time_machine_at: Callable[[datetime], None]) -> FollowUp:
    """The reminder at the due moment, on the list an hour later."""
    assert sent.due_at is not None
    row = sent.follow_ups.get(kind=FollowUpKind.AT_DUE)
    follow_ups.remind(row.pk, now=sent.due_at)
    time_machine_at(sent.due_at + timedelta(hours=1))
    return row


def test_shows_rule_start_sum_and_zone(page: str, browse: Browse, wren: Person) -> None:
    text = browse(wren).get(page).content.decode()

    assert "Sun 22 Nov 2026, 12:05 UTC + 48 hours = Tue 24 Nov 2026, 12:05 UTC" in text
    assert "receipt of a valid request" in text
    assert "47 U.S.C. 223a" in text
    assert "Hours run on, on weekends and holidays too." in text


def test_shows_them_on_the_page_of_the_letter(sent: Notice, browse: Browse, wren: Person) -> None:
    letter = reverse("takedowns:notice", args=[sent.case.ref, sent.pk])

    text = browse(wren).get(letter).content.decode()

    assert "12:05 UTC + 48 hours = " in text
    assert reverse("takedowns:notice-clock", args=[sent.case.ref, sent.pk]) in text


def test_counts_anew_from_a_confirmation(
    page: str, sent: Notice, browse: Browse, wren: Person, a_day_on: None
) -> None:
    body = {"what": "RECEIVED", "received-day": "2026-11-22", "received-time": "20:00"}

    text = browse(wren).post(page, body, follow=True).content.decode()

    sent.refresh_from_db()
    assert sent.due_at == datetime.fromisoformat("2026-11-24T20:00+00:00")
    assert "They confirmed that they have it" in text
    assert "when they said they had it" in text


def test_keeps_what_was_typed_where_the_moment_cannot_be(
    page: str, browse: Browse, wren: Person, a_day_on: None
) -> None:
    body = {"what": "RECEIVED", "received-day": "2026-11-21", "received-time": "20:00"}

    answer = browse(wren).post(page, body)

    assert answer.status_code == 422
    assert "before the letter was sent" in answer.content.decode()
    assert 'value="2026-11-21"' in answer.content.decode()


def test_offers_no_longer_time_where_the_rule_has_none(
    page: str, browse: Browse, wren: Person, a_day_on: None
) -> None:
    text = browse(wren).get(page).content.decode()

    assert "The rule gives them no more time" in text
    assert 'name="longer-reason"' not in text


def test_takes_a_longer_time_with_its_reason(
    under_gdpr: str, approved: Notice, browse: Browse, wren: Person, a_day_on: None
) -> None:
    body = {
        "what": "LONGER", "longer-day": "2026-11-23", "longer-time": "09:00",
        "longer-reason": "Many requests at once",
    }  # fmt: skip

    text = browse(wren).post(under_gdpr, body, follow=True).content.decode()

    assert "“Many requests at once”" in text
    assert "22 February 2027" in text
    assert ClockChange.objects.get().kind == "LONGER"


def test_asks_for_the_reason(under_gdpr: str, browse: Browse, wren: Person, a_day_on: None) -> None:
    body = {"what": "LONGER", "longer-day": "2026-11-23", "longer-time": "09:00"}

    answer = browse(wren).post(under_gdpr, body)

    assert answer.status_code == 422
    assert "Write the reason they gave." in answer.content.decode()


def test_knows_nothing_else_they_could_have_said(page: str, browse: Browse, wren: Person) -> None:
    assert browse(wren).post(page, {"what": "MAYBE"}).status_code == 404


def test_goes_to_the_letter_before_it_is_sent(
    approved: Notice, browse: Browse, wren: Person
) -> None:
    page = reverse("takedowns:notice-clock", args=[approved.case.ref, approved.pk])

    answer = browse(wren).get(page)

    assert answer.headers["Location"].endswith(f"/letters/{approved.pk}/")


def test_is_404_for_the_stranger(page: str, browse: Browse, dan: Person) -> None:
    assert browse(dan).get(page).status_code == 404


def test_puts_a_reminder_off_to_nine_in_the_morning(
    shown: FollowUp, sent: Notice, browse: Browse, wren: Person
) -> None:
    wren.zone = "Europe/Berlin"
    wren.save()
    later = reverse("takedowns:follow-up-later", args=[sent.case.ref, shown.pk])

    text = browse(wren).post(later, {"day": "2026-11-30"}, follow=True).content.decode()

    shown.refresh_from_db()
    assert (shown.state, shown.due_at.isoformat()) == ("DUE", "2026-11-30T08:00:00+00:00")
    assert "We remind you again on 30 November 2026." in text


@pytest.mark.parametrize("day", ["", "2026-11-01", "soon"])
def test_says_so_kindly_where_the_day_cannot_be(
    day: str, shown: FollowUp, sent: Notice, browse: Browse, wren: Person
) -> None:
    later = reverse("takedowns:follow-up-later", args=[sent.case.ref, shown.pk])

    answer = browse(wren).post(later, {"day": day}, follow=True)

    shown.refresh_from_db()
    assert (answer.status_code, shown.state) == (200, FollowUpState.SHOWN)
