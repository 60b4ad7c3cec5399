"""The ladder: the next letter is drafted when it is time, once, and never sent by itself."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case, State, TimelineEvent
from evidence.models import Presence, Sighting
from takedowns.drafting import Rung
from takedowns.models import (
    Cause,
    FollowUpKind,
    Notice,
    NoticeRung,
    NoticeState,
    Outcome,
    SenderRole,
)
from takedowns.services import climbing, follow_ups, notices, outcomes, proposals
from tests.evidence import makers
from tests.takedowns.climbers import DAY, carried, chosen, saw, send, time_is_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(sent: Notice) -> datetime:
    """A minute after the time of the letter is over."""
    assert sent.due_at is not None
    return sent.due_at + timedelta(minutes=1)


def only_next(notice: Notice) -> Notice:
    return Notice.objects.get(earlier=notice)


def noted(notice: Notice, outcome: Outcome, *, actor: Person, now: datetime) -> None:
    outcomes.record_outcomes(
        notice, items=[item.pk for item in notice.items.all()], outcome=outcome, note="",
        actor=actor, now=now,
    )  # fmt: skip


def text_of(draft: Notice, *, now: datetime) -> str:
    prepared = notices.prepare(draft, written_on=now.date())
    assert prepared.letter is not None, [gap.label for gap in prepared.gaps]
    return prepared.letter.body


def test_drafts_a_firmer_letter_when_the_time_is_over(sent: Notice, later: datetime) -> None:
    reminder = sent.follow_ups.get(kind=FollowUpKind.AT_DUE)

    follow_ups.remind(reminder.pk, now=later)

    made = only_next(sent)
    assert (made.rung, made.state, made.cause) == (NoticeRung.FIRMER, NoticeState.DRAFT, Cause.OVER)
    assert (made.recipient, made.recipient_address) == (sent.recipient, sent.recipient_address)
    assert made.deliveries.count() == 0


def test_says_that_nobody_drafted_it(sent: Notice, later: datetime) -> None:
    time_is_over(sent, now=later)

    event = TimelineEvent.objects.get(kind="notice.next")
    assert (event.actor, event.payload["earlier"]) == (None, sent.number)


def test_drafts_it_once_however_often_the_sweep_runs(sent: Notice, later: datetime) -> None:
    for _ in range(3):
        time_is_over(sent, now=later)
        climbing.draft_next(sent, cause=Cause.OVER, now=later)

    assert Notice.objects.filter(earlier=sent).count() == 1


def test_does_not_draft_again_what_somebody_put_aside(
    sent: Notice, wren: Person, later: datetime
) -> None:
    time_is_over(sent, now=later)
    notices.withdraw_notice(only_next(sent), actor=wren, now=later)

    assert climbing.draft_next(sent, cause=Cause.ANSWERED, now=later) is None


def test_leaves_everything_to_the_next_sweep_when_it_breaks_off(
    sent: Notice, later: datetime
) -> None:
    reminder = sent.follow_ups.get(kind=FollowUpKind.AT_DUE)
    Case.objects.filter(pk=sent.case_id).update(next_notice=sent.number)
    with pytest.raises(IntegrityError), transaction.atomic():
        follow_ups.remind(reminder.pk, now=later)
    sent.refresh_from_db()
    assert (sent.overdue_at, sent.later.count()) == (None, 0)

    Case.objects.filter(pk=sent.case_id).update(next_notice=sent.number + 1)
    follow_ups.remind(reminder.pk, now=later + timedelta(minutes=10))

    sent.refresh_from_db()
    assert (sent.overdue_at is not None, sent.later.count()) == (True, 1)


def test_quotes_the_earlier_letter_its_number_and_the_missed_hour(
    sent: Notice, later: datetime
) -> None:
    time_is_over(sent, now=later)

    body = text_of(only_next(sent), now=later)

    assert f"{sent.case.ref} / {sent.number}" in body
    assert "4471-209" in body
    assert "The time for acting on it ended on" in body


def test_tells_an_authority_of_letters_on_every_branch(
    sent: Notice, wren: Person, later: datetime
) -> None:
    engine = send(chosen(sent, Rung.SEARCH, actor=wren, now=later), actor=wren, now=later)
    firmer = send(chosen(sent, Rung.FIRMER, actor=wren, now=later), actor=wren, now=later)

    body = text_of(chosen(firmer, Rung.REGULATOR, actor=wren, now=later), now=later)

    named = [f"{sent.case.ref} / {each.number}" in body for each in (sent, engine, firmer)]
    assert named == [True, True, True]


def test_claims_no_proof_of_sending_that_was_not_kept(
    sent: Notice, wren: Person, later: datetime
) -> None:
    time_is_over(sent, now=later)
    before = text_of(only_next(sent), now=later)

    proof = makers.exhibit(sent.case, actor=wren)
    sent.deliveries.update(proof=proof)

    assert "Proof of sending" not in before
    assert f"own form, exhibit {proof.label}" in text_of(only_next(sent), now=later)


def test_drafts_the_next_letter_on_our_day_where_no_rule_gives_a_time(
    sent: Notice, wren: Person, later: datetime
) -> None:
    time_is_over(sent, now=later)
    police = chosen(sent, Rung.SEARCH, actor=wren, now=later)
    asked = send(police, actor=wren, now=later)

    time_is_over(asked, now=later + 15 * DAY)

    made = only_next(asked)
    assert (made.cause, asked.overdue_at) == (Cause.QUIET, None)
    assert "The time for acting on it ended" not in text_of(made, now=later).split("Notice")[-1]


def test_leaves_out_places_that_are_gone_or_were_removed(
    sent: Notice, wren: Person, later: datetime, now: datetime
) -> None:
    first, second = outcomes.items_of(sent)
    outcomes.record_outcomes(
        sent, items=[first.pk], outcome=Outcome.REMOVED, note="", actor=wren, now=now
    )

    time_is_over(sent, now=later)

    assert [item.sighting for item in only_next(sent).items.all()] == [second.sighting]


def test_drafts_nothing_where_every_place_was_gone_at_the_last_look(
    sent: Notice, later: datetime
) -> None:
    for item in sent.items.all():
        saw(item.sighting, Presence.GONE, at=later)

    time_is_over(sent, now=later)

    assert not Notice.objects.filter(earlier=sent).exists()


@pytest.mark.parametrize("shown", [Presence.RESTRICTED, Presence.LOGIN_WALL, Presence.UNKNOWN])
def test_never_takes_a_page_that_only_some_can_see_for_gone(
    sent: Notice, later: datetime, shown: Presence
) -> None:
    for item in sent.items.all():
        saw(item.sighting, shown, at=later)

    time_is_over(sent, now=later)

    assert only_next(sent).items.count() == 2


def test_drafts_nothing_in_a_closed_case(sent: Notice, later: datetime) -> None:
    Case.objects.filter(pk=sent.case_id).update(state=State.CLOSED)

    assert climbing.draft_next(sent, cause=Cause.OVER, now=later) is None


def test_drafts_the_next_letter_when_all_of_it_was_refused(
    sent: Notice, wren: Person, now: datetime
) -> None:
    noted(sent, Outcome.REFUSED, actor=wren, now=now)

    made = only_next(sent)
    assert (made.cause, made.items.count()) == (Cause.ANSWERED, 2)


def test_puts_an_unneeded_draft_aside_when_a_place_is_removed_after_all(
    sent: Notice, wren: Person, later: datetime
) -> None:
    time_is_over(sent, now=later)

    noted(sent, Outcome.REMOVED, actor=wren, now=later)

    assert only_next(sent).state == NoticeState.WITHDRAWN


def test_gives_way_to_a_letter_somebody_writes_instead(
    sent: Notice, wren: Person, later: datetime
) -> None:
    noted(sent, Outcome.REFUSED, actor=wren, now=later)
    group = next(g for g in proposals.proposals(sent.case).groups if g.platform.id == "x")

    notices.draft_notice(
        sent.case, group=group, route=group.routes[-1], sightings=group.sightings, actor=wren,
        now=later,
    )  # fmt: skip

    assert only_next(sent).state == NoticeState.WITHDRAWN


def test_closes_the_silent_letter_when_the_next_one_goes_out(
    sent: Notice, wren: Person, later: datetime
) -> None:
    time_is_over(sent, now=later)

    send(only_next(sent), actor=wren, now=later)

    sent.refresh_from_db()
    assert sent.state == NoticeState.DECIDED
    assert {item.outcome for item in sent.items.all()} == {Outcome.NO_RESPONSE}


def test_goes_past_carriers_nobody_knows(sent: Notice, wren: Person, later: datetime) -> None:
    time_is_over(sent, now=later)
    firmer = send(only_next(sent), actor=wren, now=later)

    time_is_over(firmer, now=later + 9 * DAY)

    assert only_next(firmer).rung == NoticeRung.SEARCH


def test_writes_to_a_carrier_that_was_looked_up(
    sent: Notice, places: list[Sighting], wren: Person, later: datetime
) -> None:
    carried(places[0], role="host", name="Example Hosting", mail="abuse@hosting.example",
            actor=wren, now=later)  # fmt: skip

    made = chosen(sent, Rung.HOST, actor=wren, now=later)

    assert (made.recipient, made.recipient_address) == ("Example Hosting", "abuse@hosting.example")
    assert "you appear to host X (Twitter)" in text_of(made, now=later)


def test_does_not_run_the_time_of_a_rule_for_those_it_does_not_bind(
    sent: Notice, places: list[Sighting], wren: Person, later: datetime
) -> None:
    carried(places[0], role="host", name="Example Hosting", mail="abuse@hosting.example",
            actor=wren, now=later)  # fmt: skip

    made = send(chosen(sent, Rung.HOST, actor=wren, now=later), actor=wren, now=later)

    assert made.clock["stages"][0]["basis"] == "ours"


def test_gives_the_draft_there_is_when_a_step_is_chosen_twice(
    sent: Notice, wren: Person, later: datetime
) -> None:
    made = chosen(sent, Rung.POLICE, actor=wren, now=later)

    assert chosen(sent, Rung.POLICE, actor=wren, now=later) == made


def test_goes_on_when_the_police_were_chosen_before(
    sent: Notice, wren: Person, later: datetime
) -> None:
    chosen(sent, Rung.POLICE, actor=wren, now=later)

    time_is_over(sent, now=later)

    assert {each.rung for each in sent.later.all()} == {NoticeRung.POLICE, NoticeRung.FIRMER}


def test_asks_for_a_review_only_where_there_is_an_answer(
    sent: Notice, wren: Person, later: datetime
) -> None:
    Notice.objects.filter(pk=sent.pk).update(basis="eu-dsa-16")
    sent.refresh_from_db()

    with pytest.raises(climbing.NoSuchStep, match="none is noted yet"):
        chosen(sent, Rung.REVIEW, actor=wren, now=later)
    noted(sent, Outcome.REFUSED, actor=wren, now=later)

    assert only_next(sent).rung == NoticeRung.REVIEW


def test_passes_over_a_step_with_a_reason_and_writes_the_one_after_it(
    sent: Notice, wren: Person, later: datetime
) -> None:
    time_is_over(sent, now=later)

    made = climbing.skip(
        sent, rung=NoticeRung.FIRMER, reason="They never answer.", actor=wren, now=later
    )

    assert made is not None
    assert made.rung == NoticeRung.SEARCH
    assert sent.later.get(rung=NoticeRung.FIRMER).state == NoticeState.WITHDRAWN


def test_passes_over_nothing_without_a_reason(sent: Notice, wren: Person, now: datetime) -> None:
    with pytest.raises(climbing.NoReason):
        climbing.skip(sent, rung=NoticeRung.HOST, reason="  ", actor=wren, now=now)


def test_refuses_the_stranger(sent: Notice, dan: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        chosen(sent, Rung.POLICE, actor=dan, now=now)
    with pytest.raises(NotPermitted):
        climbing.skip(sent, rung=NoticeRung.HOST, reason="No.", actor=dan, now=now)


def test_has_the_rungs_of_the_letters() -> None:
    assert set(NoticeRung.values) == {each.value for each in Rung}


def test_writes_on_in_the_name_of_the_advocate_who_has_the_case_now(
    sent: Notice, bea: Person, later: datetime
) -> None:
    Case.objects.filter(pk=sent.case_id).update(advocate=bea)
    Notice.objects.filter(pk=sent.pk).update(sender_role=SenderRole.AUTHORISED_AGENT, agent=bea)

    time_is_over(sent, now=later)

    made = only_next(sent)
    assert (made.agent, made.drafted_by) == (bea, sent.drafted_by)
    assert sent.drafted_by != bea
