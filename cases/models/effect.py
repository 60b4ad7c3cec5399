"""What the leak did to the person, as they say it."""

import uuid

from django.conf import settings
from django.db import models

from cases.models.case import Case
from cases.models.sealed_fields import SealedTextField


class Effect(models.Model):
    """One effect in the person's own words, with its day where that is known.

    `quotable`: the person said that a dossier may quote it word for word. It is never edited;
    whoever wants other words takes it away and writes it anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="effects")
    happened_date = models.DateField(null=True, blank=True)
    words = SealedTextField(max_length=4000)
    quotable = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """Read by day; those without one last, as they were written."""

        ordering = [models.F("happened_date").asc(nulls_last=True), "written_at", "pk"]

    def __str__(self) -> str:
        return f"effect in {self.case_id}"
