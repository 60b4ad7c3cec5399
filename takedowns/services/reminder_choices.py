"""How a person wants to be reminded: quiet hours, and notes bundled into a day or a week."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import Person
from takedowns.deadlines import QuietHours
from takedowns.models import DigestPace, Quiet, ReminderChoices

log = logging.getLogger("redress.reminder_choices")
WEEK = 7


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person chose on their page, already checked."""

    quiet: Quiet
    quiet_from: time
    quiet_until: time
    digest: DigestPace
    digest_hour: int
    digest_weekday: int


def of(person: Person) -> ReminderChoices:
    """The person's choices; an unsaved row with the defaults where nothing was chosen."""
    kept = ReminderChoices.objects.filter(person=person).first()
    return kept or ReminderChoices(person=person)


def quiet_hours(choices: ReminderChoices) -> QuietHours | None:
    """When no mail may come; None for a person who may be written to at any time."""
    if choices.quiet == Quiet.NEVER:
        return None
    if choices.quiet == Quiet.OWN:
        return QuietHours(choices.quiet_from, choices.quiet_until)
    return QuietHours()


@transaction.atomic
def change(person: Person, *, wanted: Wanted, now: datetime) -> ReminderChoices:
    """Keep the choices, and set when the next bundled note is thought about."""
    kept, _ = ReminderChoices.objects.select_for_update().get_or_create(person=person)
    kept.quiet, kept.digest = wanted.quiet, wanted.digest
    kept.quiet_from, kept.quiet_until = wanted.quiet_from, wanted.quiet_until
    kept.digest_hour, kept.digest_weekday = wanted.digest_hour, wanted.digest_weekday
    kept.next_digest_at = next_digest(kept, zone=person.zone_info, after=now)
    kept.save()
    log.info("person %s: reminders changed", person.pk)
    return kept


def next_digest(choices: ReminderChoices, *, zone: ZoneInfo, after: datetime) -> datetime | None:
    """The next chosen hour (and weekday) after a moment, in UTC; None where none is chosen."""
    if choices.digest == DigestPace.OFF:
        return None
    day = after.astimezone(zone).date()
    if choices.digest == DigestPace.WEEKLY:
        day += timedelta(days=(choices.digest_weekday - day.isoweekday()) % WEEK)
    step = timedelta(days=WEEK if choices.digest == DigestPace.WEEKLY else 1)
    moment = datetime.combine(day, time(choices.digest_hour), zone).astimezone(UTC)
    if moment <= after:
        moment = datetime.combine(day + step, time(choices.digest_hour), zone).astimezone(UTC)
    return moment


def period_of(choices: ReminderChoices, moment: datetime, *, zone: ZoneInfo) -> str:
    """The day or week a bundled note stands for, in the person's zone."""
    day = moment.astimezone(zone).date()
    if choices.digest == DigestPace.WEEKLY:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return day.isoformat()
