"""One content-free mail that is owed to one person: an outbox row that a sweep claims."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from takedowns.models.follow_up import FollowUp


class ReminderMailState(models.TextChoices):
    """DUE → SENDING → SENT. A row a crash left in SENDING becomes UNSURE and is never mailed."""

    DUE = "DUE", "Waiting"
    SENDING = "SENDING", "Being sent"
    SENT = "SENT", "Sent"
    UNSURE = "UNSURE", "May have been sent"
    REFUSED = "REFUSED", "Not taken by the mail server"
    DROPPED = "DROPPED", "No longer needed"


class ReminderMail(models.Model):
    """For one reminder (and the `turn` it was put off to), or for one `period`: a day or a week.

    A period is written 2026-11-26 or 2026-W48, in the person's own zone. W20261126 is a day, in
    UTC, on which a deletion was warned of, G20261126 one on which its days of grace began.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_mails"
    )
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    turn = models.PositiveSmallIntegerField(default=0)
    period = models.CharField(max_length=10, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ReminderMailState, default=ReminderMailState.DUE)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One mail a person and reason, held by the database."""

        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "person", "turn"],
                condition=Q(follow_up__isnull=False),
                name="mail_once_a_reminder",
            ),
            models.UniqueConstraint(
                fields=["person", "period"], condition=~Q(period=""), name="mail_once_a_period"
            ),
            models.CheckConstraint(
                condition=Q(follow_up__isnull=False, period="")
                | (Q(follow_up__isnull=True) & ~Q(period="")),
                name="mail_for_one_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReminderMailState.values), name="reminder_mail_state_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"mail {self.state} {self.period or self.follow_up_id}"
