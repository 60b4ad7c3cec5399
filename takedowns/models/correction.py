"""What an organisation found out about an entry of the registry."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from accounts.models import Organisation


class EntryKind(models.TextChoices):
    """Which registry the entry stands in."""

    PLATFORM = "platform", "A platform"
    RULE = "rule", "A rule"
    SERVICE = "service", "A service that helps"


class Says(models.TextChoices):
    """What the organisation says of the field."""

    WRONG = "WRONG", "This is wrong"
    CONFIRMED = "CONFIRMED", "This was checked"


class CorrectionQuerySet(QuerySet["Correction"]):
    """Filters that chain."""

    def standing(self) -> "CorrectionQuerySet":
        """Those nobody has withdrawn."""
        return self.filter(withdrawn_at=None)

    def about(self, kind: str, *slugs: str) -> "CorrectionQuerySet":
        """Those about these entries."""
        return self.filter(entry_kind=kind, entry__in=slugs)


class Correction(models.Model):
    """One row of one organisation, seen by nobody else.

    `entry` is an id of the registry, `field` a path in the entry (empty: all of it). `stood` is
    what the entry said there when this was written, so that a row about an older text is known.
    `text` is what is right; `source` where it was read, on `read_date`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="corrections"
    )
    entry_kind = models.CharField(max_length=8, choices=EntryKind)
    entry = models.CharField(max_length=40)
    field = models.CharField(max_length=80, blank=True)
    says = models.CharField(max_length=9, choices=Says)
    stood = models.TextField()
    text = models.TextField(max_length=2000, blank=True)
    source = models.CharField(max_length=500)
    read_date = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        """What is wrong has words; what is withdrawn has a moment and a person."""

        constraints = [
            models.CheckConstraint(
                condition=Q(entry_kind__in=EntryKind.values), name="correction_kind_known"
            ),
            models.CheckConstraint(condition=Q(says__in=Says.values), name="correction_says_known"),
            models.CheckConstraint(
                condition=~Q(says=Says.WRONG) | ~Q(text=""), name="wrong_has_words"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="withdrawn_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "entry_kind", "entry"])]

    def __str__(self) -> str:
        return f"{self.says} {self.entry_kind} {self.entry}"
