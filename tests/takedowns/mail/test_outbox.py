"""Only what was approved leaves, only once somebody pressed, and only while it still may."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Membership, Organisation, Person, Role
from cases.errors import NotPermitted
from cases.models import Case, Contact, Mandate
from cases.services import closure, mandates
from takedowns.errors import NotApproved, NoticeChanged
from takedowns.models import (
    Cause,
    MailAccount,
    MailState,
    Notice,
    NoticeRung,
    NoticeState,
    OutgoingMail,
)
from takedowns.models import Way as SendWay
from takedowns.services import holding, notices, outbox, sending
from takedowns.services.outbox import Decision
from tests.takedowns.mail.server import Behaviour

pytestmark = pytest.mark.django_db
Run = Callable[..., None]
Press = Callable[[Notice], OutgoingMail]
Approve = Callable[[Notice, Person], Notice]


def state(mail: OutgoingMail) -> str:
    mail.refresh_from_db()
    return mail.state


def test_leaves_nothing_without_a_press(
    letter: Notice, account: MailAccount, run: Run, behaviour: Behaviour
) -> None:
    run()

    assert behaviour.mails == []
    assert not OutgoingMail.objects.exists()


def test_sends_no_text_that_nobody_approved(mail_draft: Notice, press: Press) -> None:
    with pytest.raises(NotApproved):
        press(mail_draft)


def test_sends_nothing_where_the_service_wants_a_form(approved: Notice, press: Press) -> None:
    with pytest.raises(outbox.CannotMail):
        press(approved)


def test_asks_again_where_the_page_showed_another_text_or_sender(
    letter: Notice, account: MailAccount, bea: Person, now: datetime
) -> None:
    shown = [("0" * 64, account.from_address), (letter.digest, "old@harbour.example")]

    for digest, sender in shown:
        with pytest.raises(NoticeChanged):
            outbox.queue_mail(letter, digest=digest, from_address=sender, actor=bea, now=now)


def test_takes_one_press_only(queued: OutgoingMail, letter: Notice, press: Press) -> None:
    with pytest.raises(outbox.CannotMail, match="already"):
        press(letter)


def test_is_no_way_for_the_client_alone(
    letter: Notice, account: MailAccount, wren: Person, now: datetime
) -> None:
    with pytest.raises(NotPermitted):
        outbox.queue_mail(
            letter, digest=letter.digest, from_address=account.from_address, actor=wren, now=now
        )


@pytest.fixture
def under_mandate(
    mail_draft: Notice, mandate: Mandate, approve: Approve, bea: Person, press: Press
) -> OutgoingMail:
    """Bea approved it in Wren's name and pressed send."""
    return press(approve(mail_draft, bea))


def test_stops_when_the_mandate_is_taken_back(
    under_mandate: OutgoingMail, mandate: Mandate, wren: Person, run: Run, behaviour: Behaviour,
    now: datetime,
) -> None:  # fmt: skip
    mandates.revoke_mandate(mandate, actor=wren, now=now)

    run()

    assert state(under_mandate) == MailState.STOPPED
    assert "has ended" in under_mandate.why
    assert behaviour.mails == []


def test_stops_when_the_mandate_has_run_out(
    under_mandate: OutgoingMail, mandate: Mandate, run: Run, behaviour: Behaviour, now: datetime
) -> None:
    Mandate.objects.filter(pk=mandate.pk).update(until_date=now.date() - timedelta(days=1))

    run()

    assert (state(under_mandate), behaviour.mails) == (MailState.STOPPED, [])


def test_stops_when_the_case_is_closed(
    queued: OutgoingMail, case: Case, wren: Person, run: Run, behaviour: Behaviour, now: datetime
) -> None:
    closure.close_case(case, actor=wren, now=now)

    run()

    assert (state(queued), behaviour.mails) == (MailState.STOPPED, [])
    assert "closed" in queued.why


def test_stops_when_the_sender_has_left_the_team(
    queued: OutgoingMail, bea: Person, run: Run, behaviour: Behaviour
) -> None:
    Membership.objects.filter(person=bea).update(role=Role.COUNSEL)

    run()

    assert (state(queued), behaviour.mails) == (MailState.STOPPED, [])


