"""One immutable file with its digest and its number."""

import uuid

from django.conf import settings
from django.db import models

from cases.models import Case
from evidence.models.sealed import SealedFile
from evidence.models.sighting import Sighting


class Reading(models.TextChoices):
    """How far the machine's look at the file has come. DUE rows are what the worker takes."""

    DUE = "DUE", "Being checked"
    WORKING = "WORKING", "Being checked now"
    DONE = "DONE", "Checked"
    NOT_COMPARABLE = "NOT_COMPARABLE", "Kept, cannot be compared"


class Purpose(models.TextChoices):
    """What the file is in the case."""

    SIGHTING = "SIGHTING", "Shows a place"
    PROOF = "PROOF", "Shows that a letter was sent"
    REPLY = "REPLY", "An answer"


class LookReason(models.TextChoices):
    """Why somebody who works on a case looks at a picture; the client reads it."""

    COMPARE = "COMPARE", "to compare it"
    LETTER = "LETTER", "for a letter"
    BUNDLE = "BUNDLE", "for a bundle or a court"
    ASKED = "ASKED", "because the person asked for it"
    DANGER = "DANGER", "to see whether somebody is in danger"


class Exhibit(models.Model):
    """`EX-0001` and so on; the number never changes and never comes twice.

    `original_name` is the file's name as it came, `mime` its type by content. `why_not` is one
    sentence where it cannot be compared, `note` what else the check found. `sighted_again`
    counts later uploads of the same file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exhibits")
    number = models.PositiveIntegerField()
    sighting = models.ForeignKey(
        Sighting, on_delete=models.SET_NULL, null=True, blank=True, related_name="exhibits"
    )
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.SIGHTING)
    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT, related_name="exhibit")
    original_name = models.CharField(max_length=255, blank=True)
    mime = models.CharField(max_length=80, default="application/octet-stream")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sighted_again = models.PositiveIntegerField(default=0)

    reading = models.CharField(max_length=16, choices=Reading, default=Reading.DUE)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    quality = models.PositiveSmallIntegerField(null=True, blank=True)
    why_not = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)
    has_location = models.BooleanField(default=False)

    called: str = ""
    """Another label, for one document; no column."""

    class Meta:
        """Numbers never repeat in a case; closed lists are held by the database."""

        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="exhibit_number_once"),
            models.CheckConstraint(
                condition=models.Q(reading__in=Reading.values), name="reading_known"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=Purpose.values), name="purpose_known"
            ),
        ]
        indexes = [models.Index(fields=["reading", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.label} of {self.case_id}"

    @property
    def label(self) -> str:
        """The exhibit number as people write it."""
        return self.called or f"EX-{self.number:04d}"
