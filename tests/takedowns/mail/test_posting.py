"""A letter by mail: sent once, proven, retried only where nothing left."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from accounts.models import Person
from cases.models import Age, TimelineEvent
from evidence.models import Exhibit
from evidence.services import vault
from takedowns.models import Delivery, FollowUpKind, MailState, Notice, NoticeState, OutgoingMail
from takedowns.models import Way as SendWay
from takedowns.services import outbox, posting
from takedowns.services.outbox import Decision
from tests.takedowns.mail.server import Behaviour

pytestmark = pytest.mark.django_db
Run = Callable[..., None]
LATER = timedelta(hours=1)


def again(mail: OutgoingMail) -> OutgoingMail:
    return OutgoingMail.objects.select_related("notice__case").get(pk=mail.pk)


def test_sends_the_text_that_was_approved(
    queued: OutgoingMail, letter: Notice, run: Run, behaviour: Behaviour
) -> None:
    run()

    [mail] = behaviour.mails
    assert mail.readers == (letter.recipient_address,)
    assert mail.message["Message-ID"] == queued.message_id
    assert mail.message["Subject"] == letter.subject
    assert mail.message.get_content().replace("\r\n", "\n") == letter.body + "\n"


def test_keeps_the_proof_and_starts_the_clock(
    queued: OutgoingMail, letter: Notice, run: Run, behaviour: Behaviour, now: datetime
) -> None:
    run()

    letter.refresh_from_db()
    proof = Delivery.objects.get(notice=letter)
    raw = behaviour.mails[0].raw
    assert (letter.state, letter.sent_at) == (NoticeState.SENT, now)
    assert letter.due_at == now + timedelta(hours=48)
    assert {each.kind for each in letter.follow_ups.all()} >= {FollowUpKind.AT_DUE}
    assert (proof.way, proof.tls, proof.queue_id) == (SendWay.SMTP, "TLSv1.3", "4XK1c7t2Pz")
    assert proof.answer == "250 2.0.0 Ok: queued as 4XK1c7t2Pz"
    assert proof.message_sha256 == sha256(raw).hexdigest()
    assert proof.proof is not None
    assert vault.read_all(proof.proof.file) == raw


def test_sends_without_keeping_a_file_where_a_case_takes_none(
    queued: OutgoingMail, letter: Notice, run: Run, behaviour: Behaviour
) -> None:
    letter.case.age = Age.UNSURE
    letter.case.save()

    run()

    assert len(behaviour.mails) == 1
    assert Delivery.objects.get(notice=letter).proof is None
    assert not Exhibit.objects.filter(case=letter.case).exists()


def test_changes_nothing_the_second_time(
    queued: OutgoingMail, run: Run, behaviour: Behaviour, now: datetime
) -> None:
    run()
    run(now + LATER)

    assert len(behaviour.mails) == 1
    assert again(queued).state == MailState.SENT


@pytest.mark.parametrize(
    ("what", "value"),
    [("rcpt", "451 Later"), ("data", "451 Later"), ("breaks_off_at", "mail"), ("hangs_at", "rcpt")],
)
def test_waits_and_tries_again_where_nothing_left(
    queued: OutgoingMail, run: Run, behaviour: Behaviour, now: datetime, what: str, value: str
) -> None:
    setattr(behaviour, what, value)
    run()
    waiting = again(queued)

    setattr(behaviour, what, "250 OK" if what == "data" else "" if "_at" in what else None)
    run(now + timedelta(seconds=59))
    early = len(behaviour.mails)
    run(now + timedelta(seconds=61))

    assert (waiting.state, waiting.handed_at) == (MailState.QUEUED, None)
    assert (early, len(behaviour.mails)) == (0, 1)
    assert again(queued).state == MailState.SENT


def test_gives_up_after_a_day(
    queued: OutgoingMail, run: Run, behaviour: Behaviour, now: datetime
) -> None:
    behaviour.rcpt = "451 Later"

    run(now + timedelta(hours=24, minutes=1))

    assert again(queued).state == MailState.FAILED
    assert again(queued).answer == "451 Later"


def test_asks_once_more_about_what_waited_too_long(
    queued: OutgoingMail, run: Run, behaviour: Behaviour, now: datetime
) -> None:
    run(now + timedelta(days=3))

    assert again(queued).state == MailState.STOPPED
    assert behaviour.mails == []


def test_shows_a_final_no_in_the_servers_words(
    queued: OutgoingMail, run: Run, behaviour: Behaviour, now: datetime
) -> None:
    behaviour.rcpt = "550 5.1.1 No such mailbox"

    run()
    run(now + LATER)

    mail = again(queued)
    assert (mail.state, mail.answer) == (MailState.FAILED, "550 5.1.1 No such mailbox")
    assert mail.notice.state == NoticeState.APPROVED
    assert TimelineEvent.objects.filter(kind="notice.mail_failed").count() == 1


@pytest.fixture
def uncertain(queued: OutgoingMail, run: Run, behaviour: Behaviour, now: datetime) -> OutgoingMail:
    """The line was lost after the text, before the answer."""
    behaviour.breaks_off_at = "data"
    run()
    behaviour.breaks_off_at = ""
    run(now + timedelta(days=1))
    return again(queued)


def test_never_sends_again_by_itself_what_may_have_arrived(
    uncertain: OutgoingMail, behaviour: Behaviour
) -> None:
    assert uncertain.state == MailState.UNCERTAIN
    assert len(behaviour.mails) == 1
    assert uncertain.notice.state == NoticeState.APPROVED


def test_sends_once_more_with_the_same_number_when_a_person_says_so(
    uncertain: OutgoingMail, run: Run, behaviour: Behaviour, bea: Person, now: datetime
) -> None:
    outbox.decide(uncertain, decision=Decision.AGAIN, actor=bea, now=now + LATER)

    run(now + LATER)

    first, second = [mail.message["Message-ID"] for mail in behaviour.mails]
    assert first == second
    assert again(uncertain).state == MailState.SENT


def test_starts_the_clock_at_the_moment_it_left_when_a_person_says_it_arrived(
    uncertain: OutgoingMail, behaviour: Behaviour, bea: Person, now: datetime
) -> None:
    outbox.decide(uncertain, decision=Decision.ARRIVED, actor=bea, now=now + LATER)

    mail = again(uncertain)
    proof = Delivery.objects.select_related("proof__file__case").get(notice=mail.notice)
    assert (mail.state, mail.notice.sent_at) == (MailState.SENT, now)
    assert (proof.answer, proof.message_id) == ("", mail.message_id)
    assert proof.proof is not None
    assert vault.read_all(proof.proof.file) == behaviour.mails[0].raw


@pytest.mark.parametrize("decision", [Decision.ARRIVED, Decision.AGAIN])
def test_takes_no_second_decision(
    uncertain: OutgoingMail, bea: Person, now: datetime, decision: Decision
) -> None:
    outbox.decide(uncertain, decision=Decision.ARRIVED, actor=bea, now=now)

    with pytest.raises(outbox.NothingToDecide):
        outbox.decide(uncertain, decision=decision, actor=bea, now=now)


def test_gives_nothing_away_once_another_worker_has_it(
    queued: OutgoingMail, run: Run, behaviour: Behaviour, now: datetime
) -> None:
    taken = posting._claim(now=now, only=queued.pk)
    assert taken is not None
    OutgoingMail.objects.filter(pk=queued.pk).update(attempts=7)

    posting._carry(taken, clock=lambda: now)

    assert behaviour.mails == []
