"""What the recipient says about its time: counted anew, with the clock before kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import State, TimelineEvent
from cases.services.closure import CaseIsClosed
from takedowns.models import ClockChangeKind, FollowUpKind, FollowUpState, Notice, NoticeState, Way
from takedowns.registry.loader import registry
from takedowns.services import clock_changes, clocks, follow_ups, letter_facts, reminding, sending

pytestmark = pytest.mark.django_db
Send = Callable[[str], Notice]
DAY = timedelta(days=1)


@pytest.fixture
def send(approved: Notice, wren: Person, now: datetime) -> Send:
    """The letter, sent at noon of Sunday 22 November under another rule."""

    def sent_under(basis: str) -> Notice:
        approved.basis, approved.snapshot = basis, {}
        approved.save()
        return sending.mark_sent(
            approved, way=Way.FORM, sent_at=now, reference="", proof=None, actor=wren, now=now
        )

    return sent_under


def confirm(notice: Notice, at: datetime, *, by: Person) -> Notice:
    return clock_changes.confirm_receipt(notice, received_at=at, actor=by, now=at)


def longer(notice: Notice, at: datetime, *, by: Person, reason: str = "many requests") -> Notice:
    return clock_changes.extend_clock(notice, announced_at=at, reason=reason, actor=by, now=at)


def test_counts_hours_from_the_moment_they_had_it(sent: Notice, wren: Person) -> None:
    received = datetime(2026, 11, 22, 20, tzinfo=UTC)

    letter = confirm(sent, received, by=wren)

    assert (letter.received_at, letter.due_at) == (received, received + timedelta(hours=48))
    assert "recipient's own confirmation" in clocks.thaw(letter)[0].why


def test_counts_both_moments_of_a_rule_that_has_two(
    send: Send, wren: Person, now: datetime
) -> None:
    letter = confirm(send("nz-hdca-24"), now + timedelta(hours=5), by=wren)

    first, second = (clock.due_at for clock in clocks.thaw(letter))
    assert (first, second) == (now + timedelta(hours=53), now + timedelta(hours=101))


def test_gives_each_moment_its_own_reminders(send: Send, now: datetime) -> None:
    rows = send("nz-hdca-24").follow_ups.order_by("due_at")

    planned = [(each.stage, each.kind) for each in rows]
    assert planned == [
        (0, "BEFORE_DUE"), (0, "AT_DUE"), (1, "BEFORE_DUE"), (1, "AT_DUE"),
        *[(1, "AFTER_DUE")] * 4,
    ]  # fmt: skip


def test_keeps_the_clock_as_it_was(sent: Notice, wren: Person, now: datetime) -> None:
    before, due = sent.clock, sent.due_at

    confirm(sent, now + timedelta(hours=8), by=wren)

    [change] = clock_changes.changes_of(sent)
    assert (change.kind, change.before, change.due_before) == ("RECEIVED", before, due)


def test_moves_the_reminders_with_the_clock(sent: Notice, wren: Person, now: datetime) -> None:
    letter = confirm(sent, now + timedelta(hours=8), by=wren)

    waiting = letter.follow_ups.waiting().order_by("due_at")
    assert [(each.lap, each.kind) for each in waiting][:2] == [(1, "BEFORE_DUE"), (1, "AT_DUE")]
    assert waiting[1].due_at == letter.due_at
    assert letter.follow_ups.filter(lap=0, state=FollowUpState.CANCELLED).count() == 6


def test_is_over_no_longer_where_the_new_time_runs(
    sent: Notice, wren: Person, now: datetime
) -> None:
    assert sent.due_at is not None
    follow_ups.remind(sent.follow_ups.get(kind=FollowUpKind.AT_DUE).pk, now=sent.due_at)

    letter = confirm(sent, sent.due_at, by=wren)

    assert letter.overdue_at is None


def test_tells_it_in_the_story(sent: Notice, wren: Person, now: datetime) -> None:
    confirm(sent, now + timedelta(hours=8), by=wren)

    event = TimelineEvent.objects.get(kind="notice.received")
    assert event.payload["due"] == "Tue 24 Nov 2026, 20:00 UTC"


@pytest.mark.parametrize("hours", [-1, 30])
def test_refuses_a_receipt_before_sending_or_in_the_future(
    hours: int, sent: Notice, wren: Person, now: datetime
) -> None:
    with pytest.raises(clock_changes.ClockStays):
        clock_changes.confirm_receipt(
            sent, received_at=now + timedelta(hours=hours), actor=wren, now=now + DAY
        )


def test_lengthens_a_month_by_the_rules_two_months_from_the_first_start(
    send: Send, wren: Person, now: datetime
) -> None:
    letter = send("eu-gdpr-17")
    first = letter.due_at

    longer(letter, now + 20 * DAY, by=wren)

    letter.refresh_from_db()
    assert first == datetime(2026, 12, 22, 23, 59, 59, tzinfo=UTC)
    assert letter.due_at == datetime(2027, 2, 22, 23, 59, 59, tzinfo=UTC)
    assert clocks.thaw(letter)[0].note == "Reason given: many requests"
    assert clock_changes.changes_of(letter)[0].reason == "many requests"


def test_keeps_an_extension_when_receipt_is_confirmed_later(
    send: Send, wren: Person, now: datetime
) -> None:
    letter = longer(send("eu-gdpr-17"), now + 10 * DAY, by=wren)

    letter = clock_changes.confirm_receipt(
        letter, received_at=now + DAY, actor=wren, now=now + 11 * DAY
    )

    assert letter.due_at == datetime(2027, 2, 23, 23, 59, 59, tzinfo=UTC)


def test_counts_the_extension_the_rule_knew_when_the_letter_was_approved(
    send: Send, wren: Person, now: datetime
) -> None:
    letter = send("eu-gdpr-17")
    rule = registry().legal_bases["eu-gdpr-17"]
    fields = ("code", "iso8601", "text", "starts", "confidence", "countdown", "countdown_note")
    letter.snapshot = {
        "basis": {
            "deadline": {name: getattr(rule.deadline, name) for name in fields},
            "other_deadlines": [
                {"what": "then", "code": "extension", "iso8601": "P1M", "ref": "1",
                 "confidence": "source-verified"}
            ],
        }
    }  # fmt: skip
    letter.save()

    letter = longer(letter, now + DAY, by=wren)

    assert letter.due_at == datetime(2027, 1, 22, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("basis", "days", "reason", "words"),
    [
        ("us-tida", 1, "busy", "knows no extension"),
        ("eu-gdpr-17", 40, "busy", "after the time had run out"),
        ("eu-gdpr-17", 10, "  ", "needs the reason"),
        ("eu-dsa-16", 1, "busy", "No rule gives them a time"),
    ],
)
def test_refuses_a_longer_time_the_rule_does_not_give(
    basis: str, days: int, reason: str, words: str, send: Send, wren: Person, now: datetime
) -> None:
    letter = send(basis)

    with pytest.raises(clock_changes.ClockStays, match=words):
        longer(letter, now + days * DAY, by=wren, reason=reason)

    assert clock_changes.changes_of(letter) == []


def test_opens_a_window_of_working_days_after_an_objection(
    send: Send, wren: Person, now: datetime
) -> None:
    letter = send("us-dmca-512c")

    clock_changes.note_objection(letter, received_at=now + DAY, actor=wren, now=now + DAY)

    letter.refresh_from_db()
    window = clocks.window_of(letter)
    assert window is not None
    assert window.opens_at == datetime(2026, 12, 8, tzinfo=UTC)  # Thanksgiving is left out
    assert window.closes_at == datetime(2026, 12, 14, 23, 59, 59, tzinfo=UTC)
    reminders = letter.follow_ups.filter(kind=FollowUpKind.WINDOW).order_by("due_at")
    assert [(window.opens_at - each.due_at).days for each in reminders] == [7, 3, 1]


def test_reminds_of_a_window_although_the_letter_was_answered(
    send: Send, wren: Person, now: datetime
) -> None:
    letter = send("us-dmca-512c")
    Notice.objects.filter(pk=letter.pk).update(state=NoticeState.DECIDED)
    clock_changes.note_objection(letter, received_at=now + DAY, actor=wren, now=now + DAY)

    first = letter.follow_ups.filter(kind=FollowUpKind.WINDOW).order_by("due_at")[0]

    assert follow_ups.remind(first.pk, now=first.due_at)
    assert follow_ups.open_for(wren).exists()


def test_replaces_a_window_by_a_later_one(send: Send, wren: Person, now: datetime) -> None:
    letter = send("us-dmca-512c")

    for days in (1, 3):
        at = now + days * DAY
        clock_changes.note_objection(letter, received_at=at, actor=wren, now=at)

    waiting = letter.follow_ups.waiting().filter(kind=FollowUpKind.WINDOW)
    assert {each.lap for each in waiting} == {2}
    assert letter.follow_ups.waiting().filter(kind=FollowUpKind.NUDGE).exists()


def test_knows_no_window_under_another_rule(sent: Notice, wren: Person, now: datetime) -> None:
    assert not clock_changes.knows_objection(sent)
    with pytest.raises(clock_changes.ClockStays):
        clock_changes.note_objection(sent, received_at=now + DAY, actor=wren, now=now + DAY)


def test_starts_by_confirmation_where_the_rule_says_so(
    send: Send, wren: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = registry().legal_bases["us-tida"]
    waits = replace(rule, deadline=replace(rule.deadline, started_by="confirmation"))
    monkeypatch.setattr(letter_facts, "basis_of", lambda notice: waits)
    letter = send("us-tida")
    [ours] = clocks.thaw(letter)

    letter = confirm(letter, now + DAY, by=wren)

    assert ours.code == "nudge"
    assert letter.due_at == now + DAY + timedelta(hours=48)


@pytest.mark.parametrize("act", [confirm, longer])
def test_lets_no_stranger_change_a_clock(
    act: Callable[..., Notice], sent: Notice, dan: Person, now: datetime
) -> None:
    with pytest.raises(NotPermitted):
        act(sent, now + DAY, by=dan)


def test_changes_nothing_in_a_closed_case(sent: Notice, wren: Person, now: datetime) -> None:
    sent.case.state = State.CLOSED
    sent.case.save()

    with pytest.raises(CaseIsClosed):
        confirm(sent, now + DAY, by=wren)


def test_changes_nothing_of_an_answered_letter(sent: Notice, wren: Person, now: datetime) -> None:
    Notice.objects.filter(pk=sent.pk).update(state=NoticeState.DECIDED)

    with pytest.raises(clock_changes.ClockStays):
        confirm(sent, now + DAY, by=wren)


def test_shows_every_moment_with_rule_start_sum_zone_and_days_off(send: Send) -> None:
    [stage] = clocks.stages_of(send("eu-gdpr-17"))

    assert "GDPR" in stage.rule
    assert stage.start_event == "receipt of the request"
    assert stage.arithmetic.startswith("Sun 22 Nov 2026 + 1 month = Tue 22 Dec 2026")
    assert (stage.zone, stage.whose) == ("UTC", "A time the rule gives")
    assert "public holiday of United States" in stage.days_off


@pytest.mark.parametrize(
    ("country", "counted"),
    [
        ("US", "US"),
        ("DE", "DE"),
        ("CN/SG", None),
        ("varies", None),
        ("unknown", None),
        ("XX", None),
    ],
)
def test_leaves_out_the_holidays_of_one_known_country(country: str, counted: str | None) -> None:
    platform = replace(registry().platforms["x"], country=country)

    assert clocks.calendar_of(platform, zone="UTC").country == counted


def test_cancels_only_what_it_is_told_to(send: Send, wren: Person, now: datetime) -> None:
    letter = send("us-dmca-512c")
    clock_changes.note_objection(letter, received_at=now + DAY, actor=wren, now=now + DAY)

    reminding.cancel(letter, now=now + DAY)

    assert {each.kind for each in letter.follow_ups.waiting()} == {FollowUpKind.WINDOW}
    assert [each.kind for each in clock_changes.changes_of(letter)] == [ClockChangeKind.COUNTER]
