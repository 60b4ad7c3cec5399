"""A person who can sign in."""

import uuid
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractUser
from django.db import models


class Person(AbstractUser):
    """A client, an advocate, a counsel or an operator. An e-mail address is optional.

    `zone` is an IANA name; `mail_is_safe` is the person's own word that nobody else reads
    their mail, and no mail is sent without it. `exit_url` is where "Leave this page" goes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    display_name = models.CharField("name to show", max_length=80, blank=True)
    zone = models.CharField("time zone", max_length=64, default="UTC")
    mail_is_safe = models.BooleanField(default=False)
    app_name = models.CharField("name on the page", max_length=24, blank=True)
    exit_url = models.URLField("where leaving goes", blank=True)
    shared_device = models.BooleanField(default=False)

    roles_held: "frozenset[str] | None" = None
    """Roles in all teams, once they were read for this page."""

    class Meta:
        """Django's own name for one and many."""

        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name others on a case read."""
        return self.display_name or self.username

    @property
    def zone_info(self) -> ZoneInfo:
        """The reader's zone; the database holds only names that exist."""
        return ZoneInfo(self.zone)
