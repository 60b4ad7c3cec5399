"""A dated reminder: a row that a sweep shows once its moment has come."""

import uuid

from django.db import models
from django.db.models import QuerySet

from takedowns.models.notice import Notice


class FollowUpKind(models.TextChoices):
    """Why to look again."""

    BEFORE_DUE = "BEFORE_DUE", "The time is nearly over"
    AT_DUE = "AT_DUE", "The time is over"
    AFTER_DUE = "AFTER_DUE", "The time is over and nothing is noted yet"
    NUDGE = "NUDGE", "No rule gives a time; we suggest to ask again"
    WINDOW = "WINDOW", "They may soon put it back"


class FollowUpState(models.TextChoices):
    """A DUE row is shown once its moment has come; mails stand in rows of their own."""

    DUE = "DUE", "Waiting"
    SHOWN = "SHOWN", "Open"
    DONE = "DONE", "Done"
    CANCELLED = "CANCELLED", "No longer needed"


class FollowUpQuerySet(QuerySet["FollowUp"]):
    """Filters that chain."""

    def open(self) -> "FollowUpQuerySet":
        """Reached and not yet done: what stands on a to-do list."""
        return self.filter(state=FollowUpState.SHOWN)

    def waiting(self) -> "FollowUpQuerySet":
        """Reached or to come; whatever may still be shown or is."""
        return self.filter(state__in=[FollowUpState.DUE, FollowUpState.SHOWN])


class FollowUp(models.Model):
    """`lap` counts how often the clock was counted anew, `stage` is the place of the moment in
    the rule, `number` counts reminders of one kind. `mailed_at` is set when the first mail left;
    `turn` counts how often it was put off.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="follow_ups")
    kind = models.CharField(max_length=12, choices=FollowUpKind)
    lap = models.PositiveSmallIntegerField(default=0)
    stage = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=FollowUpState, default=FollowUpState.DUE)
    turn = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        """One reminder a reason and clock; the sweep reads by state and due moment."""

        constraints = [
            models.UniqueConstraint(
                fields=["notice", "lap", "stage", "kind", "number"], name="follow_up_once"
            ),
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
