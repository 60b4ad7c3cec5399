"""The client's recorded authority for somebody to act."""

import uuid

from django.conf import settings
from django.db import models

from cases.models.case import Case
from cases.models.sealed_fields import SealedTextField


class Scope(models.TextChoices):
    """What somebody may do in the client's name."""

    NOTICES = "NOTICES", "Approve and send letters"
    FOLLOW_UPS = "FOLLOW_UPS", "Approve and send later letters about the same places"
    DOSSIER = "DOSSIER", "Make a dossier"


class Way(models.TextChoices):
    """How the client gave it."""

    ONLINE = "ONLINE", "On their own page"
    LINK = "LINK", "By a personal link, with a code told by another way"
    IN_PERSON = "IN_PERSON", "In person, with a witness"
    IN_WRITING = "IN_WRITING", "On paper"


NO_RULE = "none"
"""Stands among the rules of a mandate for a plain report under a service's own rules."""


class Mandate(models.Model):
    """Scope, holder, when given and when revoked. A row is never reused: a new yes is a new row.

    `platforms`, `kinds` and `rules` are ids of the registry and narrow what it says of letters:
    to these services or services of these kinds, and to these rules. An empty list narrows nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="mandates")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates"
    )
    scope = models.JSONField(default=list)
    platforms = models.JSONField(default=list, blank=True)
    kinds = models.JSONField(default=list, blank=True)
    rules = models.JSONField(default=list, blank=True)
    words = SealedTextField()
    way = models.CharField(max_length=12, choices=Way)
    witness = SealedTextField(max_length=120, blank=True)
    given_at = models.DateTimeField()
    until_date = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """Closed lists are held by the database."""

        constraints = [
            models.CheckConstraint(condition=models.Q(way__in=Way.values), name="way_known"),
        ]

    def __str__(self) -> str:
        return f"mandate of {self.case_id}"

    def reaches(self, *, platform: str, kind: str, rule: str) -> bool:
        """Whether a letter to this service under this rule (empty: none) lies within its limits."""
        anywhere = not (self.platforms or self.kinds)
        there = anywhere or platform in self.platforms or kind in self.kinds
        return there and (not self.rules or (rule or NO_RULE) in self.rules)
