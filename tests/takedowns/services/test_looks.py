"""Gone is what two looks say, apart; back is what one look says."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Person
from cases.models import Age, Case, TimelineEvent
from evidence.models import Presence, Recheck, Sighting, Watch
from takedowns.models import Cause, Notice, NoticeItem, NoticeRung, NoticeState, Outcome
from takedowns.services import looks, notices, outcomes, proposals
from tests.takedowns.climbers import DAY, chosen, saw, send, time_is_over, took_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def item(sent: Notice) -> NoticeItem:
    """The first place of the letter."""
    return sent.items.order_by("position").first() or NoticeItem()


@pytest.fixture
def later(now: datetime) -> datetime:
    """After the letter went out."""
    return now + DAY


def granted(item: NoticeItem, *, actor: Person, now: datetime) -> None:
    outcomes.record_outcomes(
        item.notice, items=[item.pk], outcome=Outcome.REMOVED, note="", actor=actor, now=now
    )


def gone(item: NoticeItem, *, first: datetime, apart: timedelta) -> None:
    saw(item.sighting, Presence.GONE, at=first)
    saw(item.sighting, Presence.GONE, at=first + apart)
    took_in(now=first + apart)
    item.refresh_from_db()


def test_counts_as_gone_after_two_looks_a_day_apart(item: NoticeItem, later: datetime) -> None:
    gone(item, first=later, apart=DAY)

    assert (item.gone_at, item.confirmed_gone_at) == (later, later + DAY)
    assert (item.outcome, item.outcome_by) == (Outcome.REMOVED, None)


def test_is_not_confirmed_by_a_second_look_on_the_same_day(
    item: NoticeItem, later: datetime
) -> None:
    gone(item, first=later, apart=23 * HOUR)

    assert (item.gone_at, item.confirmed_gone_at) == (later, None)
    assert item.outcome == Outcome.PENDING


@pytest.mark.parametrize("between", [Presence.RESTRICTED, Presence.LOGIN_WALL, Presence.UNKNOWN])
def test_begins_anew_when_something_else_is_seen_between(
    item: NoticeItem, later: datetime, between: Presence
) -> None:
    saw(item.sighting, Presence.GONE, at=later)
    saw(item.sighting, between, at=later + HOUR)
    saw(item.sighting, Presence.GONE, at=later + DAY)

    took_in(now=later + DAY)

    item.refresh_from_db()
    assert (item.gone_at, item.confirmed_gone_at) == (later + DAY, None)


def test_keeps_their_word_apart_from_what_was_seen(
    item: NoticeItem, wren: Person, later: datetime
) -> None:
    granted(item, actor=wren, now=later)

    item.refresh_from_db()
    assert (item.outcome, item.confirmed_gone_at) == (Outcome.REMOVED, None)


def test_answers_the_letter_with_the_last_place_that_is_gone(sent: Notice, later: datetime) -> None:
    for item in outcomes.items_of(sent):
        gone(item, first=later, apart=DAY)

    sent.refresh_from_db()
    assert sent.state == NoticeState.DECIDED
    assert not sent.later.exists()


def test_takes_looks_in_once(item: NoticeItem, later: datetime) -> None:
    saw(item.sighting, Presence.GONE, at=later)

    assert [took_in(now=later), took_in(now=later)] == [1, 0]


def test_says_it_is_back_and_drafts_a_letter_that_cites_their_ticket(
    sent: Notice, item: NoticeItem, wren: Person, later: datetime
) -> None:
    granted(item, actor=wren, now=later)
    saw(item.sighting, Presence.GONE, at=later + HOUR)
    saw(item.sighting, Presence.LIVE, at=later + DAY)

    took_in(now=later + DAY)

    item.refresh_from_db()
    made = Notice.objects.get(earlier=sent)
    assert item.back_at == later + DAY
    assert (made.cause, made.rung, made.state) == (
        Cause.BACK, NoticeRung.FIRMER, NoticeState.DRAFT,
    )  # fmt: skip
    prepared = notices.prepare(made, written_on=(later + DAY).date())
    assert prepared.letter is not None
    assert "4471-209" in prepared.letter.body
    assert "has appeared again" in prepared.letter.body
    assert TimelineEvent.objects.filter(kind="place.back").count() == 1


def test_drafts_one_letter_however_often_it_is_seen_again(
    sent: Notice, item: NoticeItem, wren: Person, later: datetime
) -> None:
    granted(item, actor=wren, now=later)
    for hours in (1, 2, 3):
        saw(item.sighting, Presence.LIVE, at=later + hours * HOUR)
        took_in(now=later + hours * HOUR)

    assert Notice.objects.filter(earlier=sent).count() == 1


def test_puts_places_that_come_back_into_one_draft(
    sent: Notice, wren: Person, later: datetime
) -> None:
    for hours, item in enumerate(outcomes.items_of(sent), start=1):
        granted(item, actor=wren, now=later)
        saw(item.sighting, Presence.LIVE, at=later + hours * HOUR)
        took_in(now=later + hours * HOUR)

    assert Notice.objects.get(earlier=sent).items.count() == 2


def test_still_drafts_the_next_letter_for_the_places_that_never_went(
    sent: Notice, item: NoticeItem, wren: Person, later: datetime
) -> None:
    granted(item, actor=wren, now=later)
    saw(item.sighting, Presence.LIVE, at=later + HOUR)
    took_in(now=later + HOUR)

    time_is_over(sent, now=later + 2 * DAY)

    made = Notice.objects.get(earlier=sent, cause=Cause.OVER)
    assert item.sighting_id not in set(made.items.values_list("sighting_id", flat=True))


def test_does_not_call_a_look_from_before_the_answer_a_return(
    item: NoticeItem, wren: Person, later: datetime
) -> None:
    granted(item, actor=wren, now=later)
    saw(item.sighting, Presence.LIVE, at=later - HOUR)

    took_in(now=later)

    item.refresh_from_db()
    assert item.back_at is None


def test_comes_back_twice(sent: Notice, item: NoticeItem, wren: Person, later: datetime) -> None:
    granted(item, actor=wren, now=later)
    saw(item.sighting, Presence.LIVE, at=later + HOUR)
    took_in(now=later + HOUR)
    second = send(Notice.objects.get(earlier=sent), actor=wren, now=later + 2 * HOUR)
    granted(second.items.get(), actor=wren, now=later + 3 * HOUR)

    saw(item.sighting, Presence.LIVE, at=later + 4 * HOUR)
    took_in(now=later + 4 * HOUR)

    third = Notice.objects.get(earlier=second)
    assert (third.cause, third.items.get().sighting) == (Cause.BACK, item.sighting)


def test_is_open_again_for_other_letters_when_it_is_back(
    sent: Notice, item: NoticeItem, wren: Person, later: datetime
) -> None:
    granted(item, actor=wren, now=later)
    saw(item.sighting, Presence.LIVE, at=later + HOUR)
    took_in(now=later + HOUR)
    Notice.objects.filter(earlier=sent).update(state=NoticeState.WITHDRAWN)

    assert item.sighting in proposals.open_sightings(sent.case)


def test_takes_a_place_that_is_gone_out_of_the_next_draft(
    sent: Notice, item: NoticeItem, later: datetime
) -> None:
    time_is_over(sent, now=later + 2 * DAY)

    gone(item, first=later + 2 * DAY, apart=DAY)

    assert Notice.objects.get(earlier=sent).items.count() == 1


def test_asks_for_a_look_when_they_say_it_is_removed(
    sent: Notice, item: NoticeItem, wren: Person, later: datetime
) -> None:
    granted(item, actor=wren, now=later)

    assert list(looks.to_look_again(Case.objects.all(), now=later)) == [item]


def test_asks_for_the_second_look_a_day_after_the_first(
    item: NoticeItem, wren: Person, later: datetime
) -> None:
    granted(item, actor=wren, now=later)
    saw(item.sighting, Presence.GONE, at=later)
    took_in(now=later)

    assert not looks.to_look_again(Case.objects.all(), now=later + 23 * HOUR).exists()
    assert list(looks.to_look_again(Case.objects.all(), now=later + DAY)) == [item]


def test_has_the_server_take_the_second_look_where_it_was_asked_to_look(
    item: NoticeItem, wren: Person, later: datetime
) -> None:
    case = Case.objects.get(pk=item.notice.case_id)
    case.age = Age.ADULT
    case.save()
    Watch.objects.create(
        case=case, every_days=7, started_at=later, started_by=wren, next_at=later + 7 * DAY
    )
    saw(item.sighting, Presence.GONE, at=later)
    took_in(now=later)

    asked = [looks.ask_server(now=later + DAY) for _ in range(2)]

    assert asked == [1, 0]
    assert Recheck.objects.get().sighting == item.sighting


def test_asks_no_server_where_nobody_wanted_it(item: NoticeItem, later: datetime) -> None:
    saw(item.sighting, Presence.GONE, at=later)
    took_in(now=later)

    assert looks.ask_server(now=later + DAY) == 0


def test_leaves_drafts_and_other_cases_alone(draft: Notice, later: datetime) -> None:
    place: Sighting = draft.items.all()[0].sighting
    saw(place, Presence.GONE, at=later)

    assert looks.due_ids() == []


def test_asks_no_authority_again_when_something_is_back(
    item: NoticeItem, wren: Person, later: datetime
) -> None:
    police = send(
        chosen(item.notice, NoticeRung.POLICE, actor=wren, now=later), actor=wren, now=later
    )
    gone(item, first=later, apart=DAY)

    saw(item.sighting, Presence.LIVE, at=later + 2 * DAY)
    took_in(now=later + 2 * DAY)

    assert police.items.get(sighting=item.sighting).back_at is not None
    back = Notice.objects.filter(cause=Cause.BACK)
    assert {each.earlier_id for each in back} == {item.notice_id}
