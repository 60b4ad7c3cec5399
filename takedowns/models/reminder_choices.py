"""How one person wants to be reminded."""

import uuid
from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q


class Quiet(models.TextChoices):
    """When no mail may come."""

    USUAL = "USUAL", "From 9 in the evening to 8 in the morning"
    OWN = "OWN", "At other hours"
    NEVER = "NEVER", "Mail may come at any time"


class DigestPace(models.TextChoices):
    """How mails are bundled."""

    OFF = "OFF", "One note for each reminder"
    DAILY = "DAILY", "At most one note a day"
    WEEKLY = "WEEKLY", "At most one note a week"


class Weekday(models.IntegerChoices):
    """The day of a weekly note, as ISO counts."""

    MONDAY = 1, "Monday"
    TUESDAY = 2, "Tuesday"
    WEDNESDAY = 3, "Wednesday"
    THURSDAY = 4, "Thursday"
    FRIDAY = 5, "Friday"
    SATURDAY = 6, "Saturday"
    SUNDAY = 7, "Sunday"


class ReminderChoices(models.Model):
    """Hours and days are in the person's own zone; without a row the defaults hold.

    `next_digest_at` is when the sweep looks at this person next. Of the calendar's secret address
    only the SHA-256 is kept, in `feed_digest`; `feed_key` makes the names of its entries.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_choices"
    )
    quiet = models.CharField(max_length=5, choices=Quiet, default=Quiet.USUAL)
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(8))
    digest = models.CharField(max_length=6, choices=DigestPace, default=DigestPace.OFF)
    digest_hour = models.PositiveSmallIntegerField(default=9, validators=[MaxValueValidator(23)])
    digest_weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    next_digest_at = models.DateTimeField(null=True, blank=True, db_index=True)
    feed_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    feed_key = models.CharField(max_length=64, blank=True)
    feed_alarms = models.BooleanField(default=False)
    feed_made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Closed lists, held by the database."""

        constraints = [
            models.CheckConstraint(condition=Q(quiet__in=Quiet.values), name="quiet_known"),
            models.CheckConstraint(condition=Q(digest__in=DigestPace.values), name="digest_known"),
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="digest_hour_known"),
            models.CheckConstraint(
                condition=Q(digest_weekday__in=Weekday.values), name="digest_weekday_known"
            ),
        ]

    def __str__(self) -> str:
        return f"reminders of {self.person_id}"
