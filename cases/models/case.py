"""Everything done for one client about one leak."""

import secrets

from django.conf import settings
from django.db import models

from cases.models.sealed_fields import KeyNameField, SealedTextField
from cases.sealing import DoesNotOpen

# No letter or digit that is easily taken for another when read aloud or by hand.
LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"
DIGITS = "123456789"


class State(models.TextChoices):
    """Where the case stands."""

    OPEN = "OPEN", "Open"
    CLOSED = "CLOSED", "Closed"
    DISPOSED = "DISPOSED", "Disposed of"


class Happened(models.TextChoices):
    """What happened; more than one may fit."""

    IMAGE = "IMAGE", "Photos of me"
    VIDEO = "VIDEO", "A video of me"
    SYNTHETIC = "SYNTHETIC", "Pictures made with a computer that look like me"
    LINK_ONLY = "LINK_ONLY", "I only have a link, I have not seen it"
    THREAT = "THREAT", "Someone threatens to share something"
    FEAR = "FEAR", "I am afraid it is out there, I don't know"


class Age(models.TextChoices):
    """How old the person was when the material was made. Anything but ADULT takes no files."""

    UNANSWERED = "", "Not answered yet"
    ADULT = "ADULT", "18 or older in all of it"
    MINOR = "MINOR", "Under 18 in some or all of it"
    UNSURE = "UNSURE", "I am not sure"


class Taker(models.TextChoices):
    """Who made the picture; copyright belongs to whoever pressed the button."""

    UNANSWERED = "", "Not answered"
    SELF = "SELF", "I took it myself"
    OTHER = "OTHER", "Someone else took it"
    BOTH = "BOTH", "Some I took, some not"
    UNKNOWN = "UNKNOWN", "I don't know"


class Sells(models.TextChoices):
    """Whether the person sells the material; some services ask before they act."""

    UNANSWERED = "", "Not answered"
    NEVER = "NEVER", "No, never"
    FORMERLY = "FORMERLY", "I did, not any more"
    NOW = "NOW", "Yes, I sell it now"


def new_ref() -> str:
    """A random reference such as `K7-QRM4`, for people to say and write; never the key."""
    pick = secrets.choice
    head = pick(LETTERS) + pick(DIGITS)
    return f"{head}-{''.join(pick(LETTERS) for _ in range(3))}{pick(DIGITS)}"


class Case(models.Model):
    """One client, one leak. `ref` names it everywhere; its key is never shown.

    `client` is the person's own account where they have one; `client_name` is what they
    want to be called. `jurisdictions` holds codes of the rules they want used ("US", "EU").
    `key_name` names the key of its own, which seals its texts and files, in the key store.
    """

    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    key_name = KeyNameField(unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    client = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="own_cases",
    )
    client_name = SealedTextField(max_length=80, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
    )
    advocate = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_cases",
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    device_is_safe = models.BooleanField(null=True, blank=True)
    happened = models.JSONField(default=list, blank=True)
    age = models.CharField(max_length=8, choices=Age, default=Age.UNANSWERED, blank=True)
    country = models.CharField(max_length=2, blank=True)
    jurisdictions = models.JSONField(default=list, blank=True)
    taker = models.CharField(max_length=8, choices=Taker, default=Taker.UNANSWERED, blank=True)
    sells = models.CharField(max_length=8, choices=Sells, default=Sells.UNANSWERED, blank=True)
    facts = SealedTextField("what else matters", blank=True)
    police_reference = SealedTextField(max_length=80, blank=True)
    intake_step = models.CharField(max_length=16, blank=True)
    intake_done_at = models.DateTimeField(null=True, blank=True)
    passed_questions = models.JSONField(
        default=list, blank=True, help_text="skipped where a way is chosen, and not asked again"
    )

    next_exhibit = models.PositiveIntegerField(default=1)
    next_sighting = models.PositiveIntegerField(default=1)
    next_reference = models.PositiveIntegerField(default=1)
    next_notice = models.PositiveIntegerField(default=1)

    class Meta:
        """Closed lists are held by the database."""

        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="state_known"),
            models.CheckConstraint(condition=models.Q(age__in=Age.values), name="age_known"),
            models.CheckConstraint(condition=models.Q(taker__in=Taker.values), name="taker_known"),
            models.CheckConstraint(condition=models.Q(sells__in=Sells.values), name="sells_known"),
        ]
        indexes = [models.Index(fields=["organisation", "state"])]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_open(self) -> bool:
        """Whether anything may still be added or sent."""
        return self.state == State.OPEN

    @property
    def takes_files(self) -> bool:
        """Whether a picture may enter: only where the person said they were an adult."""
        return self.is_open and self.age == Age.ADULT

    @property
    def shown_client(self) -> str:
        """What to call the client on staff pages."""
        return self.readable_name or "No name given"

    @property
    def readable_name(self) -> str:
        """The name, or words instead where the key of this one case is not to be had."""
        try:
            return str(self.client_name)
        except DoesNotOpen:
            return "Name does not open"
