"""What is to be deleted soon: on the advocate's day, and one mail that says nothing.

A mail goes to whoever may keep the case, only to an address marked as safe, when the warning
appears and when the days of grace begin by the date. Nobody is written to about a deletion that
a person asked for. One day is one mail, however many cases it is about; it names none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.models import Case, Retention, State
from takedowns.deadlines import outside_quiet_hours
from takedowns.models import ReminderMail
from takedowns.services import reminder_choices, reminder_mails

WARNED, BEGUN = "W", "G"
"""The first sign of a mail's period; a day in UTC follows, as in W20261122."""
OWED_FOR = timedelta(days=3)
"""A warning older than this is owed no mail: the place stood still, or was set up anew."""


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a mail is owed, and since when."""

    retention: Retention
    mark: str
    at: datetime

    @property
    def period(self) -> str:
        return f"{self.mark}{self.at:%Y%m%d}"


def near(person: Person, *, mine: bool, now: datetime) -> QuerySet[Retention]:
    """Cases this person works on that are to be deleted soon or to be asked about, soonest first.

    Closed ones too: nobody opens those, and so nobody reads the warning on their pages.
    """
    cases = access.workable_by(person).exclude(client=person)
    if mine:
        cases = cases.filter(advocate=person)
    waits = Q(due_at__isnull=False) | Q(warned_at__isnull=False) | Q(remind_date__lte=now.date())
    rows = Retention.objects.filter(waits, case__in=cases, done_at=None, hold_reason="")
    soonest = (F(name).asc(nulls_last=True) for name in ("due_at", "delete_date", "remind_date"))
    return rows.select_related("case").order_by(*soonest, "pk")


def owe(*, now: datetime) -> int:
    """Owe the mails for what was warned of or begun by itself lately; returns how many are new."""
    made = 0
    for reason in _reasons(now - OWED_FOR):
        for person in _readers(reason.retention.case):
            _, new = ReminderMail.objects.get_or_create(
                person=person, period=reason.period, defaults={"due_at": _when(person, now=now)}
            )
            made += new
    return made


def is_ours(mail: ReminderMail) -> bool:
    """Whether the mail is about something that is to be deleted."""
    return mail.period[:1] in {WARNED, BEGUN}


def is_wanted(mail: ReminderMail) -> bool:
    """Asked again when it leaves: the day may have been changed, or the person taken out."""
    reasons = _reasons(mail.due_at - OWED_FOR - timedelta(days=8))
    return any(
        reason.period == mail.period and mail.person in _readers(reason.retention.case)
        for reason in reasons
    )


def _reasons(since: datetime) -> Iterator[_Reason]:
    rows = Retention.objects.filter(done_at=None, hold_reason="").exclude(
        case__state=State.DISPOSED
    )
    rows = rows.select_related("case__client", "case__advocate")
    for row in rows.filter(due_at=None, warned_at__gte=since):
        if row.warned_at is not None:
            yield _Reason(row, WARNED, row.warned_at)
    for row in rows.filter(due_at__isnull=False, asked_by=None, asked_at__gte=since):
        if row.asked_at is not None:
            yield _Reason(row, BEGUN, row.asked_at)


def _readers(case: Case) -> list[Person]:
    people = [person for person in (case.client, case.advocate) if person is not None]
    return [
        person
        for person in people
        if reminder_mails.has_safe_mail(person) and access.can(person, Permission.CLOSE, case)
    ]


def _when(person: Person, *, now: datetime) -> datetime:
    """With the next bundled note where one is chosen, else outside the quiet hours."""
    choices = reminder_choices.of(person)
    if choices.next_digest_at is not None:
        return max(choices.next_digest_at, now)
    return outside_quiet_hours(now, person.zone, reminder_choices.quiet_hours(choices))
