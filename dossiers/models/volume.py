"""One laid-out document of a dossier, kept as soon as it is there."""

import uuid

from django.db import models

from dossiers.models.dossier import Dossier


class DossierVolume(models.Model):
    """Volume `number` of a dossier, sealed. It never changes.

    `first` is the number for quoting of its first page, `parts` the page (from 1) each part begins
    on, `printed_sha256` the digest of the document before its seal was added.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="volumes")
    number = models.PositiveSmallIntegerField()
    pages = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    parts = models.JSONField()
    printed_sha256 = models.CharField(max_length=64)
    file = models.OneToOneField(
        "evidence.SealedFile", on_delete=models.PROTECT, related_name="dossier_volume"
    )

    class Meta:
        """A number comes once in a dossier."""

        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="dossier_volume_once")
        ]

    def __str__(self) -> str:
        return f"volume {self.number} of {self.dossier_id}"
