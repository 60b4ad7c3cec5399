"""A letter that went out: proof, clock, reminders."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Person
from cases.models import Mandate
from takedowns.errors import NotApproved
from takedowns.models import FollowUpKind, Notice, NoticeState, Way
from takedowns.services import clocks, outgoing, sending

pytestmark = pytest.mark.django_db


def test_counts_the_rules_hours_from_the_moment_it_was_sent(sent: Notice, now: datetime) -> None:
    assert sent.state == NoticeState.SENT
    assert sent.due_at == now + timedelta(minutes=5, hours=48)


def test_counts_by_the_rule_as_it_was_when_the_text_was_approved(
    approved: Notice, wren: Person, now: datetime
) -> None:
    approved.refresh_from_db()
    approved.snapshot["basis"]["deadline"]["iso8601"] = "PT24H"
    approved.save()

    letter = sending.mark_sent(
        approved, way=Way.FORM, sent_at=now, reference="", proof=None, actor=wren, now=now
    )

    assert letter.due_at == now + timedelta(hours=24)


def test_keeps_the_clock_as_it_was_computed(sent: Notice) -> None:
    clock = clocks.thaw(sent)[0]

    assert clock.rule.id == "us-tida"
    assert "48 hours" in clock.arithmetic


def test_sets_a_reminder_before_and_one_at_the_due_moment(sent: Notice) -> None:
    reminders = {each.kind: each.due_at for each in sent.follow_ups.all()}

    assert sent.due_at is not None
    assert reminders[FollowUpKind.AT_DUE] == sent.due_at
    assert reminders[FollowUpKind.BEFORE_DUE] == sent.due_at - timedelta(hours=12)


def test_warns_of_no_end_that_is_nearer_than_the_warning(
    approved: Notice, wren: Person, now: datetime
) -> None:
    late = now + timedelta(hours=40)

    sending.mark_sent(
        approved, way=Way.FORM, sent_at=now, reference="", proof=None, actor=wren, now=late
    )

    first = approved.follow_ups.order_by("due_at").first()
    assert first is not None
    assert first.kind == FollowUpKind.AT_DUE


def test_keeps_way_and_reference_number(sent: Notice) -> None:
    delivery = sent.deliveries.get()

    assert (delivery.way, delivery.reference) == (Way.FORM, "4471-209")


def test_refuses_to_send_a_text_nobody_approved(draft: Notice, wren: Person, now: datetime) -> None:
    with pytest.raises(NotApproved):
        sending.mark_sent(
            draft, way=Way.FORM, sent_at=now, reference="", proof=None, actor=wren, now=now
        )


@pytest.mark.parametrize("hours", [-48, 48])
def test_refuses_a_moment_that_cannot_be(
    approved: Notice, wren: Person, now: datetime, hours: int
) -> None:
    with pytest.raises(sending.MomentNotPossible):
        sending.mark_sent(
            approved, way=Way.FORM, sent_at=now + timedelta(hours=hours), reference="",
            proof=None, actor=wren, now=now,
        )  # fmt: skip


def test_shows_how_much_of_the_time_has_passed(sent: Notice) -> None:
    assert sent.sent_at is not None

    face = clocks.face(sent, now=sent.sent_at + timedelta(hours=24))

    assert face is not None
    assert (face.words, face.fraction, face.tone) == ("24 hours left", 0.5, "waiting")


def test_says_when_the_time_is_over(sent: Notice) -> None:
    assert sent.due_at is not None

    face = clocks.face(sent, now=sent.due_at + timedelta(hours=5))

    assert face is not None
    assert (face.words, face.tone) == ("5 hours over", "late")


def end(mandate: Mandate, *, at: datetime) -> None:
    mandate.revoked_at = at
    mandate.save()


def test_refuses_to_send_after_mandate_is_revoked(
    draft: Notice,
    approve: Callable[[Notice, Person], Notice],
    bea: Person,
    mandate: Mandate,
    now: datetime,
) -> None:
    approved = approve(draft, bea)
    end(mandate, at=now + timedelta(minutes=1))
    approved = Notice.objects.get(pk=approved.pk)

    with pytest.raises(NotApproved, match="has ended"):
        outgoing.approved(approved)
    with pytest.raises(NotApproved, match="has ended"):
        sending.mark_sent(
            approved, way=Way.FORM, sent_at=now + timedelta(minutes=2), reference="",
            proof=None, actor=bea, now=now + timedelta(minutes=3),
        )  # fmt: skip


def test_notes_what_left_before_the_mandate_was_revoked(
    draft: Notice,
    approve: Callable[[Notice, Person], Notice],
    bea: Person,
    mandate: Mandate,
    now: datetime,
) -> None:
    approved = approve(draft, bea)
    end(mandate, at=now + timedelta(minutes=2))

    sent = sending.mark_sent(
        approved, way=Way.FORM, sent_at=now + timedelta(minutes=1), reference="",
        proof=None, actor=bea, now=now + timedelta(minutes=3),
    )  # fmt: skip

    assert sent.state == NoticeState.SENT
