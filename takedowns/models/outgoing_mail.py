"""An approved letter on its way out by mail: an outbox row that a sweep claims."""

import uuid

from django.conf import settings
from django.db import models

from takedowns.models.notice import Notice


class MailState(models.TextChoices):
    """QUEUED rows are claimed. An UNCERTAIN one waits for a person and never goes by itself."""

    QUEUED = "QUEUED", "Waiting to be sent"
    SENDING = "SENDING", "Being sent"
    SENT = "SENT", "Taken by the mail server"
    UNCERTAIN = "UNCERTAIN", "Not known if it arrived"
    FAILED = "FAILED", "Refused"
    STOPPED = "STOPPED", "Stopped, nothing left"


LIVE = (MailState.QUEUED, MailState.SENDING, MailState.UNCERTAIN, MailState.SENT)
"""At most one mail of a letter is in one of these."""


class OutgoingMail(models.Model):
    """Bound to the text approved (`digest`), the address written to and the address it goes from.

    `message_id` is made once and stays the same however often it is tried. `tried_at` is the date
    in its head; `handed_at` is set before the first byte of the text is given away, so that after
    a crash a row without it has left nothing. `answer` holds the server's last words, `why` ours.
    `attempts` grows with every claim and tells an old worker that it was overtaken.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="mails")
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    message_id = models.CharField(max_length=320, unique=True)
    digest = models.CharField(max_length=64)
    recipient = models.CharField(max_length=300)
    from_name = models.CharField(max_length=80, blank=True)
    from_address = models.EmailField()
    reply_to = models.EmailField()
    queued_at = models.DateTimeField()
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(help_text="when a person last decided that it goes")
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    why = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """One mail of a letter at a time; the sweep reads by state and due moment."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=MailState.values), name="mail_state_known"
            ),
            models.UniqueConstraint(
                fields=["notice"], condition=models.Q(state__in=LIVE), name="one_live_mail_a_notice"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"mail of {self.notice_id}"
