"""What the client gave us to recognise the material by."""

import uuid

from django.conf import settings
from django.db import models

from cases.models import Case
from evidence.models.sealed import SealedFile


class Reference(models.Model):
    """A file, or only its fingerprints: then `file` is empty."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="references")
    number = models.PositiveIntegerField()
    label = models.CharField("your name for it", max_length=80, blank=True)
    file = models.OneToOneField(
        SealedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="reference"
    )
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    quality = models.PositiveSmallIntegerField(null=True, blank=True)
    why_not = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """Numbers never repeat in a case; the same file is one reference."""

        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="reference_number_once"),
            models.UniqueConstraint(fields=["case", "sha256"], name="reference_file_once"),
        ]

    def __str__(self) -> str:
        return f"R-{self.number} of {self.case_id}"

    @property
    def shown_label(self) -> str:
        """`R-2` and the person's own name for it."""
        return f"R-{self.number} {self.label}".strip()


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
