"""A mandate put before the client by a personal link, until they have answered."""

import uuid

from django.conf import settings
from django.db import models

from cases.models.case import Case
from cases.models.mandate import Mandate
from cases.models.sealed_fields import SealedTextField


class Answer(models.TextChoices):
    """What came of it."""

    OPEN = "", "Not answered yet"
    YES = "YES", "Allowed"
    NO = "NO", "Not allowed"
    WITHDRAWN = "WITHDRAWN", "Taken back by whoever asked"
    CODES_WRONG = "CODES_WRONG", "Ended after too many wrong codes"


class MandateAsk(models.Model):
    """The exact text, its link and its code. Of link and code only digests are kept.

    `words` are what the client reads and what a mandate then keeps. `tries` counts wrong codes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="mandate_asks")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scope = models.JSONField(default=list)
    platforms = models.JSONField(default=list, blank=True)
    kinds = models.JSONField(default=list, blank=True)
    rules = models.JSONField(default=list, blank=True)
    until_date = models.DateField(null=True, blank=True)
    words = SealedTextField()
    link_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.OPEN, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    mandate = models.OneToOneField(
        Mandate, on_delete=models.SET_NULL, null=True, blank=True, related_name="ask"
    )

    class Meta:
        """Closed lists are held by the database."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer__in=Answer.values), name="mandate_answer_known"
            ),
        ]

    def __str__(self) -> str:
        return f"mandate asked in {self.case_id}"
