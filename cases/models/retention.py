"""How long a case is kept, and that it is to be deleted, was, or must not be."""

from django.conf import settings
from django.db import models

from cases.models.case import Case
from cases.models.sealed_fields import SealedTextField


class Retention(models.Model):
    """One row a case. Without dates it is kept until somebody decides.

    `remind_date` asks whether it is still needed; on `delete_date` the days of grace begin, but
    never before the warning stood on its page for a while (`warned_at`). `due_at` is when the days
    of grace are over, `done_at` when it was deleted. `hold_reason` stops all of it.
    """

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="retention"
    )
    remind_date = models.DateField(null=True, blank=True)
    delete_date = models.DateField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    hold_reason = SealedTextField(max_length=300, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The reminder comes first."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(remind_date=None)
                | models.Q(delete_date=None)
                | models.Q(remind_date__lte=models.F("delete_date")),
                name="reminded_before_deleted",
            ),
        ]
        indexes = [models.Index(fields=["done_at", "due_at"])]

    def __str__(self) -> str:
        return f"retention of {self.case_id}"
