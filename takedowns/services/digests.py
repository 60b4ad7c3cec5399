"""One bundled note a day or a week, for whoever chose it, and only where something is open."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from takedowns.models import DigestPace, ReminderChoices, ReminderMail, ReminderMailState
from takedowns.services import endings, follow_ups, reminder_choices, reminder_mails

BATCH = 500


def due_ids(*, now: datetime) -> list[UUID]:
    """People whose chosen hour has come, the longest waiting first."""
    waiting = ReminderChoices.objects.filter(next_digest_at__lte=now).order_by("next_digest_at")
    return list(waiting.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def bundle(choices_id: UUID, *, now: datetime) -> bool:
    """Owe one mail for this period, if anything is open; returns whether it did.

    Periods that passed while nothing ran are not made up for: one note stands for them all.
    """
    rows = ReminderChoices.objects.select_for_update(skip_locked=True, of=("self",))
    choices = rows.select_related("person").filter(pk=choices_id).first()
    if choices is None or choices.next_digest_at is None or choices.next_digest_at > now:
        return False
    person = choices.person
    zone = person.zone_info
    choices.next_digest_at = reminder_choices.next_digest(choices, zone=zone, after=now)
    choices.save(update_fields=["next_digest_at"])
    if not reminder_mails.has_safe_mail(person) or not follow_ups.open_for(person).exists():
        return False
    period = reminder_choices.period_of(choices, now, zone=zone)
    _, made = ReminderMail.objects.get_or_create(
        person=person, period=period, defaults={"due_at": now}
    )
    return made


def post(*, clock: Callable[[], datetime], most: int = BATCH) -> int:
    """Hand over the mails that are due, one at a time; returns how many were sent.

    The clock is asked for each, for each is leased by itself. Stops where the mail server cannot
    be reached: whoever comes next tries again.
    """
    sent = 0
    for _ in range(most):
        now = clock()
        mail_id = reminder_mails.claim(now=now)
        if mail_id is None:
            break
        state = reminder_mails.deliver(mail_id, is_wanted=_is_wanted(mail_id), now=now)
        if state is None:
            break
        sent += state == ReminderMailState.SENT
    return sent


def _is_wanted(mail_id: UUID) -> bool:
    """A bundled note only while it is chosen and something is still open.

    One about a deletion only while that is still to come.
    """
    mail = ReminderMail.objects.select_related("person").get(pk=mail_id)
    if endings.is_ours(mail):
        return endings.is_wanted(mail)
    chosen = reminder_choices.of(mail.person).digest != DigestPace.OFF
    if not mail.period:
        return not chosen
    return chosen and follow_ups.open_for(mail.person).exists()
