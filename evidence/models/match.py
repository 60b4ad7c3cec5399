"""A machine's candidate, confirmed or rejected by a person."""

import uuid

from django.conf import settings
from django.db import models

from evidence.models.exhibit import Exhibit
from evidence.models.reference import Reference


class Decision(models.TextChoices):
    """What a person said of it."""

    OPEN = "OPEN", "Nobody has decided yet"
    CONFIRMED = "CONFIRMED", "Yes, it shows this"
    REJECTED = "REJECTED", "No, it does not"


class Tier(models.TextChoices):
    """How sure the machine is; never proof by itself."""

    SAME_FILE = "SAME_FILE", "The same file"
    CERTAIN = "CERTAIN", "The same picture"
    PROBABLE = "PROBABLE", "Probably the same picture"


class Match(models.Model):
    """One exhibit against one reference: step, distance out of 256, reason in a sentence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="matches")
    reference = models.ForeignKey(Reference, on_delete=models.CASCADE, related_name="matches")
    tier = models.CharField(max_length=10, choices=Tier)
    step = models.CharField(max_length=40)
    distance = models.PositiveSmallIntegerField()
    limit = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    region = models.JSONField(null=True, blank=True)
    found_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """One row a pair; closed lists are held by the database."""

        constraints = [
            models.UniqueConstraint(fields=["exhibit", "reference"], name="match_once"),
            models.CheckConstraint(
                condition=models.Q(decision__in=Decision.values), name="decision_known"
            ),
            models.CheckConstraint(condition=models.Q(tier__in=Tier.values), name="tier_known"),
        ]

    def __str__(self) -> str:
        return f"{self.tier} {self.exhibit_id}"
