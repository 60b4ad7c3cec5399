"""The mailbox an organisation sends letters from."""

from django.conf import settings
from django.db import models


class Security(models.TextChoices):
    """How the line is encrypted. A line in the clear is not offered."""

    STARTTLS = "STARTTLS", "STARTTLS (most often port 587)"
    TLS = "TLS", "TLS from the first byte (most often port 465)"


class MailAccount(models.Model):
    """One account an organisation. `password` is sealed by the instance key; empty: no sign-in.

    `reply_to` is a mailbox of its own, so that answers do not lie among other mail.
    """

    organisation = models.OneToOneField(
        "accounts.Organisation",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="mail_account",
    )
    host = models.CharField(max_length=200)
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(max_length=8, choices=Security, default=Security.STARTTLS)
    username = models.CharField(max_length=200, blank=True)
    password = models.BinaryField(default=bytes, blank=True)
    from_name = models.CharField(max_length=80, blank=True)
    from_address = models.EmailField()
    reply_to = models.EmailField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """Closed list."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(security__in=Security.values), name="mail_security_known"
            ),
        ]

    def __str__(self) -> str:
        return f"mail account of {self.organisation_id}"
