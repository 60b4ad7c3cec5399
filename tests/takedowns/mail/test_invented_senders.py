"""Letters from an invented address leave this machine never, whatever somebody types."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Organisation, Person
from takedowns.channels import mail_hosts
from takedowns.models import MailAccount, MailState, OutgoingMail
from takedowns.services import mail_accounts
from takedowns.services.mail_accounts import NoMailbox
from tests.takedowns.mail.server import HOST, Behaviour

pytestmark = pytest.mark.django_db
Run = Callable[..., None]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Hosts that were called."""
    called: list[str] = []

    def connect(host: str, *_: object, **__: object) -> None:
        called.append(host)
        raise OSError

    monkeypatch.setattr(mail_hosts, "connect", connect)
    return called


def move_out(account: MailAccount) -> None:
    MailAccount.objects.filter(pk=account.pk).update(host="smtp.mailhouse.net")


def test_calls_no_real_server_for_a_letter(
    queued: OutgoingMail, account: MailAccount, run: Run, calls: list[str]
) -> None:
    move_out(account)

    run()

    queued.refresh_from_db()
    assert (queued.state, calls) == (MailState.FAILED, [])
    assert "a mail server on this machine only" in queued.why


def test_calls_no_real_server_to_try_an_account(
    account: MailAccount, team: Organisation, ada: Person, calls: list[str], now: datetime
) -> None:
    move_out(account)
    Person.objects.filter(pk=ada.pk).update(email="ada@harbour.example", mail_is_safe=True)

    with pytest.raises(NoMailbox, match="on this machine only"):
        mail_accounts.send_test(team, actor=Person.objects.get(pk=ada.pk), now=now)

    assert calls == []


def test_hands_a_letter_to_a_server_on_this_machine(
    queued: OutgoingMail, account: MailAccount, run: Run, behaviour: Behaviour
) -> None:
    assert account.host == HOST

    run()

    assert len(behaviour.mails) == 1


@pytest.mark.parametrize("sender", ["letters@harbour.org", "letters@example.org"])
def test_lets_a_real_address_use_a_real_server(account: MailAccount, sender: str) -> None:
    account.host, account.from_address = "smtp.mailhouse.net", sender

    mail_accounts.check_stays_here(account)
