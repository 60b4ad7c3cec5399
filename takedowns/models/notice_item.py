"""One sighting in a notice, with its own outcome."""

import uuid

from django.conf import settings
from django.db import models

from evidence.models import Sighting
from takedowns.models.notice import Notice


class Outcome(models.TextChoices):
    """What came of one place. Pending is no outcome yet."""

    PENDING = "PENDING", "No answer yet"
    REMOVED = "REMOVED", "Removed"
    RESTRICTED = "RESTRICTED", "Restricted, not removed"
    REFUSED = "REFUSED", "Refused"
    NOT_FOUND = "NOT_FOUND", "They did not find it"
    DUPLICATE = "DUPLICATE", "They call it a duplicate"
    NO_RESPONSE = "NO_RESPONSE", "No answer in time"


class NoticeItem(models.Model):
    """`address` is the place as the letter names it, kept as it was.

    `outcome` is what was noted; "removed" may be no more than their word. What looks at the place
    showed stands beside it: `gone_at` is the first look of an unbroken row in which it was gone,
    `confirmed_gone_at` the look that lay far enough from it, `back_at` the look that showed it
    again after it was removed (`gone_at` is then a look before that, if it was seen gone at all).
    `looks` counts the looks taken in so far.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="items")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="notice_items")
    position = models.PositiveSmallIntegerField()
    address = models.TextField()
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.PENDING)
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome_note = models.CharField(max_length=500, blank=True)
    looks = models.PositiveIntegerField(default=0)
    gone_at = models.DateTimeField(null=True, blank=True)
    confirmed_gone_at = models.DateTimeField(null=True, blank=True)
    back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A place stands once in a letter."""

        constraints = [
            models.UniqueConstraint(fields=["notice", "sighting"], name="place_once_in_notice"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="outcome_known"
            ),
        ]
        indexes = [models.Index(fields=["confirmed_gone_at", "gone_at"])]

    def __str__(self) -> str:
        return f"item {self.position} of {self.notice_id}"
