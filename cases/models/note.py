"""What an advocate writes down for the team."""

import uuid

from django.conf import settings
from django.db import models

from cases.models.case import Case
from cases.models.sealed_fields import SealedTextField


class Note(models.Model):
    """An advocate's note; the client does not see it, and the page that takes it says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = SealedTextField(max_length=8000)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"note in {self.case_id}"
