"""One thing that happened in a case."""

from django.conf import settings
from django.db import models

from cases.models.case import Case
from cases.models.sealed_fields import SealedJSONField


class TimelineEvent(models.Model):
    """A row of the timeline: its kind has a sentence (`cases.timeline`), its payload the blanks.

    Written by acting, through `timeline.record`; never by a form, never changed.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="timeline")
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    payload = SealedJSONField(default=dict)

    class Meta:
        """Read by case, newest last."""

        indexes = [models.Index(fields=["case", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} in {self.case_id}"
