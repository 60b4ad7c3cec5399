"""What a crash left half sent before mails had rows of their own is open afterwards."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from takedowns.models import FollowUp, FollowUpState, Notice

pytestmark = pytest.mark.django_db

migration = importlib.import_module(
    "takedowns.migrations.0006_clocks_that_change_and_mails_that_wait"
)


def let_old_states_in() -> None:
    """The rule of the database that knows only today's states, off for this test."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE takedowns_followup DROP CONSTRAINT follow_up_state_known")


def test_opens_what_was_half_sent(sent: Notice) -> None:
    let_old_states_in()
    first = sent.follow_ups.earliest("due_at")
    FollowUp.objects.filter(pk=first.pk).update(state="SENDING")

    migration.show_half_sent(apps, connection.schema_editor())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")

    first.refresh_from_db()
    assert first.state == FollowUpState.SHOWN
    assert {each.state for each in sent.follow_ups.exclude(pk=first.pk)} == {FollowUpState.DUE}
