"""How a recipient may reach the person, or whoever writes for them."""

from django.db import models

from cases.models.case import Case


class Contact(models.Model):
    """What a letter of this case may carry about the person; every field may stay empty.

    It is separate from the account: a mailbox made for this, an alias, an advocate's office.
    """

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="contact"
    )
    name = models.CharField(max_length=120, blank=True)
    mail = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    postal_address = models.TextField(max_length=400, blank=True)
    may_be_passed_on = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"contact of {self.case_id}"
