"""What a clock outside said about a checkpoint, and what is still to be asked."""

import uuid

from django.db import models

from evidence.models.checkpoint import Checkpoint


class Way(models.TextChoices):
    """How the outside anchor works."""

    RFC3161 = "RFC3161", "Time-stamping authority"
    OTS = "OTS", "OpenTimestamps"


class Asking(models.TextChoices):
    """How far it has come. DUE rows are what the worker takes."""

    DUE = "DUE", "To be asked"
    WORKING = "WORKING", "Being asked"
    PENDING = "PENDING", "Taken, not yet final"
    DONE = "DONE", "Stamped"


class TimestampRequest(models.Model):
    """One authority to be asked about one checkpoint. A doorbell: what counts is the Timestamp.

    `requested_at` is when it was first due, and never moves.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="requests")
    way = models.CharField(max_length=7, choices=Way)
    authority = models.CharField(max_length=200)
    state = models.CharField(max_length=7, choices=Asking, default=Asking.DUE)
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        """One request an authority and checkpoint."""

        constraints = [
            models.UniqueConstraint(
                fields=["checkpoint", "way", "authority"], name="timestamp_asked_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=Asking.values), name="timestamp_asking_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"{self.way} for {self.checkpoint_id}"


class Timestamp(models.Model):
    """An answer as it came; never changed, never removed.

    For RFC3161 `asked` is the query and `answer` the whole reply (both DER), `certificates` the
    chain in PEM and `gen_time` what the authority's clock said. For OTS `answer` is the proof
    file; `final` says whether it ends in a block rather than in a calendar's promise.
    `stamped_at` is our own clock when the answer came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="timestamps")
    way = models.CharField(max_length=7, choices=Way)
    authority = models.CharField(max_length=200)
    requested_at = models.DateTimeField()
    stamped_at = models.DateTimeField()
    gen_time = models.DateTimeField(null=True)
    asked = models.BinaryField()
    answer = models.BinaryField()
    certificates = models.TextField(blank=True)
    final = models.BooleanField()

    class Meta:
        """A closed list is held by the database."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(way__in=Way.values), name="timestamp_way_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} of {self.checkpoint_id}"
