"""A permission for one reader to see one dossier, until a day or until it is taken back."""

import uuid

from django.conf import settings
from django.db import models

from cases.models import Case
from dossiers.models.dossier import Dossier


class ReaderRole(models.TextChoices):
    """Who the reader is."""

    COUNSEL = "COUNSEL", "A lawyer"
    POLICE = "POLICE", "The police"
    OTHER = "OTHER", "Somebody else"


class Part(models.TextChoices):
    """What the reader may save: the document, all of the bundle, or nothing."""

    DOCUMENT = "DOCUMENT", "The document only"
    BUNDLE = "BUNDLE", "The whole bundle"
    NOTHING = "NOTHING", "Nothing"


class Release(models.Model):
    """Written, specific, expiring, revocable. Of link and code only digests are kept.

    `words` are the exact text that was agreed to. `looks`: pictures may be seen in the browser.
    `opened` counts openings with the right code, of `most` in all; `tries` counts wrong codes.
    `compared` counts files of the reader's own that were compared, of `compares` in all; where
    that is 0, none may be.
    `recipient` is an age key the files are locked for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="releases")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="releases")
    reader = models.CharField("name of the reader", max_length=120)
    role = models.CharField(max_length=8, choices=ReaderRole)
    part = models.CharField(max_length=8, choices=Part, default=Part.DOCUMENT)
    looks = models.BooleanField(default=False)
    compares = models.PositiveSmallIntegerField(default=0)
    compared = models.PositiveSmallIntegerField(default=0)
    words = models.TextField()
    recipient = models.CharField("age key of the reader", max_length=100, blank=True)
    link_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    opened = models.PositiveSmallIntegerField(default=0)
    most = models.PositiveSmallIntegerField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Closed lists are held by the database, and nobody opens it more often than agreed."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=ReaderRole.values), name="reader_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(part__in=Part.values), name="released_part_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(part=Part.NOTHING, looks=False, compares=0),
                name="release_of_something",
            ),
            models.CheckConstraint(
                condition=models.Q(opened__lte=models.F("most")), name="release_not_over_opened"
            ),
            models.CheckConstraint(
                condition=models.Q(compared__lte=models.F("compares")),
                name="release_not_over_compared",
            ),
        ]
        indexes = [models.Index(fields=["case", "-given_at"])]

    def __str__(self) -> str:
        return f"release of dossier {self.dossier_id}"
