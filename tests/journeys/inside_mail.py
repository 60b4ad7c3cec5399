"""What only a worker does with mails, in the rows of a house; see `inside.py`."""

import json
import os
import signal
from collections.abc import Callable
from datetime import timedelta

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
    team = factories.organisation("Harbour Advice")
    lead = factories.member(team, "ada", Role.SUPERVISOR)
    given = Given(
        host="127.0.0.1", port=int(port), security=Security.STARTTLS, username="letters",
        password=word, from_name="Harbour", from_address="letters@harbour.example",
        reply_to="answers@harbour.example",
    )  # fmt: skip
    mail_accounts.save_account(team, given, actor=lead, now=timezone.now())
    for number in range(LETTERS):
        _queue(_approved(team, lead, number), lead)
    return str(LETTERS)


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
    act.__name__: act for act in (queue_letters, work_on_mails, settle_mails)
}
