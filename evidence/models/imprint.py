"""What an exhibit's file says of itself."""

import uuid

from django.db import models


class Imprint(models.Model):
    """Time, device, software and place as the file has them, sealed with the case's key.

    The clear value is JSON of `evidence.intake.metadata.MetadataSummary`. Every exhibit read
    since this is noted has one; an empty one says that the file tells nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exhibit = models.OneToOneField(
        "evidence.Exhibit", on_delete=models.CASCADE, related_name="imprint"
    )
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"imprint {self.id}"
