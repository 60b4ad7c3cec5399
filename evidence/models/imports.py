"""Places brought in at once: a sealed draft first, then places, undone for a while."""

import uuid

from django.conf import settings
from django.db import models

from cases.models import Case


class ImportState(models.TextChoices):
    """How far a list has come. The worker takes what is being read, added or undone."""

    READING = "READING", "Being looked over"
    REFUSED = "REFUSED", "Could not be read"
    READY = "READY", "A draft; nothing is added yet"
    ADDING = "ADDING", "Being added"
    ADDED = "ADDED", "Added"
    UNDOING = "UNDOING", "Being undone"
    UNDONE = "UNDONE", "Undone"


class Import(models.Model):
    """One list. `sealed` holds what was given until it is looked over, or why it was refused.

    `total` and `done` say how far the worker is; `new`, `known` and `faulty` count the rows as
    they were looked over; `removed` and `stayed` count places once it is undone. Nothing of what
    was given outlives `expires_at`, and until then it can be undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="imports")
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.READING)
    is_workbook = models.BooleanField(default=False)
    sealed = models.BinaryField(null=True)
    zone = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()

    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)

    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    stayed = models.PositiveIntegerField(default=0)

    class Meta:
        """A closed list of states, looked up by what is due."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="import_state_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"list {self.id} of {self.case_id}"


class ImportPart(models.Model):
    """Some rows of a list, sealed: those to be added, known already, faulty, or that stayed."""

    class Kind(models.TextChoices):
        """What was found of these rows."""

        NEW = "NEW", "New"
        KNOWN = "KNOWN", "Noted already"
        FAULTY = "FAULTY", "Not understood"
        STAYED = "STAYED", "Stayed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    whole = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=6, choices=Kind)
    position = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        """Each part stands once, in order."""

        constraints = [
            models.UniqueConstraint(fields=["whole", "kind", "position"], name="import_part_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["NEW", "KNOWN", "FAULTY", "STAYED"]),
                name="import_part_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position} of {self.whole_id}"
