"""Places where the material was seen, and what each showed at one moment."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery

from cases.models import Case
from evidence.models.imports import Import


class Kind(models.TextChoices):
    """An exact address, or a place without one."""

    LINK = "LINK", "A link"
    CHAT = "CHAT", "A group chat"
    MESSAGE = "MESSAGE", "A message to someone"
    PERSON = "PERSON", "A person showed or told it"
    PRINT = "PRINT", "On paper"
    STREAM = "STREAM", "A live stream or story"
    OTHER = "OTHER", "Somewhere else"


class Presence(models.TextChoices):
    """What a place showed when somebody looked. Only GONE twice, apart, counts as removed."""

    LIVE = "LIVE", "Still there"
    GONE = "GONE", "Gone"
    RESTRICTED = "RESTRICTED", "Only some can see it"
    LOGIN_WALL = "LOGIN_WALL", "Asks to sign in"
    UNKNOWN = "UNKNOWN", "Not known"


class LookedBy(models.TextChoices):
    """Who looked: somebody who wrote down what they saw, or the server that fetched the page."""

    PERSON = "PERSON", "Seen by a person"
    SERVER = "SERVER", "Fetched by the server"


class SightingQuerySet(QuerySet["Sighting"]):
    """Filters that chain."""

    def with_presence(self) -> "SightingQuerySet":
        """Adds `presence`, the newest observation's word, and `looked_at`, its moment."""
        newest = Observation.objects.filter(sighting=OuterRef("pk")).order_by("-observed_at")
        return self.annotate(
            presence=Subquery(newest.values("presence")[:1]),
            looked_at=Subquery(newest.values("observed_at")[:1]),
        )


class Sighting(models.Model):
    """One place. `as_seen` is the address to the letter, `url` its normal form, `key` to compare.

    `seen_at` is UTC; `seen_zone` the IANA zone the person gave it in. A place without an address
    has a `locator` (group name, handle, shop, page number). `platform` is an id of the platform
    registry or empty, `identifiers` what the platform asks for (post id, message number).
    `reached_from` is the place this one was found through, `reached_account` the account. `whole`
    is the list it came in with, if it did.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sightings")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LINK)
    as_seen = models.TextField("address as seen", blank=True)
    url = models.TextField(blank=True)
    key = models.CharField(max_length=64, blank=True)
    host = models.CharField(max_length=255, blank=True)
    platform = models.CharField(max_length=40, blank=True)
    platform_name = models.CharField(max_length=80, blank=True)
    page_kind = models.CharField(max_length=16, blank=True)
    identifiers = models.JSONField(default=dict, blank=True)
    locator = models.TextField(blank=True, max_length=500)

    seen_at = models.DateTimeField(null=True, blank=True)
    seen_zone = models.CharField(max_length=64, blank=True)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploader = models.CharField("account shown", max_length=200, blank=True)
    posted_text = models.CharField("posting time as shown", max_length=80, blank=True)
    views = models.PositiveBigIntegerField(null=True, blank=True)
    followers = models.PositiveBigIntegerField("followers of that account", null=True, blank=True)
    hashtags = models.CharField(max_length=300, blank=True)
    reached_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="led_to"
    )
    reached_account = models.CharField("account it was found through", max_length=200, blank=True)
    whole = models.ForeignKey(
        Import, on_delete=models.SET_NULL, null=True, blank=True, related_name="places"
    )
    note = models.TextField("what you noticed", max_length=4000, blank=True)

    objects = SightingQuerySet.as_manager()

    class Meta:
        """Numbers never repeat in a case, nor does a place with an address."""

        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="sighting_number_once"),
            models.UniqueConstraint(
                fields=["case", "key"], condition=~models.Q(key=""), name="place_once_in_case"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="kind_known"),
            models.CheckConstraint(
                condition=~models.Q(url="") | ~models.Q(locator=""), name="place_is_named"
            ),
            models.CheckConstraint(
                condition=models.Q(reached_from=None) | ~models.Q(reached_from=models.F("id")),
                name="place_not_from_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"place {self.number} of {self.case_id}"

    @property
    def shown_place(self) -> str:
        """The platform, else the host, else the kind of place: short, and no address."""
        return self.platform_name or self.host or self.get_kind_display()


class Observation(models.Model):
    """What a place showed at one moment; rows are added, never edited.

    A look of the server has no observer, a `reason` (one word of `evidence.fetching`) and
    `figures`: status, kind, bytes, sha256, address, final link, the words that told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sighting = models.ForeignKey(Sighting, on_delete=models.CASCADE, related_name="observations")
    presence = models.CharField(max_length=10, choices=Presence)
    observed_at = models.DateTimeField()
    observer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=6, choices=LookedBy, default=LookedBy.PERSON)
    reason = models.CharField(max_length=24, blank=True)
    figures = models.JSONField(default=dict, blank=True)

    class Meta:
        """Closed lists, read newest first."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(way__in=LookedBy.values), name="looked_by_known"
            ),
            models.CheckConstraint(
                condition=models.Q(presence__in=Presence.values), name="presence_known"
            ),
        ]
        indexes = [models.Index(fields=["sighting", "-observed_at"])]

    def __str__(self) -> str:
        return f"{self.presence} {self.sighting_id}"
