"""One claim to one recipient."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from cases.models import Case


class NoticeState(models.TextChoices):
    """Where a notice stands. Its text can change only in DRAFT."""

    DRAFT = "DRAFT", "Draft"
    APPROVED = "APPROVED", "Approved"
    SENT = "SENT", "Sent"
    DECIDED = "DECIDED", "Answered"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class SenderRole(models.TextChoices):
    """In what part the sender writes; values are the registry's roles."""

    DEPICTED_PERSON = "depicted_person", "The person in the pictures"
    AUTHORISED_AGENT = "authorised_agent", "Someone acting for them"


class NoticeRung(models.TextChoices):
    """The rungs above a first letter, from the nearest; values are those of `drafting.Rung`."""

    FIRMER = "firmer", "A firmer letter to the same recipient"
    REVIEW = "review", "A complaint to the same recipient"
    HOST = "host", "The company that hosts the site"
    CDN = "cdn", "The network that delivers the site"
    REGISTRAR = "registrar", "The company that gave the site its name"
    SEARCH = "search", "A search engine, so that it is not found"
    REGULATOR = "regulator", "The authority"
    DISPUTE = "dispute", "A body that settles disputes"
    TRIBUNAL = "tribunal", "A tribunal"
    COURT = "court", "A court"
    POLICE = "police", "The police"
    HELP = "help", "People who can help"


TO_AUTHORITIES = (
    *(NoticeRung.REGULATOR, NoticeRung.DISPUTE, NoticeRung.TRIBUNAL, NoticeRung.COURT),
    *(NoticeRung.POLICE, NoticeRung.HELP),
)
"""Rungs whose letters ask somebody who cannot take anything down by themselves."""


class Cause(models.TextChoices):
    """Why a later letter was drafted. A first letter has none."""

    CHOSEN = "CHOSEN", "Somebody chose this step"
    OVER = "OVER", "The time of the letter before is over"
    QUIET = "QUIET", "Nothing was heard for a while"
    ANSWERED = "ANSWERED", "The answer to the letter before did not help"
    BACK = "BACK", "It is back"


BY_ITSELF = (Cause.OVER, Cause.QUIET, Cause.ANSWERED)
"""Causes for which the next letter is drafted by itself, once for each letter before it."""
UNASKED = (*BY_ITSELF, Cause.BACK)
"""Causes of drafts that nobody asked for."""


class NoticeQuerySet(QuerySet["Notice"]):
    """Filters that chain."""

    def held(self, *, wait: bool = True) -> "NoticeQuerySet":
        """Under lock until the transaction ends, with their cases; the cases are not locked.

        Without `wait`, those that somebody else holds are left out.
        """
        rows = self.select_for_update(skip_locked=not wait, of=("self",))
        return rows.select_related("case")


class Notice(models.Model):
    """`number` counts in the case. Ids of platform and basis are the registry's.

    `agent` writes for the person where that is somebody else than who drafted it.
    `extra` holds what was typed for this letter alone (a fact's key → its text). `digest` is the
    SHA-256 of recipient, subject, body and items, in hex; approval binds to it. `snapshot` keeps
    the rule, the platform entry and the channel as they were when the text was approved, and
    `clock` the computed due moment with its arithmetic: the past of a record never changes.
    `copied` names the fields of the service's own form that were ticked as done.

    A later letter has its `rung`, the letter before it (`earlier`), why it was drafted (`cause`)
    and its `addressee` as it was known then: the fields of `drafting.RungTarget`, and `service`.
    `reopened_why` says why an approval fell back; `asked_at` when the client was asked to approve.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.DRAFT)
    platform = models.CharField(max_length=40)
    channel = models.PositiveSmallIntegerField(help_text="place in the platform's channels")
    basis = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default="en")
    sender_role = models.CharField(max_length=20, choices=SenderRole)
    recipient = models.CharField(max_length=160)
    recipient_address = models.CharField(max_length=300, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    declarations = models.JSONField(default=list, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    snapshot = models.JSONField(default=dict, blank=True)

    copied = models.JSONField(default=list, blank=True)
    rung = models.CharField(max_length=10, choices=NoticeRung, blank=True)
    earlier = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="later"
    )
    cause = models.CharField(max_length=8, choices=Cause, blank=True)
    addressee = models.JSONField(default=dict, blank=True)

    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    mandate = models.ForeignKey(
        "cases.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reopened_why = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    clock = models.JSONField(default=dict, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        """Closed lists and the order of steps are held by the database."""

        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="notice_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=NoticeState.values), name="notice_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sender_role__in=SenderRole.values), name="sender_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["DRAFT", "WITHDRAWN"])
                | models.Q(approved_at__isnull=False),
                name="approved_before_sent",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["SENT", "DECIDED"])
                | models.Q(sent_at__isnull=False),
                name="sent_has_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(rung__in=["", *NoticeRung.values]), name="rung_known"
            ),
            models.CheckConstraint(
                condition=models.Q(cause__in=["", *Cause.values]), name="cause_known"
            ),
            models.CheckConstraint(
                condition=models.Q(rung="", earlier=None, cause="")
                | (~models.Q(rung="") & ~models.Q(cause="") & models.Q(earlier__isnull=False)),
                name="later_letter_has_earlier",
            ),
            models.UniqueConstraint(
                fields=["earlier"],
                condition=models.Q(cause__in=BY_ITSELF),
                name="next_letter_once_by_itself",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"N-{self.number} of {self.case_id}"

    @property
    def label(self) -> str:
        """The notice's number as people write it."""
        return f"N-{self.number}"
