"""The chain of the place itself, and signed digests over all chains."""

import uuid

from django.db import models

from cases.models import Case


class SystemEvent(models.Model):
    """One link of the chain that belongs to no case: keys, checkpoints, disposal, verifications.

    Built and guarded like `CustodyEvent`; `item` is the row it is about, where there is one.
    """

    seq = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=32)
    item = models.UUIDField(null=True)
    actor = models.UUIDField(null=True)
    at = models.DateTimeField()
    canonical = models.BinaryField()
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"system custody {self.seq}"


class Reason(models.TextChoices):
    """Why a checkpoint was made."""

    SCHEDULE = "SCHEDULE", "On schedule"
    DOSSIER = "DOSSIER", "For a dossier"


class Checkpoint(models.Model):
    """A signed digest over all custody up to a moment; never changed, never removed.

    `note` is the signed text, and all that is proven stands in it. `size` is the number of heads
    in the tree so far, `frontier` the tree's full subtrees (32 bytes each, largest first), from
    which it grows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    reason = models.CharField(max_length=8, choices=Reason)
    made_at = models.DateTimeField()
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    frontier = models.BinaryField()
    note = models.TextField()

    class Meta:
        """A closed list is held by the database."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=Reason.values), name="checkpoint_reason_known"
            ),
        ]

    def __str__(self) -> str:
        return f"checkpoint {self.number}"


class ChainHead(models.Model):
    """The last row of one chain when a checkpoint was made: leaf `index` of the tree.

    A chain that did not grow since gets no new leaf. `case` is empty for the system's chain.
    """

    index = models.PositiveBigIntegerField(primary_key=True)
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="heads")
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="custody_heads"
    )
    seq = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        """Asked for by chain, newest first."""

        indexes = [models.Index(fields=["case", "index"])]

    def __str__(self) -> str:
        return f"head {self.index}"
