"""A dated reminder: an outbox row that a sweep claims, and a mail that says nothing."""

import uuid

from django.db import models
from django.db.models import QuerySet

from takedowns.models.notice import Notice


class FollowUpKind(models.TextChoices):
    """Why to look again."""

    BEFORE_DUE = "BEFORE_DUE", "The time is nearly over"
    AT_DUE = "AT_DUE", "The time is over"
    NUDGE = "NUDGE", "No rule gives a time; we suggest to ask again"


class FollowUpState(models.TextChoices):
    """DUE rows are claimed; a SENDING one is never mailed again after a crash."""

    DUE = "DUE", "Waiting"
    SENDING = "SENDING", "Being sent"
    SHOWN = "SHOWN", "Open"
    DONE = "DONE", "Done"
    CANCELLED = "CANCELLED", "No longer needed"


class FollowUpQuerySet(QuerySet["FollowUp"]):
    """Filters that chain."""

    def open(self) -> "FollowUpQuerySet":
        """Reached and not yet done: what stands on a to-do list."""
        return self.filter(state__in=[FollowUpState.SENDING, FollowUpState.SHOWN])


class FollowUp(models.Model):
    """`lease_until` keeps two workers apart; `mailed_at` is set when a mail left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="follow_ups")
    kind = models.CharField(max_length=12, choices=FollowUpKind)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=FollowUpState, default=FollowUpState.DUE)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        """One reminder a reason and notice; the sweep reads by state and due moment."""

        constraints = [
            models.UniqueConstraint(fields=["notice", "kind"], name="follow_up_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=FollowUpState.values), name="follow_up_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=FollowUpKind.values), name="follow_up_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.notice_id}"
