"""What was found out, when, about who may act on the site of a place."""

import uuid

from django.conf import settings
from django.db import models

from evidence.models import Sighting


class Via(models.TextChoices):
    """By which way we know."""

    RDAP = "RDAP", "Asked of the registries"
    WHOIS = "WHOIS", "From a pasted answer"
    HAND = "HAND", "Typed in"


class LookupState(models.TextChoices):
    """How far it has come. DUE rows are what the worker takes."""

    DUE = "DUE", "To be asked"
    WORKING = "WORKING", "Being asked"
    DONE = "DONE", "Done"


class ResponsibleLookup(models.Model):
    """One look-up of who is responsible for the host of a place; added, never changed once done.

    `answers` is what is kept of each answer by its source (`domain`, `network`, `site`, `paste`);
    `parties` are those who may act: role, name, abuse mail and phone, platform id, and who told
    it. Neither ever holds a registrant. `trouble` are sentences about what did not answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sighting = models.ForeignKey(
        Sighting, on_delete=models.CASCADE, related_name="responsible_lookups"
    )
    host = models.CharField(max_length=255)
    via = models.CharField(max_length=5, choices=Via)
    state = models.CharField(max_length=7, choices=LookupState, default=LookupState.DUE)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=dict, blank=True)
    parties = models.JSONField(default=list, blank=True)
    trouble = models.JSONField(default=list, blank=True)

    class Meta:
        """One waits for a place at a time; closed lists are held by the database."""

        constraints = [
            models.UniqueConstraint(
                fields=["sighting"],
                condition=models.Q(state__in=[LookupState.DUE, LookupState.WORKING]),
                name="lookup_waits_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=LookupState.values), name="lookup_state_known"
            ),
            models.CheckConstraint(condition=models.Q(via__in=Via.values), name="lookup_via_known"),
        ]
        indexes = [models.Index(fields=["state", "asked_at"])]

    def __str__(self) -> str:
        return f"responsible for {self.sighting_id}"
