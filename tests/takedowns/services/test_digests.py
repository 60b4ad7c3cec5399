"""One bundled note a day or a week: exactly once, only where something is open."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMessage

from accounts.models import Person
from cases.models import State
from takedowns.models import (
    DigestPace,
    FollowUpKind,
    Notice,
    Quiet,
    ReminderChoices,
    ReminderMail,
    ReminderMailState,
)
from takedowns.services import digests, follow_ups, reminder_choices
from takedowns.services.reminder_choices import Wanted

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def wanted(pace: DigestPace, *, hour: int = 9, weekday: int = 1) -> Wanted:
    return Wanted(Quiet.USUAL, time(21), time(8), pace, hour, weekday)


@pytest.fixture
def due(sent: Notice) -> datetime:
    """Tuesday, five past twelve: the time of the letter is over, and the reminder stands."""
    assert sent.due_at is not None
    follow_ups.remind(sent.follow_ups.get(kind=FollowUpKind.AT_DUE).pk, now=sent.due_at)
    return sent.due_at


@pytest.fixture
def daily(bea: Person, due: datetime) -> ReminderChoices:
    """Bea wants one note a day at nine, in UTC, to a mailbox that is safe."""
    bea.email, bea.mail_is_safe = "desk@harbour.example", True
    bea.save()
    return reminder_choices.change(bea, wanted=wanted(DigestPace.DAILY), now=due)


def sweep(now: datetime) -> int:
    for key in digests.due_ids(now=now):
        digests.bundle(key, now=now)
    return digests.post(clock=lambda: now)


def test_sends_one_note_a_day_that_says_nothing(
    daily: ReminderChoices, sent: Notice, mailoutbox: list[EmailMessage]
) -> None:
    nine = datetime(2026, 11, 25, 9, tzinfo=UTC)

    counts = [sweep(nine - timedelta(minutes=1)), sweep(nine), sweep(nine + timedelta(hours=2))]

    assert counts == [0, 1, 0]
    [mail] = mailoutbox
    assert mail.body == (
        "There is something for you to look at.\nOpen your notebook when you have a quiet moment.\n"
    )
    assert sent.case.ref not in f"{mail.subject}{mail.extra_headers}"


@pytest.mark.parametrize(("hour", "sent_then"), [(22, 1), (23, 0)])
def test_writes_in_the_night_in_the_chosen_hour_alone(
    daily: ReminderChoices, bea: Person, due: datetime, hour: int, sent_then: int
) -> None:
    reminder_choices.change(bea, wanted=wanted(DigestPace.DAILY, hour=22), now=due)

    assert sweep(datetime(2026, 11, 24, hour, 30, tzinfo=UTC)) == sent_then
    assert sweep(datetime(2026, 11, 25, 8, tzinfo=UTC)) == 1 - sent_then


def test_sends_the_next_note_on_the_next_day(daily: ReminderChoices) -> None:
    nine = datetime(2026, 11, 25, 9, tzinfo=UTC)

    assert [sweep(nine), sweep(nine + timedelta(days=1))] == [1, 1]
    assert sorted(ReminderMail.objects.values_list("period", flat=True)) == [
        "2026-11-25", "2026-11-26",
    ]  # fmt: skip


def test_makes_up_for_a_week_without_power_with_one_note(daily: ReminderChoices) -> None:
    assert sweep(datetime(2026, 12, 2, 15, tzinfo=UTC)) == 1
    assert ReminderMail.objects.count() == 1


def test_is_quiet_where_nothing_is_open(daily: ReminderChoices, sent: Notice, wren: Person) -> None:
    follow_ups.finish(sent.follow_ups.open().get(), actor=wren, now=datetime.now(UTC))

    assert sweep(datetime(2026, 11, 25, 9, tzinfo=UTC)) == 0
    assert not ReminderMail.objects.exists()


def test_is_quiet_about_a_closed_case(daily: ReminderChoices, sent: Notice) -> None:
    sent.case.state = State.CLOSED
    sent.case.save()

    assert sweep(datetime(2026, 11, 25, 9, tzinfo=UTC)) == 0


def test_is_quiet_about_a_case_that_was_given_to_somebody_else(
    daily: ReminderChoices, sent: Notice, ida: Person
) -> None:
    sent.case.advocate = ida
    sent.case.save()

    assert sweep(datetime(2026, 11, 25, 9, tzinfo=UTC)) == 0


def test_writes_to_no_mailbox_that_is_not_safe(daily: ReminderChoices, bea: Person) -> None:
    bea.mail_is_safe = False
    bea.save()

    assert sweep(datetime(2026, 11, 25, 9, tzinfo=UTC)) == 0


def test_owes_no_mail_for_the_reminder_itself(bea: Person, sent: Notice) -> None:
    assert sent.due_at is not None
    bea.email, bea.mail_is_safe = "desk@harbour.example", True
    bea.save()
    reminder_choices.change(bea, wanted=wanted(DigestPace.WEEKLY), now=sent.due_at)

    follow_ups.remind(sent.follow_ups.get(kind=FollowUpKind.AT_DUE).pk, now=sent.due_at)

    assert not ReminderMail.objects.exists()


def test_never_sends_again_what_a_crash_left_half_sent(
    daily: ReminderChoices, mailoutbox: list[EmailMessage]
) -> None:
    nine = datetime(2026, 11, 25, 9, tzinfo=UTC)
    digests.bundle(daily.pk, now=nine)
    ReminderMail.objects.update(state=ReminderMailState.SENDING, lease_until=nine)

    sweep(nine + timedelta(minutes=6))

    assert (ReminderMail.objects.get().state, mailoutbox) == (ReminderMailState.UNSURE, [])


def test_makes_no_second_row_where_a_crash_came_before_the_next_hour_was_set(
    daily: ReminderChoices,
) -> None:
    nine = datetime(2026, 11, 25, 9, tzinfo=UTC)
    sweep(nine)
    ReminderChoices.objects.update(next_digest_at=nine)

    assert not digests.bundle(daily.pk, now=nine + timedelta(minutes=1))
    assert ReminderMail.objects.count() == 1


@pytest.mark.parametrize(
    ("pace", "after", "expected"),
    [
        (DigestPace.DAILY, "2026-11-24T07:59", "2026-11-24T08:00"),
        (DigestPace.DAILY, "2026-11-24T08:00", "2026-11-25T08:00"),
        # nine in Berlin is seven in UTC in summer, eight in winter
        (DigestPace.DAILY, "2026-10-24T07:00", "2026-10-25T08:00"),
        (DigestPace.DAILY, "2026-03-28T08:00", "2026-03-29T07:00"),
        (DigestPace.WEEKLY, "2026-11-24T08:00", "2026-11-30T08:00"),
        (DigestPace.WEEKLY, "2026-11-30T07:59", "2026-11-30T08:00"),
        (DigestPace.WEEKLY, "2026-11-30T08:00", "2026-12-07T08:00"),
    ],
)
def test_knows_the_next_chosen_hour(pace: DigestPace, after: str, expected: str) -> None:
    choices = ReminderChoices(digest=pace, digest_hour=9, digest_weekday=1)
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)

    found = reminder_choices.next_digest(choices, zone=BERLIN, after=moment)

    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_names_a_week_by_its_iso_year() -> None:
    choices = ReminderChoices(digest=DigestPace.WEEKLY)

    period = reminder_choices.period_of(choices, datetime(2027, 1, 2, 9, tzinfo=UTC), zone=BERLIN)

    assert period == "2026-W53"
