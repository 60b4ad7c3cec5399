"""One attempt to put a notice on a channel, with proof."""

import uuid

from django.conf import settings
from django.db import models

from takedowns.models.notice import Notice


class Way(models.TextChoices):
    """How it went out, in the person's own hands."""

    FORM = "FORM", "Through their own form"
    MAIL = "MAIL", "By e-mail, from my mailbox"
    POST = "POST", "On paper"
    IN_APP = "IN_APP", "With the report button in the app"


class Delivery(models.Model):
    """`reference` is the number the recipient gave; `proof` an exhibit that shows it."""

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

    class Meta:
        """Closed list."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(way__in=Way.values), name="delivery_way_known"
            ),
        ]

    def __str__(self) -> str:
        return f"delivery of {self.notice_id}"
