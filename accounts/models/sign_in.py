"""One sign-in of a person, kept so that they can tell whether it was theirs."""

import uuid

from django.conf import settings
from django.db import models


class SignIn(models.Model):
    """When, and with what device in words; no address is kept.

    `is_new` where no earlier sign-in of this person named such a device; `told_at` once the
    person was told of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins"
    )
    at = models.DateTimeField()
    device = models.CharField(max_length=60)
    is_new = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Read by person, newest first."""

        indexes = [models.Index(fields=["person", "at"])]

    def __str__(self) -> str:
        return f"sign-in of {self.person_id}"
