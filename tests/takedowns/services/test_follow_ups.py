"""Reminders: shown once, the newest of a letter alone, and gone once they are done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import State, TimelineEvent
from takedowns.models import (
    FollowUp,
    FollowUpKind,
    FollowUpState,
    Notice,
    NoticeState,
    Outcome,
    ReminderMail,
)
from takedowns.services import follow_ups, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_due(sent: Notice) -> FollowUp:
    return sent.follow_ups.get(kind=FollowUpKind.AT_DUE)


@pytest.fixture
def due(sent: Notice) -> datetime:
    """The moment the time of the letter is over."""
    assert sent.due_at is not None
    return sent.due_at


def test_takes_hold_of_the_letter_before_its_reminder(at_due: FollowUp, due: datetime) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert follow_ups.remind(at_due.pk, now=due)

    read = [each["sql"].partition(" FROM ")[2] for each in asked if "SELECT" in each["sql"]]
    first = [each.split()[0] for each in read if "takedowns_" in each.split()[0]][:2]
    assert first == ['"takedowns_notice"', '"takedowns_followup"']


@pytest.mark.skipif(
    not connection.features.has_select_for_update_skip_locked, reason="needs row locks"
)
@pytest.mark.django_db(transaction=True)
def test_leaves_a_letter_that_somebody_works_on_to_the_next_sweep(
    at_due: FollowUp, sent: Notice, due: datetime
) -> None:
    def sweep() -> bool:
        try:
            return follow_ups.remind(at_due.pk, now=due)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Notice.objects.held().get(pk=sent.pk)
        shown = pool.submit(sweep).result(timeout=20)

    assert not shown
    assert follow_ups.remind(at_due.pk, now=due)


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


@pytest.mark.parametrize("state", [State.CLOSED, State.DISPOSED])
def test_says_nothing_about_a_case_that_is_not_open(
    at_due: FollowUp, sent: Notice, due: datetime, state: State
) -> None:
    sent.case.state = state
    sent.case.save()

    assert not follow_ups.remind(at_due.pk, now=due)

    at_due.refresh_from_db()
    assert (at_due.state, ReminderMail.objects.count()) == (FollowUpState.CANCELLED, 0)


@pytest.mark.parametrize("state", [NoticeState.DECIDED, NoticeState.WITHDRAWN])
def test_says_nothing_about_a_letter_that_waits_for_nothing(
    at_due: FollowUp, sent: Notice, due: datetime, state: NoticeState
) -> None:
    Notice.objects.filter(pk=sent.pk).update(state=state)

    assert not follow_ups.remind(at_due.pk, now=due)

    at_due.refresh_from_db()
    assert at_due.state == FollowUpState.CANCELLED


def test_shows_a_reminder_once(at_due: FollowUp, due: datetime) -> None:
    assert follow_ups.remind(at_due.pk, now=due)
    assert not follow_ups.remind(at_due.pk, now=due + timedelta(hours=1))


def test_shows_the_newest_reminder_of_a_letter_alone(sent: Notice, due: datetime) -> None:
    before = sent.follow_ups.get(kind=FollowUpKind.BEFORE_DUE)
    follow_ups.remind(before.pk, now=due - timedelta(hours=12))

    follow_ups.remind(sent.follow_ups.get(kind=FollowUpKind.AT_DUE).pk, now=due)

    assert [each.kind for each in sent.follow_ups.open()] == [FollowUpKind.AT_DUE]


def test_skips_what_a_later_reminder_has_overtaken_but_marks_the_letter(
    sent: Notice, at_due: FollowUp, due: datetime
) -> None:
    later = due + timedelta(days=4)

    shown = [follow_ups.remind(key, now=later) for key in follow_ups.due_ids(now=later)]

    sent.refresh_from_db()
    assert shown == [False, False, True]
    assert sent.overdue_at == later
    assert [each.kind for each in sent.follow_ups.open()] == [FollowUpKind.AFTER_DUE]


def test_goes_on_after_the_due_moment_with_growing_gaps_and_then_stops(
    sent: Notice, due: datetime
) -> None:
    after = sent.follow_ups.filter(kind=FollowUpKind.AFTER_DUE).order_by("number")

    assert [(each.due_at - due).days for each in after] == [3, 10, 24, 54]


def test_puts_a_reminder_off_and_brings_it_back(
    at_due: FollowUp, sent: Notice, due: datetime, wren: Person
) -> None:
    follow_ups.remind(at_due.pk, now=due)
    later = due + timedelta(days=2)

    follow_ups.put_off(at_due, until=later, actor=wren, now=due)

    assert not sent.follow_ups.open().exists()
    assert not follow_ups.remind(at_due.pk, now=later - timedelta(minutes=1))
    assert follow_ups.remind(at_due.pk, now=later)


def test_refuses_to_put_off_to_a_day_that_is_over(
    at_due: FollowUp, due: datetime, wren: Person
) -> None:
    follow_ups.remind(at_due.pk, now=due)

    with pytest.raises(follow_ups.DayNotPossible):
        follow_ups.put_off(at_due, until=due, actor=wren, now=due)


def test_refuses_to_put_off_what_is_done(at_due: FollowUp, due: datetime, wren: Person) -> None:
    follow_ups.remind(at_due.pk, now=due)
    follow_ups.finish(at_due, actor=wren, now=due)

    with pytest.raises(follow_ups.NothingToPutOff):
        follow_ups.put_off(at_due, until=due + timedelta(days=1), actor=wren, now=due)


def test_lets_no_stranger_put_a_reminder_off(at_due: FollowUp, due: datetime, dan: Person) -> None:
    follow_ups.remind(at_due.pk, now=due)

    with pytest.raises(NotPermitted):
        follow_ups.put_off(at_due, until=due + timedelta(days=1), actor=dan, now=due)


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
