"""What time would do, or a machine, done at once in the rows of a house. Run by `House.inside`."""

import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import django

from config import sqlite

sqlite.prefer_bundled()
django.setup()

from django.utils import timezone  # noqa: E402  after the settings are read

from accounts.models import Membership, Role  # noqa: E402  as above
from cases.models import Case  # noqa: E402  as above
from takedowns.models import (  # noqa: E402  as above
    DigestPace,
    FollowUp,
    FollowUpKind,
    FollowUpState,
    Notice,
    ReminderChoices,
    ReminderMail,
)
from tests import factories  # noqa: E402  as above
from tests.journeys.inside_climb import CLIMB_ACTS  # noqa: E402  as above
from tests.journeys.inside_files import FILE_ACTS  # noqa: E402  as above
from tests.journeys.inside_mail import MAIL_ACTS  # noqa: E402  as above


def let_time_pass(ref: str) -> str:
    """Move the sent letter of a case back so far that its time has been over for two minutes.

    The warning before it counts as done, so that one reminder is due.
    """
    notice = Notice.objects.get(case__ref=ref, state="SENT")
    last = notice.follow_ups.get(kind=FollowUpKind.AT_DUE)
    by = last.due_at - timezone.now() + timedelta(minutes=2)
    clock: dict[str, Any] = {"stages": [_earlier(each, by=by) for each in notice.clock["stages"]]}
    moments = {
        name: getattr(notice, name) - by
        for name in ("drafted_at", "approved_at", "sent_at", "due_at")
    }
    Notice.objects.filter(pk=notice.pk).update(clock=clock, **moments)
    notice.follow_ups.exclude(pk=last.pk).update(state=FollowUpState.DONE)
    FollowUp.objects.filter(pk=last.pk).update(due_at=last.due_at - by)
    return "moved"


def let_lease_end(ref: str) -> str:
    """Five minutes after a worker was lost, what it held is free again."""
    client = Case.objects.get(ref=ref).client
    held = ReminderMail.objects.filter(person=client, lease_until__isnull=False)
    return str(held.update(lease_until=timezone.now() - timedelta(seconds=1)))


def mail_state(ref: str) -> str:
    """What became of the client's newest mail."""
    client = Case.objects.get(ref=ref).client
    newest = ReminderMail.objects.filter(person=client).order_by("-due_at").first()
    return newest.state if newest else ""


def ask_for_a_note_a_day(ref: str) -> str:
    """The client wants one note a day instead of one for each reminder."""
    client = Case.objects.get(ref=ref).client
    ReminderChoices.objects.update_or_create(person=client, defaults={"digest": DigestPace.DAILY})
    return "asked"


def let_the_hour_come(ref: str) -> str:
    """Once a reminder is open, it is the hour the client chose."""
    while not FollowUp.objects.open().filter(notice__case__ref=ref).exists():
        time.sleep(0.2)
    client = Case.objects.get(ref=ref).client
    rows = ReminderChoices.objects.filter(person=client)
    return str(rows.update(next_digest_at=timezone.now()))


def hire_advocate(username: str) -> str:
    """An advocate in a team of her own; returns the name she signs in with."""
    team = factories.organisation(f"Harbour {username}")
    return factories.member(team, username, Role.ADVOCATE).username


def hand_over(ref: str, username: str) -> str:
    """The case is in the hands of an advocate from now on; returns their name."""
    held = Membership.objects.get(person__username=username)
    Case.objects.filter(ref=ref).update(organisation=held.organisation, advocate=held.person)
    return username


def let_in_client(username: str) -> str:
    """Somebody for themselves, without a case yet."""
    return factories.person(username).username


def _earlier(stage: dict[str, Any], *, by: timedelta) -> dict[str, Any]:
    moved = dict(stage)
    for name in ("started_at", "due_at"):
        if stage[name]:
            moved[name] = (datetime.fromisoformat(stage[name]) - by).isoformat()
    return moved


ACTS: dict[str, Callable[..., str]] = (
    FILE_ACTS
    | MAIL_ACTS
    | CLIMB_ACTS
    | {
        act.__name__: act
        for act in (
            let_time_pass,
            let_lease_end,
            mail_state,
            ask_for_a_note_a_day,
            let_the_hour_come,
            hire_advocate,
            hand_over,
            let_in_client,
        )
    }
)

if __name__ == "__main__":
    sys.stdout.write(ACTS[sys.argv[1]](*sys.argv[2:]))
