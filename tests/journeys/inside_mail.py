"""What only a worker does with mails, in the rows of a house; see `inside.py`."""

import json
import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation, Person, Role
from cases.models import Age, Case, Happened
from takedowns import tasks
from takedowns.channels import mail_hosts
from takedowns.models import MailState, Notice, OutgoingMail, Security
from takedowns.services import mail_accounts, notices, outbox, posting, proposals
from takedowns.services.mail_accounts import Given
from tests import factories

LETTERS = 4


def queue_letters(port: str, word: str) -> str:
    """Four clients of one team approved a letter each, and their advocate pressed send."""
    team, lead = _team(port, word)
    for number in range(LETTERS):
        _queue(_approved(team, lead, number), lead)
    return str(LETTERS)


def approved_letters(port: str, word: str) -> str:
    """The same letters, and nobody has pressed send; with the session of their advocate."""
    team, lead = _team(port, word)
    letters = [_approved(team, lead, number) for number in range(LETTERS)]
    browser = Client()
    browser.force_login(lead)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    found = [[each.case.ref, str(each.pk), each.digest] for each in letters]
    return json.dumps({"session": session, "letters": found})


def hold_letters(flag: str) -> str:
    """Hold every letter, as a slow transaction would, until somebody ends this process."""
    with transaction.atomic():
        list(Notice.objects.select_for_update())
        Path(flag).touch()
        time.sleep(60)
    return "held"


def mails_of(ref: str) -> str:
    """State and number of each mail of a case."""
    rows = OutgoingMail.objects.filter(notice__case__ref=ref)
    return json.dumps(list(rows.values_list("state", "message_id")))


def end_mail_leases() -> str:
    """The worker that held a mail counts as lost."""
    held = OutgoingMail.objects.filter(state=MailState.SENDING)
    return str(held.update(lease_until=timezone.now() - timedelta(seconds=1)))


def _team(port: str, word: str) -> tuple[Organisation, Person]:
    team = factories.organisation("Harbour Advice")
    lead = factories.member(team, "ada", Role.SUPERVISOR)
    given = Given(
        host="127.0.0.1", port=int(port), security=Security.STARTTLS, username="letters",
        password=word, from_name="Harbour", from_address="letters@harbour.example",
        reply_to="answers@harbour.example",
    )  # fmt: skip
    mail_accounts.save_account(team, given, actor=lead, now=timezone.now())
    return team, lead


def _approved(team: Organisation, lead: Person, number: int) -> Notice:
    now, client = timezone.now(), factories.person(f"wren{number}")
    case = Case.objects.create(
        client=client, opened_by=client, opened_at=now, organisation=team, advocate=lead,
        age=Age.ADULT, happened=[Happened.IMAGE], country="DE", taker="SELF",
    )  # fmt: skip
    factories.contact(case)
    factories.sighting(case, f"https://streamable.com/quiet{number}")
    [group] = proposals.proposals(case).groups
    route = next(each for each in group.routes if each.channel.method == "email")
    drafted = notices.draft_notice(
        case, group=group, route=route, sightings=group.sightings, actor=client, now=now
    )
    signed = {"signature_name": "Wren Example"}
    drafted = notices.change_notice(drafted, extra=signed, actor=client, now=now)
    prepared = notices.prepare(drafted, written_on=now.date())
    assert prepared.letter is not None
    return notices.approve_notice(
        drafted, digest=prepared.digest, written_on=now.date(), actor=client, now=now,
        declarations=[each.key for each in prepared.letter.declarations],
    )  # fmt: skip


def _queue(notice: Notice, lead: Person) -> None:
    outbox.queue_mail(
        notice, digest=notice.digest, from_address="letters@harbour.example", actor=lead,
        now=timezone.now(),
    )  # fmt: skip


def work_on_mails(die_at: str) -> str:
    """One worker's sweep. It ends without a word at `die_at`, if that is a step of ours."""
    if die_at == "connect":
        vars(mail_hosts)["connect"] = _die
    if die_at == "record":
        vars(posting)["_keep"] = _die
    tasks.sweep_mails()
    return "done"


def _die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def settle_mails() -> str:
    """The leases of lost workers run out, then two sweeps; each mail's id and state."""
    held = OutgoingMail.objects.filter(state=MailState.SENDING)
    held.update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.sweep_mails()
    tasks.sweep_mails()
    rows = OutgoingMail.objects.order_by("queued_at").values_list("message_id", "state")
    return json.dumps(list(rows))


MAIL_ACTS: dict[str, Callable[..., str]] = {
    act.__name__: act
    for act in (
        queue_letters,
        approved_letters,
        hold_letters,
        mails_of,
        end_mail_leases,
        work_on_mails,
        settle_mails,
    )
}
