"""Keys and the encrypted files they open."""

import uuid

from django.db import models

from cases.models import Case


class CaseKey(models.Model):
    """That a case has a key of its own, and where it lies; destroying it ends every file of it.

    The key itself, wrapped by the instance key, lies in the key store under `name`, outside the
    database, so that no dump of the database brings it back.
    """

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="sealing_key"
    )
    name = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"key of {self.case_id}"


class SealedFile(models.Model):
    """One encrypted file in the vault; `sha256` is of the clear bytes, as they came.

    `name` is its random name there; `wrapped_key` its own key under the case's key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sealed_files")
    name = models.CharField(max_length=80, unique=True)
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    wrapped_key = models.BinaryField()
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Derivative(models.Model):
    """A smaller copy made from an exhibit, without its metadata; never the exhibit itself."""

    class Kind(models.TextChoices):
        """What it is for."""

        PREVIEW = "PREVIEW", "Preview"
        OUTLINE = "OUTLINE", "Outline drawing"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exhibit = models.ForeignKey(
        "evidence.Exhibit", on_delete=models.CASCADE, related_name="derivatives"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    mime = models.CharField(max_length=40)
    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT, related_name="derivative")

    class Meta:
        """One of each kind an exhibit."""

        constraints = [
            models.UniqueConstraint(fields=["exhibit", "kind"], name="one_derivative_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.exhibit_id}"
