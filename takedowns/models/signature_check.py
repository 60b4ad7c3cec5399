"""Whether the domain that seems to have written an answer signed it."""

import uuid

from django.conf import settings
from django.db import models

from takedowns.models.reply import Reply


class KeySource(models.TextChoices):
    """Where the key record came from."""

    DNS = "DNS", "Asked in the DNS"
    PASTED = "PASTED", "Given by a person"


class SignatureVerdict(models.TextChoices):
    """What a check gave; values are those of `takedowns.dkim.Verdict`."""

    HOLDS = "HOLDS", "Signed, and it holds"
    WEAK = "WEAK", "Signed, but it proves too little"
    BROKEN = "BROKEN", "Signed, and it does not hold"
    NO_KEY = "NO_KEY", "Signed, but no key was found"
    UNSIGNED = "UNSIGNED", "Not signed"


class SignatureCheck(models.Model):
    """One signature, checked once. `record` is the key record as found, so that anybody can check
    again when the domain has changed its key. `aligned`: the signing domain is the sender's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="signature_checks")
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=6, choices=KeySource)
    verdict = models.CharField(max_length=8, choices=SignatureVerdict)
    reason = models.CharField(max_length=16, blank=True)
    domain = models.CharField(max_length=253, blank=True)
    selector = models.CharField(max_length=200, blank=True)
    algorithm = models.CharField(max_length=40, blank=True)
    aligned = models.BooleanField(default=False)
    key_name = models.CharField(max_length=400, blank=True)
    record = models.TextField(max_length=8000, blank=True)

    class Meta:
        """Closed lists, newest first for each answer."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict__in=SignatureVerdict.values),
                name="signature_verdict_known",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=KeySource.values), name="key_source_known"
            ),
        ]
        indexes = [models.Index(fields=["reply", "checked_at"])]

    def __str__(self) -> str:
        return f"{self.verdict} of {self.reply_id}"
