"""Who did what to which exhibit, when: rows that cannot be edited or removed."""

from django.db import models

from cases.models import Case


class CustodyEvent(models.Model):
    """One link of a case's chain. `digest` is over `canonical`, which holds the link before it.

    `canonical` are the exact bytes that were digested, so that no re-serialisation can break the
    chain; the columns beside it are for looking things up. Triggers in the database refuse
    update, delete and a wrong link. Payloads hold ids and digests, never personal data.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="custody")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=32)
    item = models.UUIDField(null=True)
    actor = models.UUIDField(null=True)
    at = models.DateTimeField()
    canonical = models.BinaryField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        """A chain has no fork."""

        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="custody_seq_once"),
            models.UniqueConstraint(fields=["case", "previous"], name="custody_no_fork"),
        ]
        indexes = [models.Index(fields=["item"])]

    def __str__(self) -> str:
        return f"custody {self.seq} of {self.case_id}"
