"""A part of an exhibit's picture that is not to be seen in a redacted set."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from evidence.models.exhibit import Exhibit


class RedactionReason(models.TextChoices):
    """Why a part is covered; short and closed, since it stands in the log a reader gets."""

    FACE = "FACE", "Face of another person"
    BODY = "BODY", "Part of a body"
    NAME = "NAME", "Name"
    CONTACT = "CONTACT", "Address, number or account"
    MINOR = "MINOR", "Somebody under 18"
    OTHER = "OTHER", "Other private detail"


class RedactionRows(models.QuerySet["Redaction"]):
    """Boxes of any number of exhibits."""

    def standing(self) -> "RedactionRows":
        """Those that were not taken back."""
        return self.filter(ended_at=None)

    def standing_at(self, moment: datetime) -> "RedactionRows":
        """Those that stood at a moment, whatever became of them since."""
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=moment), drawn_at__lte=moment)


class Redaction(models.Model):
    """One box over the upright picture, in pixels of the file itself.

    `number` counts the boxes of one exhibit and never comes twice. A box that was taken back
    stays as history. The exhibit is not changed by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="redactions")
    number = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    top = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    reason = models.CharField(max_length=8, choices=RedactionReason)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RedactionRows.as_manager()

    class Meta:
        """Numbers never repeat, no box is empty, and closed lists are held by the database."""

        constraints = [
            models.UniqueConstraint(fields=["exhibit", "number"], name="redaction_number_once"),
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0), name="redaction_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=RedactionReason.values), name="redaction_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="redaction_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"box {self.number} of {self.exhibit_id}"

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom on the upright picture."""
        return self.left, self.top, self.left + self.width, self.top + self.height
