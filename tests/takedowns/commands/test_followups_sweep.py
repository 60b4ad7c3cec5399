"""`followups_sweep` does by hand what the queue rings for."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from accounts.models import Person
from takedowns.models import FollowUp, FollowUpKind, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(sent: Notice, now: datetime, time_machine_at: Callable[[datetime], None]) -> Notice:
    """The letter to X, one hour after its time ran out."""
    assert sent.due_at is not None
    time_machine_at(sent.due_at + timedelta(hours=1))
    return sent


def test_shows_what_is_due_and_says_how_many(
    over: Notice, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("followups_sweep")

    assert capsys.readouterr().out == "1 reminder was due.\nNo mail was sent.\n"
    assert [each.kind for each in FollowUp.objects.open()] == [FollowUpKind.AT_DUE]


def test_changes_nothing_when_run_again(
    over: Notice, wren: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    wren.email, wren.mail_is_safe = "wren@mailbox.example", True
    wren.save()
    call_command("followups_sweep")
    mails = len(mail.outbox)

    call_command("followups_sweep")

    assert mails == len(mail.outbox) == 1
    assert capsys.readouterr().out.endswith("No reminder was due.\nNo mail was sent.\n")


def test_leaves_what_is_not_due(
    sent: Notice, now: datetime, time_machine_at: Callable[[datetime], None],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    time_machine_at(now + timedelta(hours=2))

    call_command("followups_sweep")

    assert capsys.readouterr().out == "No reminder was due.\nNo mail was sent.\n"
