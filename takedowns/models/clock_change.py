"""What the recipient said about its time, and the clock as it was before."""

import uuid

from django.conf import settings
from django.db import models

from takedowns.models.notice import Notice


class ClockChangeKind(models.TextChoices):
    """Why a clock was counted anew."""

    RECEIVED = "RECEIVED", "They confirmed that they have it"
    LONGER = "LONGER", "They told me that they need longer"
    COUNTER = "COUNTER", "They told me of an objection to my letter"


class ClockChange(models.Model):
    """`told_at` is the moment they named or wrote; `before` the notice's clock until then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="clock_changes")
    kind = models.CharField(max_length=10, choices=ClockChangeKind)
    told_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict)
    due_before = models.DateTimeField(null=True, blank=True)
    due_after = models.DateTimeField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """Closed list."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ClockChangeKind.values),
                name="clock_change_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.notice_id}"
