"""A person's calendar at a secret address: due moments of the cases they may see now.

The address holds 256 random bits; only their SHA-256 is kept, so that whoever reads the database
cannot read a calendar. An entry's name is made with a key of its own feed: it stays the same, and
nothing in it leads back to a letter.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import Person
from takedowns.deadlines import outside_quiet_hours
from takedowns.models import Notice, NoticeState, ReminderChoices
from takedowns.rendering.calendar_file import Entry, calendar_file
from takedowns.services import clocks, follow_ups, reminder_choices

TOKEN_BYTES = 32
KEPT = timedelta(days=7)
"""How long a moment that has passed stays in the calendar while its letter has no answer."""
MOST = 500


@transaction.atomic
def switch_on(person: Person, *, alarms: bool, now: datetime) -> str:
    """Make a new address; the one before stops working. Its token is known here for the last
    time."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    kept, _ = ReminderChoices.objects.select_for_update().get_or_create(person=person)
    kept.feed_digest, kept.feed_key = digest_of(token), secrets.token_hex(32)
    kept.feed_alarms, kept.feed_made_at = alarms, now
    kept.save(update_fields=["feed_digest", "feed_key", "feed_alarms", "feed_made_at"])
    return token


@transaction.atomic
def switch_off(person: Person) -> None:
    """The address stops working. Twice is once."""
    ReminderChoices.objects.filter(person=person).update(
        feed_digest=None, feed_key="", feed_alarms=False, feed_made_at=None
    )


def digest_of(token: str) -> str:
    """How a token stands in the database."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> ReminderChoices | None:
    """The feed a token opens; wrong, renewed, switched off and suspended are all alike: None."""
    rows = ReminderChoices.objects.filter(feed_digest=digest_of(token), person__is_active=True)
    return rows.select_related("person").first()


def feed_of(choices: ReminderChoices, *, now: datetime) -> bytes:
    """The calendar as it stands now."""
    person = choices.person
    name = person.app_name or settings.APP_NAME
    entries = entries_of(choices, now=now)
    return calendar_file(entries, name=name, title=f"Look at {name}", now=now)


def entries_of(choices: ReminderChoices, *, now: datetime) -> list[Entry]:
    """Every due moment ahead, and those of the last days whose letter has no answer."""
    person = choices.person
    quiet = reminder_choices.quiet_hours(choices)
    letters = Notice.objects.filter(
        case__in=follow_ups.cases_followed_by(person), state=NoticeState.SENT
    ).only("pk", "clock")
    moments = (
        (f"{letter.pk}/{stage}", clock.due_at)
        for letter in letters.order_by("due_at")[:MOST]
        for stage, clock in enumerate(clocks.thaw(letter))
        if clock.due_at is not None and clock.due_at > now - KEPT
    )
    return [
        Entry(
            uid=_uid(choices.feed_key, of),
            at=at,
            alarm_at=outside_quiet_hours(at, person.zone, quiet) if choices.feed_alarms else None,
        )
        for of, at in sorted(moments, key=lambda pair: pair[1])
    ]


def _uid(key: str, of: str) -> str:
    return hmac.new(key.encode(), of.encode(), hashlib.sha256).hexdigest()[:40]
