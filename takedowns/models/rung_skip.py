"""A rung of the ladder that somebody passed over."""

import uuid

from django.conf import settings
from django.db import models

from takedowns.models.notice import Notice, NoticeRung


class RungSkip(models.Model):
    """`notice` is the first letter of the claim; the reason is in the person's own words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="skips")
    rung = models.CharField(max_length=10, choices=NoticeRung)
    reason = models.CharField(max_length=300)
    skipped_at = models.DateTimeField()
    skipped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """Closed list; once for a claim."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(rung__in=NoticeRung.values), name="skipped_rung_known"
            ),
            models.UniqueConstraint(fields=["notice", "rung"], name="rung_skipped_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rung} of {self.notice_id} passed over"
