"""The mailbox of an organisation: kept, tried, taken away. Its password is sealed."""

import logging
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from accounts import access
from accounts.access import Permission
from accounts.models import Organisation, Person
from cases.errors import DomainError
from cases.models import Case
from evidence.services import instance_values
from evidence.storage import Damaged
from takedowns.channels import smtp
from takedowns.channels.base import Outgoing
from takedowns.channels.mail_message import Envelope, compose
from takedowns.channels.smtp import Mailbox, NotTaken, Taken
from takedowns.models import MailAccount, Security

log = logging.getLogger("redress.mail")
NOBODYS = frozenset({"example", "test", "invalid", "localhost"})
"""Endings that are kept free for examples (RFC 2606)."""
THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


class NoMailbox(DomainError):
    """There is no account to send from, or its password does not open."""


class NoAddressOfYours(DomainError):
    """A test goes to the person's own address, which must be known and safe to write to."""


class TestNotTaken(DomainError):
    """The mail server did not take the test message; the text says why."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed. `password` None keeps the one there is."""

    host: str
    port: int
    security: Security
    username: str
    from_name: str
    from_address: str
    reply_to: str
    password: str | None = field(default=None, repr=False)


@transaction.atomic
def save_account(
    organisation: Organisation, given: Given, *, actor: Person, now: datetime
) -> MailAccount:
    """Keep the account. A password is kept only for the server and the name it was typed for."""
    access.require(actor, Permission.MAIL, organisation)
    team = Organisation.objects.select_for_update().get(pk=organisation.pk)
    account = MailAccount.objects.filter(organisation=team).first()
    account = account or MailAccount(organisation=team)
    kept = _sealed(team, given, account=account)
    account.host, account.port, account.security = given.host, given.port, given.security
    account.username, account.password = given.username, kept
    account.from_name, account.from_address = given.from_name, given.from_address
    account.reply_to = given.reply_to
    account.changed_at, account.changed_by = now, actor
    account.save()
    log.info("team %s: mail account kept", team.pk)
    return account


@transaction.atomic
def remove_account(organisation: Organisation, *, actor: Person) -> None:
    """Forget the account and its password. What still waits to be sent is stopped at its turn."""
    access.require(actor, Permission.MAIL, organisation)
    MailAccount.objects.filter(organisation=organisation).delete()
    log.info("team %s: mail account removed", organisation.pk)


def keeps_password(account: MailAccount | None, *, host: str, username: str) -> bool:
    """Whether the password there is was typed for this server and this name."""
    known = account is not None and bool(account.password)
    return known and account is not None and (account.host, account.username) == (host, username)


def account_of(case: Case) -> MailAccount | None:
    """The account letters of this case can go out from; a person alone uses their own mailbox."""
    return MailAccount.objects.filter(organisation=case.organisation_id).first()


def mailbox_of(account: MailAccount) -> Mailbox:
    """The account opened. Raises NoMailbox where its password cannot be read."""
    return Mailbox(
        host=account.host,
        port=account.port,
        tls_first=account.security == Security.TLS,
        username=account.username,
        address=account.from_address,
        password=_password(account),
        inside=settings.SMTP_INSIDE,
        seconds=settings.SMTP_SECONDS,
    )


def check_stays_here(account: MailAccount) -> None:
    """Raise NoMailbox where letters from a name that nobody can own would leave this machine.

    Such names stand in the training world and in tests: whatever host somebody types there, no
    real server is ever called.
    """
    invented = account.from_address.rpartition(".")[2].lower() in NOBODYS
    if invented and account.host not in THIS_MACHINE:
        raise NoMailbox(
            "Letters come from an invented address, so they go to a mail server on this machine "
            "only. Put in an address of yours first."
        )


def send_test(organisation: Organisation, *, actor: Person, now: datetime) -> Taken:
    """Really send one message that says nothing, to the actor's own address.

    Raises NoMailbox, NoAddressOfYours, or TestNotTaken with a sentence to show.
    """
    access.require(actor, Permission.MAIL, organisation)
    account = MailAccount.objects.filter(organisation=organisation).first()
    if account is None:
        raise NoMailbox("Save the settings first. Then you can try them.")
    if not (actor.email and actor.mail_is_safe):
        raise NoAddressOfYours(
            "The test goes to your own address. Add it under “You” and tick that only you read it."
        )
    check_stays_here(account)
    raw = compose(_test_words(), _test_envelope(account, to=actor.email, now=now))
    try:
        return smtp.send(mailbox_of(account), raw, to=actor.email, before_data=_nothing)
    except NotTaken as fault:
        said = f" It said: {fault.answer}" if fault.answer else ""
        raise TestNotTaken(f"{fault}{said}") from fault


def reseal_old() -> int:
    """Seal anew what an instance key before the present one sealed; returns how many.

    One that does not open is left as it is: its team is told when it sends.
    """
    return sum(_resealed(each) for each in MailAccount.objects.all() if _is_old(each))


def _resealed(account: MailAccount) -> bool:
    purpose = _purpose(account.organisation_id)
    try:
        word = instance_values.opened(bytes(account.password), purpose=purpose)
    except Damaged:
        log.warning("team %s: sealed password does not open", account.organisation_id)
        return False
    sealed = instance_values.seal(word, purpose=purpose)
    same = MailAccount.objects.filter(pk=account.pk, password=account.password)
    return bool(same.update(password=sealed))


def _is_old(account: MailAccount) -> bool:
    return bool(account.password) and instance_values.is_old(bytes(account.password))


def _sealed(team: Organisation, given: Given, *, account: MailAccount) -> bytes:
    if given.password is None:
        same = keeps_password(account, host=given.host, username=given.username)
        return bytes(account.password) if same else b""
    return instance_values.seal(given.password.encode(), purpose=_purpose(team.pk))


def _password(account: MailAccount) -> str:
    if not account.password:
        return ""
    purpose = _purpose(account.organisation_id)
    try:
        return instance_values.opened(bytes(account.password), purpose=purpose).decode()
    except Damaged as fault:
        raise NoMailbox(
            "The password of the mail account cannot be read here any more. Type it once more."
        ) from fault


def _purpose(team_id: uuid.UUID) -> str:
    return f"mail-account:{team_id}"


def _test_words() -> Outgoing:
    return Outgoing(
        number=0, recipient="", address="", by_mail=True, sender_name="", sender_mail="",
        language="en",
        subject=render_to_string("takedowns/mail/test_subject.txt").strip(),
        body=render_to_string("takedowns/mail/test_body.txt").strip(),
    )  # fmt: skip


def _test_envelope(account: MailAccount, *, to: str, now: datetime) -> Envelope:
    return Envelope(
        from_name=account.from_name,
        from_address=account.from_address,
        reply_to=account.reply_to,
        recipient=to,
        message_id=new_message_id(account),
        dated_at=now,
    )


def new_message_id(account: MailAccount) -> str:
    """A random id under the domain letters come from."""
    return f"<{uuid.uuid4().hex}@{account.from_address.rpartition('@')[2]}>"


def _nothing() -> None:
    """A test leaves no trace to be kept before it goes."""