def test_stops_when_the_text_in_the_row_is_not_the_one_approved(
    queued: OutgoingMail, letter: Notice, run: Run, behaviour: Behaviour
) -> None:
    Notice.objects.filter(pk=letter.pk).update(body=letter.body + " And more.")

    run()

    assert (state(queued), behaviour.mails) == (MailState.STOPPED, [])


def test_stops_when_letters_come_from_another_address_by_now(
    queued: OutgoingMail, team: Organisation, run: Run, behaviour: Behaviour
) -> None:
    MailAccount.objects.filter(organisation=team).update(from_address="new@harbour.example")

    run()

    assert (state(queued), behaviour.mails) == (MailState.STOPPED, [])


def test_stops_at_once_when_the_letter_is_put_aside(
    queued: OutgoingMail, letter: Notice, wren: Person, now: datetime
) -> None:
    notices.withdraw_notice(letter, actor=wren, now=now)

    assert state(queued) == MailState.STOPPED


def test_stops_at_once_when_the_text_is_opened_again(
    queued: OutgoingMail, letter: Notice, wren: Person, now: datetime
) -> None:
    notices.change_notice(letter, extra={}, actor=wren, now=now)

    assert state(queued) == MailState.STOPPED


def test_stops_when_a_person_says_so(queued: OutgoingMail, bea: Person, now: datetime) -> None:
    outbox.decide(queued, decision=Decision.STOP, actor=bea, now=now)

    assert state(queued) == MailState.STOPPED


def test_stops_when_it_was_sent_another_way(
    queued: OutgoingMail, letter: Notice, wren: Person, now: datetime
) -> None:
    sending.mark_sent(
        letter, way=SendWay.MAIL, sent_at=now, reference="", proof=None, actor=wren, now=now
    )

    assert state(queued) == MailState.STOPPED


@pytest.mark.parametrize("held", [MailState.SENDING, MailState.UNCERTAIN])
def test_holds_the_letter_while_its_mail_may_be_out(
    queued: OutgoingMail, letter: Notice, wren: Person, now: datetime, held: MailState
) -> None:
    OutgoingMail.objects.filter(pk=queued.pk).update(state=held)

    with pytest.raises(holding.OnItsWay):
        notices.withdraw_notice(letter, actor=wren, now=now)
    with pytest.raises(holding.OnItsWay):
        notices.change_notice(letter, extra={}, actor=wren, now=now)
    with pytest.raises(holding.OnItsWay):
        sending.mark_sent(
            letter, way=SendWay.MAIL, sent_at=now, reference="", proof=None, actor=wren, now=now
        )


def test_can_be_asked_for_once_more_after_it_was_stopped(
    queued: OutgoingMail, letter: Notice, bea: Person, press: Press, run: Run, now: datetime,
    behaviour: Behaviour,
) -> None:  # fmt: skip
    outbox.decide(queued, decision=Decision.STOP, actor=bea, now=now)

    fresh = press(letter)
    run()

    letter.refresh_from_db()
    assert fresh.message_id != queued.message_id
    assert (letter.state, len(behaviour.mails)) == (NoticeState.SENT, 1)


def test_shows_an_advocate_what_needs_them(
    queued: OutgoingMail, case: Case, bea: Person, now: datetime
) -> None:
    cases = Case.objects.filter(pk=case.pk)
    seen = {}
    for each in MailState.values:
        OutgoingMail.objects.filter(pk=queued.pk).update(state=each)
        seen[each] = outbox.needing(cases).exists()

    assert [each for each, there in seen.items() if there] == ["UNCERTAIN", "FAILED", "STOPPED"]


def test_takes_the_abuse_report_along_to_a_host_with_our_own_address(
    queued: OutgoingMail, letter: Notice, account: MailAccount, run: Run, behaviour: Behaviour
) -> None:
    Contact.objects.update_or_create(case=letter.case, defaults={"mail": "wren@private.example"})
    first = Notice.objects.get(pk=letter.pk)
    first.pk, first.number = None, 99
    first.save(force_insert=True)
    later = {"rung": NoticeRung.HOST, "earlier": first, "cause": Cause.CHOSEN}
    Notice.objects.filter(pk=letter.pk).update(**later)

    run()

    (mail,) = behaviour.mails
    (report, *_) = list(mail.message.iter_attachments())
    raw = report.get_content()
    assert json.loads(raw)["reporter"]["contact"] == account.reply_to
    assert "wren@private.example" not in str(raw)
