"""What the client gave us to recognise the material by."""

import uuid

from django.conf import settings
from django.db import models

from cases.models import Case
from evidence.models.sealed import SealedFile


class WorkedOut(models.TextChoices):
    """Where the fingerprints of a reference were worked out."""

    HERE = "HERE", "here"
    DEVICE = "DEVICE", "on the person's own device"


class Reference(models.Model):
    """A file, or only its fingerprints: then `file` is empty.

    `region` is the part of the upright file they are of, as left, top, right and bottom in
    pixels with a space between; empty for all of it. `cut` holds that part's pixels.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="references")
    number = models.PositiveIntegerField()
    label = models.CharField("your name for it", max_length=80, blank=True)
    file = models.OneToOneField(
        SealedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="reference"
    )
    cut = models.OneToOneField(
        SealedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="cut_reference"
    )
    sha256 = models.CharField(max_length=64)
    region = models.CharField(max_length=60, blank=True)
    worked_out = models.CharField(max_length=6, choices=WorkedOut, default=WorkedOut.HERE)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    quality = models.PositiveSmallIntegerField(null=True, blank=True)
    why_not = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """Numbers never repeat in a case; the same part of a file is one reference."""

        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="reference_number_once"),
            models.UniqueConstraint(
                fields=["case", "sha256", "region"], name="reference_part_once"
            ),
        ]

    def __str__(self) -> str:
        return f"R-{self.number} of {self.case_id}"

    @property
    def shown_label(self) -> str:
        """`R-2` and the person's own name for it."""
        return f"R-{self.number} {self.label}".strip()


class WaitingPicture(models.Model):
    """A file that looks like a page: it waits, sealed, until its giver says which part counts.

    `boxes` are the parts offered, each four numbers on the upright picture. `drawings` holds
    outline drawings, sealed: the whole first, then each part.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="waiting_pictures")
    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT, related_name="waiting")
    label = models.CharField(max_length=80, blank=True)
    keeping = models.CharField(max_length=12)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    boxes = models.JSONField(default=list)
    drawings = models.BinaryField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"picture waiting in {self.case_id}"


class Fingerprint(models.Model):
    """All fingerprints of one exhibit or one reference, sealed with the case's key.

    The clear value is `evidence.fingerprints` bytes; it is never shown, logged or exported.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exhibit = models.OneToOneField(
        "evidence.Exhibit", on_delete=models.CASCADE, null=True, related_name="fingerprint"
    )
    reference = models.OneToOneField(
        Reference, on_delete=models.CASCADE, null=True, related_name="fingerprint"
    )
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        """It belongs to exactly one thing."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(exhibit=None) ^ models.Q(reference=None),
                name="fingerprint_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"fingerprint {self.id}"
