"""A file on its way in, part by part, so that a lost line costs one part and not the file."""

import uuid

from django.conf import settings
from django.db import models

from cases.models import Case
from evidence.models.exhibit import Exhibit
from evidence.models.sealed import SealedFile


class Upload(models.Model):
    """What was announced and how much of it is here. `sealed` holds the file's name and its mark.

    `exhibit` is what it became; the row stays for a while, so that a form sent twice keeps the
    file once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="uploads")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    touched_at = models.DateTimeField(db_index=True)
    exhibit = models.ForeignKey(
        Exhibit, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )

    class Meta:
        """Never more than was announced."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")), name="upload_not_past_its_end"
            ),
        ]

    def __str__(self) -> str:
        return f"upload {self.id}"

    @property
    def is_whole(self) -> bool:
        """Whether every byte that was announced is here."""
        return self.received == self.size


class UploadPart(models.Model):
    """One part, sealed like any file of the case; `start` is its first byte's place."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    start = models.BigIntegerField()
    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT, related_name="upload_part")

    class Meta:
        """No two parts begin at one place."""

        constraints = [
            models.UniqueConstraint(fields=["upload", "start"], name="upload_part_once"),
        ]

    def __str__(self) -> str:
        return f"part at {self.start} of {self.upload_id}"
