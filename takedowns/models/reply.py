"""What came back."""

import uuid

from django.conf import settings
from django.db import models

from takedowns.models.notice import Notice


class ReplyKind(models.TextChoices):
    """What an answer is, once a person has said so."""

    OPEN = "OPEN", "Not sorted yet"
    ACK = "ACK", "Only says that it arrived"
    ASKS = "ASKS", "Asks for more"
    DECIDES = "DECIDES", "Says what was done"
    COUNTER = "COUNTER", "A counter-notice came"


class ReplyReading(models.TextChoices):
    """How far the machine could read the file of an answer."""

    PASTED = "PASTED", "Typed or pasted"
    READ = "READ", "Read"
    HEAD_ONLY = "HEAD_ONLY", "Only its head could be read"
    UNREADABLE = "UNREADABLE", "Kept, could not be read"
    NO_MAIL = "NO_MAIL", "Kept, not a mail"


class Reply(models.Model):
    """An answer; `original` is what came, kept as an exhibit.

    Sender, subject, `sent_at` and the ids are what the mail says of itself, unproven. `keys` are
    the names of the key records its signatures name, `references` ids in angle brackets. `ticket`
    was confirmed by a person. `asked_done_at`: what they asked for was given, or never will be.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField(max_length=20000, blank=True)
    received_at = models.DateTimeField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    original = models.ForeignKey(
        "evidence.Exhibit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)

    reading = models.CharField(max_length=10, choices=ReplyReading, default=ReplyReading.PASTED)
    sender_name = models.CharField(max_length=400, blank=True)
    sender = models.CharField(max_length=400, blank=True)
    subject = models.CharField(max_length=400, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=250, blank=True)
    references = models.TextField(max_length=6000, blank=True)
    text_cut = models.BooleanField(default=False)
    keys = models.JSONField(default=list, blank=True)

    kind = models.CharField(max_length=8, choices=ReplyKind, default=ReplyKind.OPEN)
    kind_at = models.DateTimeField(null=True, blank=True)
    kind_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ticket = models.CharField(max_length=60, blank=True)
    asked_done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Closed lists."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ReplyKind.values), name="reply_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(reading__in=ReplyReading.values), name="reply_reading_known"
            ),
        ]
        indexes = [models.Index(fields=["kind", "asked_done_at"])]

    def __str__(self) -> str:
        return f"reply to {self.notice_id}"


class ReplyAttachment(models.Model):
    """Something that hangs on a mail. It is an exhibit of its own only where a person chose so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="attachments")
    at = models.PositiveSmallIntegerField(help_text="its place in the mail")
    name = models.CharField(max_length=200, blank=True)
    mime = models.CharField(max_length=80, blank=True)
    bytes = models.PositiveIntegerField()
    exhibit = models.ForeignKey(
        "evidence.Exhibit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """A place in a mail holds one thing."""

        constraints = [
            models.UniqueConstraint(fields=["reply", "at"], name="attachment_once"),
        ]

    def __str__(self) -> str:
        return f"attachment {self.at} of {self.reply_id}"
