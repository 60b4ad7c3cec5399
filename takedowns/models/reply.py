"""What came back."""

import uuid

from django.conf import settings
from django.db import models

from takedowns.models.notice import Notice


class Reply(models.Model):
    """An answer as pasted; `original` is its file, kept as an exhibit."""

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

    def __str__(self) -> str:
        return f"reply to {self.notice_id}"
