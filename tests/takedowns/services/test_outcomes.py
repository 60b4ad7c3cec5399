"""What came of each place of a letter."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from takedowns.models import FollowUpState, Notice, NoticeItem, NoticeRung, NoticeState, Outcome
from takedowns.services import outcomes
from tests.takedowns.climbers import chosen, send

pytestmark = pytest.mark.django_db


def note(
    notice: Notice, items: list[NoticeItem], outcome: Outcome, *, actor: Person, now: datetime
) -> int:
    return outcomes.record_outcomes(
        notice, items=[item.pk for item in items], outcome=outcome, note="", actor=actor, now=now
    )


def test_answers_the_letter_with_its_last_place(sent: Notice, wren: Person, now: datetime) -> None:
    first, second = outcomes.items_of(sent)

    note(sent, [first], Outcome.REMOVED, actor=wren, now=now)
    sent.refresh_from_db()
    assert sent.state == NoticeState.SENT

    note(sent, [second], Outcome.REFUSED, actor=wren, now=now)
    sent.refresh_from_db()
    assert sent.state == NoticeState.DECIDED


def test_opens_the_letter_again_when_an_outcome_is_taken_back(
    sent: Notice, wren: Person, now: datetime
) -> None:
    items = outcomes.items_of(sent)
    note(sent, items, Outcome.REMOVED, actor=wren, now=now)

    note(sent, items[:1], Outcome.PENDING, actor=wren, now=now)

    sent.refresh_from_db()
    assert (sent.state, sent.decided_at) == (NoticeState.SENT, None)


def test_reminds_again_of_a_letter_that_waits_again(
    sent: Notice, wren: Person, now: datetime
) -> None:
    items = outcomes.items_of(sent)
    planned = sent.follow_ups.filter(state=FollowUpState.DUE).count()
    note(sent, items, Outcome.REMOVED, actor=wren, now=now)
    assert not sent.follow_ups.filter(state=FollowUpState.DUE).exists()

    note(sent, items[:1], Outcome.PENDING, actor=wren, now=now)

    assert planned > 0
    assert sent.follow_ups.filter(state=FollowUpState.DUE).count() == planned


def test_touches_no_place_of_another_letter(sent: Notice, wren: Person, now: datetime) -> None:
    assert (
        outcomes.record_outcomes(
            sent, items=[sent.pk], outcome=Outcome.REMOVED, note="", actor=wren, now=now
        )
        == 0
    )


def test_refuses_a_letter_that_was_not_sent(approved: Notice, wren: Person, now: datetime) -> None:
    with pytest.raises(outcomes.NotSent):
        note(approved, outcomes.items_of(approved), Outcome.REMOVED, actor=wren, now=now)


def test_refuses_the_stranger(sent: Notice, dan: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        note(sent, outcomes.items_of(sent), Outcome.REMOVED, actor=dan, now=now)


def test_lets_a_later_letter_go_out_whoever_may_see_the_case_by_now(
    sent: Notice, wren: Person, dan: Person, now: datetime
) -> None:
    assert sent.due_at is not None
    over = sent.due_at + timedelta(hours=1)
    firmer = send(chosen(sent, NoticeRung.FIRMER, actor=wren, now=over), actor=wren, now=over)
    sent.items.update(outcome=Outcome.PENDING)
    Notice.objects.filter(pk=sent.pk).update(state=NoticeState.SENT)

    outcomes.close_earlier(firmer, actor=dan, now=over)

    assert set(sent.items.values_list("outcome", flat=True)) == {Outcome.NO_RESPONSE}
