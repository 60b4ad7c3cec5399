"""How a place or a file was recorded, and what a second observer signed."""

import uuid

from django.conf import settings
from django.db import models

from cases.models import Case
from evidence.models.exhibit import Exhibit
from evidence.models.helper import Contribution
from evidence.models.sighting import Observation, Presence, Sighting


class CaptureWay(models.TextChoices):
    """The rungs of the ladder, lowest first; their words stand in `evidence/registry`."""

    GIVEN = "GIVEN", "Given by the person"
    BROWSER = "BROWSER", "Captured in the person's browser"
    SERVER = "SERVER", "Fetched by the server"
    OBSERVED = "OBSERVED", "Seen by a second observer"
    ARCHIVED = "ARCHIVED", "Archived by a third party"


class Manner(models.TextChoices):
    """How it came into the form."""

    UNKNOWN = "", "Not recorded"
    TYPED = "TYPED", "Typed or pasted as text"
    FILE = "FILE", "Chosen as a file"
    DROP = "DROP", "Dropped on the page"
    PASTE = "PASTE", "Pasted on the page"
    HELPER = "HELPER", "Through a personal link"


class Method(models.TextChoices):
    """How the person made it."""

    UNKNOWN = "", "Not said"
    SCREENSHOT = "SCREENSHOT", "A screenshot"
    PHOTO = "PHOTO", "A photo of a screen or a paper"
    DOWNLOAD = "DOWNLOAD", "Downloaded from the place"
    SAVED_PAGE = "SAVED_PAGE", "A page saved by the browser"
    OTHER = "OTHER", "Another way"


class Cropped(models.TextChoices):
    """Whether anything was cut off."""

    UNKNOWN = "", "Not said"
    NO = "NO", "No, it is all there"
    YES = "YES", "Yes, something was cut off"


class Knowledge(models.TextChoices):
    """Whose eyes it rests on."""

    UNKNOWN = "", "Not said"
    OWN = "OWN", "Seen with their own eyes"
    TOLD = "TOLD", "Told by somebody else"


class CaptureQuerySet(models.QuerySet["Capture"]):
    """Filters that chain."""

    def standing(self) -> "CaptureQuerySet":
        """Rows that no later row corrects."""
        return self.filter(corrected_by=None)


class Capture(models.Model):
    """The act of recording one place or one file. Rows are added, never edited: a later row
    that knows more says with `corrects` which one it stands for.

    `device` is the words the browser sends of itself, kept only where the person says so.
    `seen_at`, `captured_at` (when the file was made) and `logged_at` are UTC. `archive_url` is an
    address of a third party's copy as it was given; nothing is ever sent there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="captures")
    sighting = models.ForeignKey(
        Sighting, on_delete=models.CASCADE, null=True, related_name="captures"
    )
    exhibit = models.ForeignKey(
        Exhibit, on_delete=models.CASCADE, null=True, related_name="captures"
    )
    corrects = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="corrected_by"
    )
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, null=True, related_name="captures"
    )
    way = models.CharField(max_length=8, choices=CaptureWay)
    manner = models.CharField(max_length=8, choices=Manner, blank=True)
    method = models.CharField(max_length=10, choices=Method, blank=True)
    tool = models.CharField(max_length=80, blank=True)
    tool_version = models.CharField(max_length=40, blank=True)
    device = models.CharField(max_length=300, blank=True)
    cropped = models.CharField(max_length=3, choices=Cropped, blank=True)
    not_shown = models.TextField(max_length=2000, blank=True)
    knowledge = models.CharField(max_length=4, choices=Knowledge, blank=True)
    told_by = models.CharField(max_length=120, blank=True)
    seen_at = models.DateTimeField(null=True)
    captured_at = models.DateTimeField(null=True)
    archive_url = models.TextField(blank=True)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = CaptureQuerySet.as_manager()

    class Meta:
        """Of one place or one file; closed lists are held by the database."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(sighting=None) ^ models.Q(exhibit=None),
                name="capture_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(way__in=CaptureWay.values), name="capture_way_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.exhibit_id or self.sighting_id}"


class CoSignature(models.Model):
    """A second observer opened the same address and signed what they saw.

    `first_at` and `opened_at` are both moments in UTC, `address` what was opened and `sha256`
    the digest of the exhibit it was compared with. Triggers refuse to change a row; what was
    signed wrongly is signed anew, with `corrects`. `digest` is over all that was signed and
    stands in the custody chain as well.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sighting = models.ForeignKey(Sighting, on_delete=models.CASCADE, related_name="signatures")
    exhibit = models.ForeignKey(
        Exhibit, on_delete=models.CASCADE, null=True, related_name="signatures"
    )
    observation = models.OneToOneField(
        Observation, on_delete=models.CASCADE, related_name="signature"
    )
    corrects = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="corrected_by"
    )
    presence = models.CharField(max_length=10, choices=Presence)
    same_picture = models.BooleanField()
    same_account = models.BooleanField()
    same_time = models.BooleanField()
    address = models.TextField()
    sha256 = models.CharField(max_length=64, blank=True)
    first_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    signed_at = models.DateTimeField()
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        """Closed list, read in order."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(presence__in=Presence.values), name="signed_presence_known"
            ),
        ]
        indexes = [models.Index(fields=["sighting", "signed_at"])]

    def __str__(self) -> str:
        return f"signed {self.sighting_id}"

    @property
    def delay_minutes(self) -> int:
        """Whole minutes between the two looks, whichever came first."""
        return round(abs((self.opened_at - self.first_at).total_seconds()) / 60)
