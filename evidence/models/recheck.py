"""Looks that the server was asked to take, and cases in which it looks again by itself."""

import uuid

from django.conf import settings
from django.db import models

from cases.models import Case
from evidence.models.exhibit import Exhibit
from evidence.models.sighting import Observation, Sighting


class RecheckState(models.TextChoices):
    """How far it has come. DUE rows are what the worker takes."""

    DUE = "DUE", "To be looked at"
    WORKING = "WORKING", "Being looked at"
    DONE = "DONE", "Looked at"
    DROPPED = "DROPPED", "Not looked at"


class Watch(models.Model):
    """A person's wish that the server look again at every place of a case until it is gone.

    One runs in a case at a time. `next_at` is when the next round begins; `why_ended` is a
    sentence where it ended by itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="watches")
    every_days = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    why_ended = models.CharField(max_length=200, blank=True)

    class Meta:
        """One a case runs."""

        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at=None), name="watch_runs_once"
            ),
        ]
        indexes = [models.Index(fields=["ended_at", "next_at"])]

    def __str__(self) -> str:
        return f"watch of {self.case_id}"


class Recheck(models.Model):
    """One look at one place that a person asked the server for, at once or by a watch.

    Where it was done, `observation` is what the place showed and `exhibit` the page that came
    back, if one was kept. `trouble` is a sentence where it was not done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sighting = models.ForeignKey(Sighting, on_delete=models.CASCADE, related_name="rechecks")
    watch = models.ForeignKey(Watch, on_delete=models.SET_NULL, null=True, related_name="rechecks")
    state = models.CharField(max_length=7, choices=RecheckState, default=RecheckState.DUE)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    observation = models.OneToOneField(
        Observation, on_delete=models.CASCADE, null=True, related_name="recheck"
    )
    exhibit = models.ForeignKey(
        Exhibit, on_delete=models.SET_NULL, null=True, related_name="rechecks"
    )
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        """One waits for a place at a time; a closed list is held by the database."""

        constraints = [
            models.UniqueConstraint(
                fields=["sighting"],
                condition=models.Q(state__in=[RecheckState.DUE, RecheckState.WORKING]),
                name="recheck_waits_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RecheckState.values), name="recheck_state_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"])]

    def __str__(self) -> str:
        return f"recheck of {self.sighting_id}"
