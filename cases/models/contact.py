"""How a recipient may reach the person, or whoever writes for them."""

from django.db import models

from cases.models.case import Case
from cases.models.sealed_fields import SealedTextField


class Shown(models.TextChoices):
    """Which of two addresses a letter carries, if any."""

    OWN = "OWN", "The first one"
    OTHER = "OTHER", "The one that tells less"
    NONE = "NONE", "None, where the rule allows it"


class Contact(models.Model):
    """What a letter of this case may carry about the person; every field may stay empty.

    It is separate from the account: a mailbox made for this, an alias, an advocate's office.
    `separate_mail` and `postal_alias` stand for the first ones without saying where the person
    reads or lives; the three `_shown` say which of them letters carry.
    """

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="contact"
    )
    name = SealedTextField(max_length=120, blank=True)
    mail = SealedTextField(max_length=254, blank=True)
    separate_mail = SealedTextField(max_length=254, blank=True)
    mail_shown = models.CharField(max_length=5, choices=Shown, default=Shown.OWN)
    telephone = SealedTextField(max_length=40, blank=True)
    telephone_shown = models.CharField(max_length=5, choices=Shown, default=Shown.OWN)
    postal_address = SealedTextField(max_length=400, blank=True)
    postal_alias = SealedTextField(max_length=400, blank=True)
    postal_shown = models.CharField(max_length=5, choices=Shown, default=Shown.OWN)
    may_be_passed_on = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        """Closed lists are held by the database; there is no second telephone."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(mail_shown__in=Shown.values), name="mail_shown_known"
            ),
            models.CheckConstraint(
                condition=models.Q(telephone_shown__in=[Shown.OWN, Shown.NONE]),
                name="telephone_shown_known",
            ),
            models.CheckConstraint(
                condition=models.Q(postal_shown__in=Shown.values), name="postal_shown_known"
            ),
        ]

    def __str__(self) -> str:
        return f"contact of {self.case_id}"

    @property
    def mail_in_letters(self) -> str:
        """The mail address letters carry; empty for none."""
        return self._chosen(self.mail_shown, own=self.mail, other=self.separate_mail)

    @property
    def telephone_in_letters(self) -> str:
        """The telephone number letters carry; empty for none."""
        return self._chosen(self.telephone_shown, own=self.telephone, other="")

    @property
    def postal_in_letters(self) -> str:
        """The postal address letters carry; empty for none."""
        return self._chosen(self.postal_shown, own=self.postal_address, other=self.postal_alias)

    @staticmethod
    def _chosen(shown: str, *, own: str, other: str) -> str:
        if shown == Shown.NONE:
            return ""
        return other if shown == Shown.OTHER else own
