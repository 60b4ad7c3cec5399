"""Reminders: shown once, mailed once, silent about everything."""

from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage

from accounts.models import Person
from cases.models import State, TimelineEvent
from takedowns.models import FollowUp, FollowUpKind, FollowUpState, Notice, Outcome
from takedowns.services import follow_ups, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def safe_mail(bea: Person) -> Person:
    bea.email, bea.mail_is_safe = "desk@harbour.example", True
    bea.save()
    return bea


@pytest.fixture
def at_due(sent: Notice) -> FollowUp:
    return sent.follow_ups.get(kind=FollowUpKind.AT_DUE)


@pytest.fixture
def due(sent: Notice) -> datetime:
    """The moment the time of the letter is over."""
    assert sent.due_at is not None
    return sent.due_at


def test_finds_nothing_before_it_is_due(sent: Notice, now: datetime) -> None:
    assert follow_ups.due_ids(now=now + timedelta(hours=1)) == []


def test_marks_the_letter_overdue_and_says_so_on_the_timeline(
    at_due: FollowUp, sent: Notice, due: datetime
) -> None:
    later = due + timedelta(minutes=1)

    assert follow_ups.remind(at_due.pk, now=later)

    sent.refresh_from_db()
    assert sent.overdue_at == later
    assert TimelineEvent.objects.filter(kind="notice.overdue").count() == 1


def test_mails_once_and_says_nothing(
    at_due: FollowUp, sent: Notice, due: datetime, safe_mail: Person, mailoutbox: list[EmailMessage]
) -> None:
    later = due + timedelta(minutes=1)

    follow_ups.remind(at_due.pk, now=later)
    again = follow_ups.remind(at_due.pk, now=later + timedelta(hours=1))

    assert not again
    [mail] = mailoutbox
    whole = f"{mail.subject} {mail.body}".lower()
    assert not any(
        word in whole for word in ("case", "x corp", "image", "letter", sent.case.ref.lower())
    )


def test_mails_nobody_who_did_not_say_their_mail_is_safe(
    at_due: FollowUp, due: datetime, bea: Person, mailoutbox: list[EmailMessage]
) -> None:
    bea.email = "desk@harbour.example"
    bea.save()

    follow_ups.remind(at_due.pk, now=due)

    assert mailoutbox == []


def test_never_mails_what_a_crash_left_half_sent(
    at_due: FollowUp, due: datetime, safe_mail: Person, mailoutbox: list[EmailMessage]
) -> None:
    at_due.state, at_due.lease_until = FollowUpState.SENDING, due
    at_due.save()

    follow_ups.remind(at_due.pk, now=due + timedelta(minutes=10))

    at_due.refresh_from_db()
    assert (at_due.state, mailoutbox) == (FollowUpState.SHOWN, [])


def test_leaves_a_row_alone_that_another_worker_holds(at_due: FollowUp, due: datetime) -> None:
    at_due.lease_until = due + timedelta(minutes=5)
    at_due.save()

    assert not follow_ups.remind(at_due.pk, now=due + timedelta(minutes=1))


def test_says_nothing_about_a_closed_case(
    at_due: FollowUp, sent: Notice, due: datetime, safe_mail: Person, mailoutbox: list[EmailMessage]
) -> None:
    sent.case.state = State.CLOSED
    sent.case.save()

    follow_ups.remind(at_due.pk, now=due)

    at_due.refresh_from_db()
    assert (at_due.state, mailoutbox) == (FollowUpState.CANCELLED, [])


def test_waits_for_the_morning_with_a_mail(
    at_due: FollowUp, sent: Notice, due: datetime, safe_mail: Person, mailoutbox: list[EmailMessage]
) -> None:
    safe_mail.zone = "Australia/Sydney"
    safe_mail.save()

    follow_ups.remind(at_due.pk, now=due)

    at_due.refresh_from_db()
    sent.refresh_from_db()
    assert (at_due.state, mailoutbox) == (FollowUpState.DUE, [])
    assert at_due.due_at.hour == 20
    assert sent.overdue_at == due


def test_cancels_reminders_once_every_place_has_an_answer(
    sent: Notice, wren: Person, now: datetime
) -> None:
    items = [item.pk for item in sent.items.all()]

    outcomes.record_outcomes(
        sent, items=items, outcome=Outcome.REMOVED, note="", actor=wren, now=now
    )

    assert {each.state for each in sent.follow_ups.all()} == {FollowUpState.CANCELLED}


def test_is_gone_from_the_list_when_done(
    at_due: FollowUp, sent: Notice, due: datetime, wren: Person
) -> None:
    follow_ups.remind(at_due.pk, now=due)

    follow_ups.finish(at_due, actor=wren, now=due)

    assert not sent.follow_ups.open().exists()
