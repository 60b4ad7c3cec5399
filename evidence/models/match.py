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
    VERIFIED = "VERIFIED", "The same picture, checked by its details"
    PROBABLE = "PROBABLE", "Probably the same picture"
    SAME_SCENE = "SAME_SCENE", "The same scene: please look"


class Match(models.Model):
    """One exhibit against one reference: the step that found it, its figures, and the reason.

    `distance` counts points of 256 that differ, up to `limit`; both are empty where only details
    were compared. `inliers` counts details that lie where they should, `correlation` (-1 to 1)
    says how well both agree once laid on one another. `region` is a box in the file's own
    pixels, `quad` where the whole reference lies, as shares of the file's sides.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="matches")
    reference = models.ForeignKey(Reference, on_delete=models.CASCADE, related_name="matches")
    tier = models.CharField(max_length=10, choices=Tier)
    step = models.CharField(max_length=40)
    distance = models.PositiveSmallIntegerField(null=True, blank=True)
    limit = models.PositiveSmallIntegerField(null=True, blank=True)
    inliers = models.PositiveSmallIntegerField(null=True, blank=True)
    correlation = models.FloatField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    region = models.JSONField(null=True, blank=True)
    quad = models.JSONField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=models.Q(distance__isnull=False, limit__isnull=False)
                | models.Q(inliers__isnull=False, correlation__isnull=False),
                name="match_has_figures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tier} {self.exhibit_id}"
