"""One attempt to put a notice on a channel, with proof."""

import uuid

from django.conf import settings
from django.db import models

from takedowns.models.notice import Notice


class Way(models.TextChoices):
    """How it went out. SMTP is ours; the others were a person's own hands."""

    FORM = "FORM", "Through their own form"
    MAIL = "MAIL", "By e-mail, from my mailbox"
    POST = "POST", "On paper"
    IN_APP = "IN_APP", "With the report button in the app"
    SMTP = "SMTP", "By e-mail, from the organisation’s address"


BY_HAND = [choice for choice in Way.choices if choice[0] != Way.SMTP]
"""Ways a person can say they used."""


class Delivery(models.Model):
    """`reference` is the number the recipient gave; `proof` an exhibit that shows it.

    For a mail of ours: its Message-ID, the SHA-256 of its exact bytes, what the mail server
    answered, its queue id where it named one, and the TLS version. Empty: not known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    way = models.CharField(max_length=8, choices=Way)
    sent_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField("their reference number", max_length=120, blank=True)
    proof = models.ForeignKey(
        "evidence.Exhibit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    message_id = models.CharField(max_length=320, blank=True)
    message_sha256 = models.CharField(max_length=64, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    queue_id = models.CharField(max_length=120, blank=True)
    tls = models.CharField(max_length=20, blank=True)

    class Meta:
        """Closed list."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(way__in=Way.values), name="delivery_way_known"
            ),
        ]

    def __str__(self) -> str:
        return f"delivery of {self.notice_id}"
