"""What is still to be compared, and what is kept to compare with."""

import uuid

from django.db import models

from evidence.models.exhibit import Exhibit
from evidence.models.match import Match
from evidence.models.reference import Reference
from evidence.models.sealed import SealedFile


class Comparing(models.TextChoices):
    """How far the closer look at an exhibit has come. DUE rows are what the worker takes."""

    DUE = "DUE", "To be compared"
    WORKING = "WORKING", "Being compared now"
    DONE = "DONE", "Compared"
    GAVE_UP = "GAVE_UP", "Could not be compared"


class Comparison(models.Model):
    """An exhibit's closer look at the references of its case.

    `upto` is the number of the last reference it was compared with: numbers only grow, so a
    reference given later is the only thing left to do.
    """

    exhibit = models.OneToOneField(
        Exhibit, on_delete=models.CASCADE, primary_key=True, related_name="comparison"
    )
    state = models.CharField(max_length=8, choices=Comparing, default=Comparing.DUE)
    upto = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """The closed list is held by the database."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=Comparing.values), name="comparing_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.state} {self.exhibit_id}"


class WorkingCopy(models.Model):
    """A reference small and grey, with its details: sealed, never shown, gone with the reference.

    `made_by` names the version of the details; another version is made anew.
    """

    reference = models.OneToOneField(
        Reference, on_delete=models.CASCADE, primary_key=True, related_name="working_copy"
    )
    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT, related_name="working_copy")
    made_by = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"working copy of {self.reference_id}"


class Drawing(models.Model):
    """Both pictures of a match as lines, the one laid straight on the other: no photograph.

    The same drawings two abreast (`wide`) and one below the other (`tall`). `has_both` is false
    where no copy of the reference is kept: then the file alone is drawn, with the place marked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.OneToOneField(Match, on_delete=models.CASCADE, related_name="drawing")
    wide = models.OneToOneField(SealedFile, on_delete=models.PROTECT, related_name="drawing_wide")
    tall = models.OneToOneField(SealedFile, on_delete=models.PROTECT, related_name="drawing_tall")
    has_both = models.BooleanField()

    def __str__(self) -> str:
        return f"drawing of {self.match_id}"
