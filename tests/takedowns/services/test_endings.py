"""Before a case is deleted, whoever may keep it hears of it: on a page, and by one quiet mail."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import Person
from cases.models import Case, Retention
from cases.services import closure, retention
from cases.services.retention import Dates
from cases.tasks import sweep_retention
from takedowns.models import ReminderMail
from takedowns.services import endings
from takedowns.tasks import sweep_reminder_mails

pytestmark = pytest.mark.django_db

Travel = Callable[[datetime], None]
DAY = timedelta(days=1)


@pytest.fixture
def safe(wren: Person) -> Person:
    """Wren said that only she reads her mail."""
    wren.email, wren.mail_is_safe = "wren@mailbox.example", True
    wren.save()
    return wren


@pytest.fixture
def dated(case: Case, wren: Person, now: datetime) -> Case:
    """To be deleted in ninety days."""
    dates = Dates(delete=(now + 90 * DAY).date())
    retention.set_dates(case, dates=dates, actor=wren, now=now)
    return case


def sweep(at: datetime, travel: Travel) -> None:
    travel(at)
    sweep_retention()
    sweep_reminder_mails()


def test_writes_once_when_the_warning_appears_and_says_nothing(
    dated: Case,
    safe: Person,
    now: datetime,
    time_machine_at: Travel,
    mailoutbox: list[EmailMessage],
) -> None:
    for days in (59, 61, 61.1, 62, 70):
        sweep(now + days * DAY, time_machine_at)

    [mail] = mailoutbox
    said = f"{mail.subject} {mail.body} {mail.extra_headers}"
    assert mail.to == ["wren@mailbox.example"]
    assert dated.ref not in said
    assert "delete" not in said.lower()


def test_writes_once_more_when_the_days_of_grace_begin_by_the_date(
    dated: Case,
    safe: Person,
    now: datetime,
    time_machine_at: Travel,
    mailoutbox: list[EmailMessage],
) -> None:
    for days in (61, 92, 93, 120, 125, 130):
        sweep(now + days * DAY, time_machine_at)

    assert len(mailoutbox) == 2


def test_writes_about_a_closed_case_too(
    dated: Case,
    safe: Person,
    now: datetime,
    time_machine_at: Travel,
    mailoutbox: list[EmailMessage],
) -> None:
    closure.close_case(dated, actor=safe, now=now)

    sweep(now + 61 * DAY, time_machine_at)

    assert len(mailoutbox) == 1


def test_writes_to_no_address_that_nobody_called_safe(
    dated: Case,
    safe: Person,
    now: datetime,
    time_machine_at: Travel,
    mailoutbox: list[EmailMessage],
) -> None:
    Person.objects.filter(pk=safe.pk).update(mail_is_safe=False)

    sweep(now + 61 * DAY, time_machine_at)

    assert mailoutbox == []


def test_writes_to_nobody_about_what_they_asked_for_themselves(
    case: Case, safe: Person, now: datetime, time_machine_at: Travel, mailoutbox: list[EmailMessage]
) -> None:
    retention.ask_for_deletion(case, actor=safe, now=now)

    sweep(now + DAY, time_machine_at)

    assert mailoutbox == []


def test_drops_the_mail_where_the_day_was_changed_meanwhile(
    dated: Case,
    safe: Person,
    now: datetime,
    time_machine_at: Travel,
    mailoutbox: list[EmailMessage],
) -> None:
    night = (now + 61 * DAY).replace(hour=23)
    sweep(night, time_machine_at)
    dates = Dates(delete=(now + 300 * DAY).date())
    retention.set_dates(dated, dates=dates, actor=safe, now=night)

    sweep(night + timedelta(hours=12), time_machine_at)

    assert ReminderMail.objects.count() == 1
    assert mailoutbox == []


def test_keeps_no_trace_of_the_case_with_the_mail(
    dated: Case, safe: Person, now: datetime, time_machine_at: Travel
) -> None:
    sweep(now + 61 * DAY, time_machine_at)

    row = ReminderMail.objects.get()
    assert row.follow_up is None
    assert row.period == "W20270122"


def test_stands_on_the_day_of_whoever_works_on_it(
    dated: Case, bea: Person, browse: Callable[[Person], Client], now: datetime,
    time_machine_at: Travel,
) -> None:  # fmt: skip
    sweep(now + 61 * DAY, time_machine_at)
    warned = browse(bea).get("/today/").content.decode()
    sweep(now + 92 * DAY, time_machine_at)
    begun = browse(bea).get("/today/").content.decode()

    assert "To be deleted on 20 February 2027" in warned
    assert "Until then it can be taken back" in begun


def test_asks_on_the_day_whether_it_is_still_needed(
    case: Case, bea: Person, browse: Callable[[Person], Client], now: datetime,
    time_machine_at: Travel,
) -> None:  # fmt: skip
    dates = Dates(remind=(now + 10 * DAY).date(), delete=(now + 90 * DAY).date())
    retention.set_dates(case, dates=dates, actor=bea, now=now)
    time_machine_at(now + 10 * DAY)

    assert "To be asked about since 2 December 2026" in browse(bea).get("/today/").content.decode()


def test_shows_nobody_a_case_of_others(
    dated: Case, dan: Person, ida: Person, cy: Person, wren: Person, now: datetime
) -> None:
    retention.warn(dated, now=now)

    for person in (dan, ida, cy, wren):
        assert not endings.near(person, mine=False, now=now).exists()


def test_stands_there_no_more_once_it_is_taken_back(
    dated: Case, bea: Person, wren: Person, now: datetime
) -> None:
    retention.ask_for_deletion(dated, actor=wren, now=now)
    before = endings.near(bea, mine=True, now=now).count()

    retention.undo(dated, actor=bea, now=now + DAY)

    assert before == 1
    assert not endings.near(bea, mine=True, now=now).exists()
    assert Retention.objects.get().due_at is None
