"""A versioned bundle made for one purpose and one reader."""

import uuid

from django.conf import settings
from django.db import models

from cases.models import Case


class Purpose(models.TextChoices):
    """Whom it is for."""

    LAWYER = "LAWYER", "A lawyer"
    POLICE = "POLICE", "The police"
    COURT = "COURT", "A court"
    OWN = "OWN", "My own copy"
    APPEAL = "APPEAL", "A platform that said no"


class ImagePolicy(models.TextChoices):
    """How much of a picture the dossier shows."""

    NONE = "NONE", "No pictures, only what is known of them"
    OUTLINE = "OUTLINE", "Outline drawings"
    BLURRED = "BLURRED", "Strongly blurred pictures"
    FULL = "FULL", "The pictures themselves"


class DossierState(models.TextChoices):
    """DUE rows are what the worker takes."""

    DUE = "DUE", "Waiting"
    WORKING = "WORKING", "Being made"
    READY = "READY", "Ready"
    FAILED = "FAILED", "Could not be made"
    STOPPED = "STOPPED", "Stopped"


class VolumeSize(models.IntegerChoices):
    """How many exhibits a volume may hold."""

    SMALL = 25, "25 exhibits"
    MIDDLE = 50, "50 exhibits"
    LARGE = 100, "100 exhibits"


class Dossier(models.Model):
    """`image_exceptions` are policies by the number of an exhibit; `label_prefix` stands for `EX-`
    where it is not empty, and the first number for quoting is `bates_start`.

    What it says is frozen before its pages are laid out; all of it is once READY.

    `progress` is 0 to 100; `manifest_sha256` is of its list of digests; `frozen` holds what it
    says, so that making it goes on after a fault and laying it out again gives the same bytes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dossiers")
    version = models.PositiveIntegerField()
    purpose = models.CharField(max_length=8, choices=Purpose)
    reader = models.CharField(max_length=120, blank=True)
    image_policy = models.CharField(max_length=8, choices=ImagePolicy, default=ImagePolicy.NONE)
    image_exceptions = models.JSONField(default=dict, blank=True)
    with_name = models.BooleanField(default=False)
    pseudonym = models.CharField(max_length=60, blank=True)
    label_prefix = models.CharField(max_length=4, blank=True)
    bates_prefix = models.CharField(max_length=8, default="RD")
    bates_start = models.PositiveIntegerField(default=1)
    left_out = models.JSONField(default=list, blank=True)
    originals = models.BooleanField(default=False)
    columns = models.TextField("columns of the load file", blank=True, max_length=2000)
    declarations = models.JSONField(default=list, blank=True)
    redacted = models.BooleanField("redacted set", default=False)
    volume_size = models.PositiveSmallIntegerField(choices=VolumeSize, default=VolumeSize.LARGE)
    with_effects = models.BooleanField("what this did is quoted", default=False)
    state = models.CharField(max_length=8, choices=DossierState, default=DossierState.DUE)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ready_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    engine = models.CharField(max_length=80, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    frozen = models.OneToOneField(
        "evidence.SealedFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="frozen_dossier",
    )
    file = models.OneToOneField(
        "evidence.SealedFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dossier",
    )

    class Meta:
        """A version comes once; closed lists are held by the database."""

        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="dossier_version_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=DossierState.values), name="dossier_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=Purpose.values), name="dossier_purpose_known"
            ),
            models.CheckConstraint(
                condition=models.Q(image_policy__in=ImagePolicy.values), name="image_policy_known"
            ),
            models.CheckConstraint(
                condition=models.Q(volume_size__in=VolumeSize.values), name="volume_size_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"dossier {self.version} of {self.case_id}"
