"""Trusted people who may add places without seeing the case, and what they gave."""

import uuid

from django.conf import settings
from django.db import models

from cases.models import Case
from evidence.models.exhibit import Exhibit
from evidence.models.sealed import SealedFile
from evidence.models.sighting import Kind, Sighting


class HelperLink(models.Model):
    """A personal link for one trusted person. Only the SHA-256 of its token is kept.

    `label` is the client's own word for the person. `most` is how many places may come through
    it, `given` how many did.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="helper_links")
    number = models.PositiveIntegerField()
    label = models.CharField("your word for this person", max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    most = models.PositiveSmallIntegerField(default=30)
    given = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Numbers never repeat in a case; the cap is held by the database."""

        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="helper_number_once"),
            models.CheckConstraint(
                condition=models.Q(given__lte=models.F("most")), name="helper_within_cap"
            ),
        ]

    def __str__(self) -> str:
        return f"helper {self.number} of {self.case_id}"


class ContributionState(models.TextChoices):
    """Nothing counts before a person of the case accepts it."""

    WAITING = "WAITING", "Waits for you"
    ACCEPTED = "ACCEPTED", "Taken in"
    DECLINED = "DECLINED", "Declined"


class Contribution(models.Model):
    """One place a trusted person gave. A declined one keeps its moment and nothing it said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(HelperLink, on_delete=models.CASCADE, related_name="contributions")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=8, choices=ContributionState, default=ContributionState.WAITING
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LINK)
    as_seen = models.TextField(blank=True)
    locator = models.CharField(max_length=500, blank=True)
    seen_at = models.DateTimeField(null=True)
    seen_zone = models.CharField(max_length=64, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    file = models.OneToOneField(
        SealedFile, on_delete=models.SET_NULL, null=True, related_name="contribution"
    )
    file_name = models.CharField(max_length=255, blank=True)
    came_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sighting = models.ForeignKey(Sighting, on_delete=models.SET_NULL, null=True, related_name="+")
    exhibit = models.ForeignKey(Exhibit, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        """Numbers never repeat on a link; closed lists are held by the database."""

        constraints = [
            models.UniqueConstraint(fields=["link", "number"], name="contribution_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=ContributionState.values),
                name="contribution_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="contribution_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"contribution {self.number} of {self.link_id}"
