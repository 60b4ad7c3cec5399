"""An approved letter to a service that takes mail, and an account to send it from."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from accounts.models import Organisation, Person
from cases.models import Case
from takedowns.models import MailAccount, Notice, OutgoingMail, Security
from takedowns.services import mail_accounts, notices, outbox, posting, proposals
from takedowns.services.mail_accounts import Given
from tests import factories
from tests.takedowns.mail.server import HOST, WORD, Behaviour, Certificate, certificate, mail_server

Approve = Callable[[Notice, Person], Notice]
Run = Callable[..., None]


@pytest.fixture(scope="session")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Made once; making keys takes time."""
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def behaviour() -> Behaviour:
    """How the server behaves; a test changes it."""
    return Behaviour()


@pytest.fixture
def port(
    behaviour: Behaviour, proof: Certificate, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Iterator[int]:
    """A real server on loopback, trusted and allowed."""
    monkeypatch.setenv("SSL_CERT_FILE", str(proof.certificate))
    settings.SMTP_INSIDE, settings.SMTP_SECONDS = [HOST], 1
    with mail_server(behaviour, proof) as port:
        yield port


@pytest.fixture
def given(port: int) -> Given:
    """What a supervisor types."""
    return Given(
        host=HOST, port=port, security=Security.STARTTLS, username="letters", password=WORD,
        from_name="Harbour Advice", from_address="letters@harbour.example",
        reply_to="answers@harbour.example",
    )  # fmt: skip


@pytest.fixture
def account(team: Organisation, ada: Person, given: Given, now: datetime) -> MailAccount:
    """The account of Wren's advocates, kept by their supervisor."""
    return mail_accounts.save_account(team, given, actor=ada, now=now)


def by_mail(case: Case, actor: Person, now: datetime) -> Notice:
    """A draft to a service that takes notices by mail."""
    factories.sighting(case, "https://streamable.com/quiet1")
    group = next(g for g in proposals.proposals(case).groups if g.platform.id == "streamable")
    route = next(r for r in group.routes if r.channel.method == "email")
    drafted = notices.draft_notice(
        case, group=group, route=route, sightings=group.sightings, actor=actor, now=now
    )
    extra = {"signature_name": "Wren Example"}
    return notices.change_notice(drafted, extra=extra, actor=actor, now=now)


@pytest.fixture
def mail_draft(told: Case, wren: Person, now: datetime) -> Notice:
    """Wren's draft to a service that takes notices by mail."""
    return by_mail(told, wren, now)


@pytest.fixture
def letter(mail_draft: Notice, approve: Approve, wren: Person) -> Notice:
    """The same, approved by Wren."""
    return approve(mail_draft, wren)


@pytest.fixture
def press(bea: Person, account: MailAccount, now: datetime) -> Callable[[Notice], OutgoingMail]:
    """Bea presses send on what the page shows."""

    def pressed(notice: Notice) -> OutgoingMail:
        return outbox.queue_mail(
            notice, digest=notice.digest, from_address=account.from_address, actor=bea, now=now
        )

    return pressed


@pytest.fixture
def queued(letter: Notice, press: Callable[[Notice], OutgoingMail]) -> OutgoingMail:
    """The letter, waiting to be sent."""
    return press(letter)


@pytest.fixture
def run(now: datetime) -> Run:
    """One turn of the worker at a moment."""

    def turn(at: datetime = now) -> None:
        posting.rescue(now=at)
        posting.deliver_next(clock=lambda: at)

    return turn
