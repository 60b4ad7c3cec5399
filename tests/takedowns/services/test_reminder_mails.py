"""Mails of reminders: owed once, at day, handed over once, silent about everything."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends import locmem

from accounts.models import Person
from cases.models import State, TimelineEvent
from takedowns.models import (
    DigestPace,
    FollowUp,
    FollowUpKind,
    Notice,
    Quiet,
    ReminderChoices,
    ReminderMail,
    ReminderMailState,
)
from takedowns.services import digests, follow_ups, reminder_mails

pytestmark = pytest.mark.django_db
NOWHERE = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def safe_mail(bea: Person) -> Person:
    bea.email, bea.mail_is_safe = "desk@harbour.example", True
    bea.save()
    return bea


@pytest.fixture
def due(sent: Notice) -> datetime:
    assert sent.due_at is not None
    return sent.due_at


@pytest.fixture
def remind(sent: Notice) -> Callable[[datetime], FollowUp]:
    """Shows the reminder at the due moment."""

    def shown(now: datetime) -> FollowUp:
        row = sent.follow_ups.get(kind=FollowUpKind.AT_DUE)
        assert follow_ups.remind(row.pk, now=now)
        return row

    return shown


Remind = Callable[[datetime], FollowUp]


def post(now: datetime) -> int:
    return digests.post(clock=lambda: now)


def test_mails_once_and_says_nothing(
    remind: Remind, sent: Notice, due: datetime, safe_mail: Person, mailoutbox: list[EmailMessage]
) -> None:
    remind(due)

    counts = [post(due), post(due + timedelta(hours=1))]

    assert counts == [1, 0]
    [mail] = mailoutbox
    whole = f"{mail.subject} {mail.body}".lower()
    assert not any(
        word in whole for word in ("case", "x corp", "image", "letter", sent.case.ref.lower())
    )


def test_tells_the_story_once_for_two_readers(
    remind: Remind, due: datetime, safe_mail: Person, wren: Person, mailoutbox: list[EmailMessage]
) -> None:
    wren.email, wren.mail_is_safe = "wren@mailbox.example", True
    wren.save()
    remind(due)

    assert post(due) == 2
    assert TimelineEvent.objects.filter(kind="notice.reminded").count() == 1


def test_mails_nobody_who_did_not_say_their_mail_is_safe(
    remind: Remind, due: datetime, bea: Person
) -> None:
    bea.email = "desk@harbour.example"
    bea.save()

    remind(due)

    assert not ReminderMail.objects.exists()


def test_mails_no_advocate_who_left_the_team(
    remind: Remind, due: datetime, safe_mail: Person
) -> None:
    safe_mail.memberships.all().delete()

    remind(due)

    assert not ReminderMail.objects.exists()


def test_waits_for_the_morning_of_each_reader(
    remind: Remind, sent: Notice, due: datetime, safe_mail: Person, wren: Person
) -> None:
    safe_mail.zone = "Australia/Sydney"
    safe_mail.save()
    wren.email, wren.mail_is_safe, wren.zone = "wren@mailbox.example", True, "UTC"
    wren.save()

    remind(due)

    waits = {mail.person_id: mail.due_at for mail in ReminderMail.objects.all()}
    assert waits[wren.pk] == due
    assert waits[safe_mail.pk].hour == 21  # eight in the morning in Sydney, summer time
    assert sent.follow_ups.open().exists()


def test_writes_at_night_to_whoever_chose_so(
    remind: Remind, due: datetime, safe_mail: Person
) -> None:
    safe_mail.zone = "Australia/Sydney"
    safe_mail.save()
    ReminderChoices.objects.create(person=safe_mail, quiet=Quiet.NEVER)

    remind(due)

    assert ReminderMail.objects.get().due_at == due


def test_keeps_a_readers_own_quiet_hours(remind: Remind, due: datetime, safe_mail: Person) -> None:
    ReminderChoices.objects.create(
        person=safe_mail, quiet=Quiet.OWN, quiet_from=time(11), quiet_until=time(17, 30)
    )

    remind(due)

    assert (ReminderMail.objects.get().due_at.hour, due.hour) == (17, 12)


def test_never_mails_what_a_crash_left_half_sent(
    remind: Remind, due: datetime, safe_mail: Person, mailoutbox: list[EmailMessage]
) -> None:
    row = remind(due)
    ReminderMail.objects.update(state=ReminderMailState.SENDING, lease_until=due)

    assert post(due + timedelta(minutes=10)) == 0

    assert (ReminderMail.objects.get().state, mailoutbox) == (ReminderMailState.UNSURE, [])
    assert row.notice.follow_ups.open().exists()


def test_leaves_a_mail_alone_that_another_worker_holds(
    remind: Remind, due: datetime, safe_mail: Person
) -> None:
    remind(due)
    ReminderMail.objects.update(
        state=ReminderMailState.SENDING, lease_until=due + timedelta(minutes=5)
    )

    post(due + timedelta(minutes=1))

    assert ReminderMail.objects.get().state == ReminderMailState.SENDING


def test_tries_again_while_no_mail_server_answers(
    remind: Remind, due: datetime, safe_mail: Person, settings: Any,
    mailoutbox: list[EmailMessage],
) -> None:  # fmt: skip
    remind(due)
    usual = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = NOWHERE, "127.0.0.1", 1

    assert post(due) == 0
    assert ReminderMail.objects.get().state == ReminderMailState.DUE

    settings.EMAIL_BACKEND = usual
    assert post(due + timedelta(minutes=10)) == 1


def test_waits_for_the_morning_where_the_queue_stood_still_until_the_night(
    remind: Remind, due: datetime, safe_mail: Person, wren: Person, mailoutbox: list[EmailMessage]
) -> None:
    wren.email, wren.mail_is_safe = "wren@mailbox.example", True
    wren.save()
    ReminderChoices.objects.create(person=wren, quiet=Quiet.NEVER)
    remind(due)
    ReminderMail.objects.filter(person=wren).update(due_at=due + timedelta(minutes=1))
    night = due.replace(hour=23)

    assert post(night) == 1

    assert [mail.to for mail in mailoutbox] == [[wren.email]]
    row = ReminderMail.objects.get(person=safe_mail)
    morning = due.replace(hour=8, minute=0) + timedelta(days=1)
    assert (row.state, row.due_at, row.attempts) == (ReminderMailState.DUE, morning, 0)
    assert post(morning) == 1


def test_asks_the_clock_for_each_mail(
    remind: Remind, due: datetime, safe_mail: Person, wren: Person
) -> None:
    wren.email, wren.mail_is_safe = "wren@mailbox.example", True
    wren.save()
    remind(due)
    moments = iter([due, due + timedelta(minutes=4), due + timedelta(minutes=8)])

    assert digests.post(clock=lambda: next(moments)) == 2

    mailed = ReminderMail.objects.order_by("mailed_at").values_list("mailed_at", flat=True)
    assert list(mailed) == [due, due + timedelta(minutes=4)]


def test_hands_over_no_more_than_it_may_at_once(
    remind: Remind, due: datetime, safe_mail: Person, wren: Person
) -> None:
    wren.email, wren.mail_is_safe = "wren@mailbox.example", True
    wren.save()
    remind(due)

    assert [digests.post(clock=lambda: due, most=1) for _ in range(3)] == [1, 1, 0]


def test_leaves_a_row_as_it_is_that_was_called_unsure_meanwhile(
    remind: Remind, due: datetime, safe_mail: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    remind(due)
    late = due + timedelta(minutes=6)

    def slow(self: object, messages: list[EmailMessage]) -> int:
        reminder_mails.claim(now=late)
        return len(messages)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", slow)

    assert post(due) == 0

    row = ReminderMail.objects.get()
    assert (row.state, row.mailed_at) == (ReminderMailState.UNSURE, None)


@pytest.mark.parametrize("what", ["closed", "done", "unsafe", "bundled"])
def test_drops_a_mail_that_is_not_wanted_in_the_morning(
    what: str, remind: Remind, due: datetime, safe_mail: Person, wren: Person,
    mailoutbox: list[EmailMessage],
) -> None:  # fmt: skip
    row = remind(due)
    if what == "closed":
        row.notice.case.state = State.CLOSED
        row.notice.case.save()
    elif what == "done":
        follow_ups.finish(row, actor=wren, now=due)
    elif what == "unsafe":
        safe_mail.mail_is_safe = False
        safe_mail.save()
    else:
        ReminderChoices.objects.create(person=safe_mail, digest=DigestPace.DAILY)

    assert post(due + timedelta(hours=8)) == 0

    assert (ReminderMail.objects.get().state, mailoutbox) == (ReminderMailState.DROPPED, [])


def test_mails_again_for_a_reminder_that_was_put_off(
    remind: Remind, due: datetime, safe_mail: Person, wren: Person
) -> None:
    row = remind(due)
    post(due)
    later = due + timedelta(days=1)

    follow_ups.put_off(row, until=later, actor=wren, now=due)
    follow_ups.remind(row.pk, now=later)

    assert post(later) == 1


def test_loses_its_mails_with_the_case(remind: Remind, due: datetime, safe_mail: Person) -> None:
    row = remind(due)

    row.notice.later.all().delete()
    row.notice.delete()

    assert not ReminderMail.objects.exists()
