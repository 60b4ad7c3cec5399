"""An organisation's mail account: sealed, kept by a supervisor alone, really tried."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from accounts.access import NotPermitted
from accounts.models import Organisation, Person
from evidence.services import rotating
from takedowns.models import MailAccount
from takedowns.services import mail_accounts
from takedowns.services.mail_accounts import Given
from tests.takedowns.mail.server import WORD, Behaviour

pytestmark = pytest.mark.django_db


def again(team: Organisation, ada: Person, given: Given, now: datetime) -> MailAccount:
    return mail_accounts.save_account(team, given, actor=ada, now=now)


def test_seals_the_password(account: MailAccount) -> None:
    account.refresh_from_db()

    assert WORD.encode() not in bytes(account.password)
    assert mail_accounts.mailbox_of(account).password == WORD
    assert WORD not in repr(mail_accounts.mailbox_of(account))


def test_keeps_the_password_for_the_same_server_and_name(
    account: MailAccount, team: Organisation, ada: Person, given: Given, now: datetime
) -> None:
    kept = again(team, ada, replace(given, password=None, from_name="Another"), now)

    assert mail_accounts.mailbox_of(kept).password == WORD


@pytest.mark.parametrize("other", [{"host": "smtp.other.example"}, {"username": "other"}])
def test_gives_the_password_to_no_other_server_or_name(
    account: MailAccount,
    team: Organisation,
    ada: Person,
    given: Given,
    now: datetime,
    other: dict[str, str],
) -> None:
    changed: dict[str, Any] = {**other, "password": None}

    kept = again(team, ada, replace(given, **changed), now)

    assert mail_accounts.mailbox_of(kept).password == ""


@pytest.mark.parametrize("who", ["bea", "otto", "cy", "dan"])
def test_is_kept_by_a_supervisor_alone(
    team: Organisation,
    given: Given,
    now: datetime,
    who: str,
    request: pytest.FixtureRequest,
) -> None:
    with pytest.raises(NotPermitted):
        again(team, request.getfixturevalue(who), given, now)


def test_opens_after_the_instance_key_was_changed(account: MailAccount, now: datetime) -> None:
    rotating.rotate(now=now)
    account.refresh_from_db()

    assert mail_accounts.mailbox_of(account).password == WORD
    assert mail_accounts.reseal_old() == 1


def test_needs_no_old_key_once_it_is_sealed_anew(
    account: MailAccount, now: datetime, settings: Any
) -> None:
    rotating.rotate(now=now)
    mail_accounts.reseal_old()
    for old in Path(settings.INSTANCE_KEY_FILE).parent.glob("instance.key.retired-*"):
        old.unlink()
    account.refresh_from_db()

    assert mail_accounts.mailbox_of(account).password == WORD


def test_stops_no_other_team_where_one_password_does_not_open(
    account: MailAccount, team: Organisation, ada: Person, now: datetime
) -> None:
    other = Organisation.objects.create(name="Other team", created_at=now)
    MailAccount.objects.create(
        organisation=other, host="smtp.other.example", port=465, password=b"0" * 64,
        changed_at=now, changed_by=ada,
    )  # fmt: skip
    rotating.rotate(now=now)

    assert mail_accounts.reseal_old() == 1
    assert mail_accounts.reseal_old() == 0


def test_says_that_a_password_cannot_be_read(account: MailAccount, settings: Any) -> None:
    Path(settings.INSTANCE_KEY_FILE).unlink()

    with pytest.raises(mail_accounts.NoMailbox, match="once more"):
        mail_accounts.mailbox_of(account)


def test_really_sends_a_test_that_says_nothing(
    account: MailAccount, team: Organisation, ada: Person, now: datetime, behaviour: Behaviour
) -> None:
    ada.email, ada.mail_is_safe = "ada@harbour.example", True

    taken = mail_accounts.send_test(team, actor=ada, now=now)

    [mail] = behaviour.mails
    assert mail.readers == ("ada@harbour.example",)
    assert taken.answer.startswith("250")
    assert not any(word in mail.text.lower() for word in ("letter 1", "case", "redress", "image"))


def test_sends_no_test_to_a_mailbox_that_others_may_read(
    account: MailAccount, team: Organisation, ada: Person, now: datetime, behaviour: Behaviour
) -> None:
    ada.email, ada.mail_is_safe = "ada@harbour.example", False

    with pytest.raises(mail_accounts.NoAddressOfYours):
        mail_accounts.send_test(team, actor=ada, now=now)

    assert behaviour.mails == []


def test_says_what_the_mail_server_said(
    account: MailAccount, team: Organisation, ada: Person, now: datetime, behaviour: Behaviour
) -> None:
    ada.email, ada.mail_is_safe = "ada@harbour.example", True
    behaviour.mail = "553 5.7.1 Not your address"

    with pytest.raises(mail_accounts.TestNotTaken, match=r"553 5\.7\.1 Not your address"):
        mail_accounts.send_test(team, actor=ada, now=now)
