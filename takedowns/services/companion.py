"""The fields of a service's own form, as they were approved, and which are ticked as done."""

from django.db import transaction

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.errors import DomainError
from cases.services.closure import require_open
from takedowns.models import Notice


class NoSuchField(DomainError):
    """The form of this letter has no field of that name."""


def fields_of(notice: Notice) -> list[tuple[str, str, str]]:
    """Label, value and key of each field in the order of the form; frozen with the approval.

    A letter approved before fields were frozen has its subject and text only.
    """
    return [
        (str(label), str(value), str(key)) for label, value, key in notice.snapshot.get("form", [])
    ]


@transaction.atomic
def tick(notice: Notice, *, key: str, done: bool, actor: Person) -> None:
    """Keep that a field was copied over, or that it was not."""
    access.require(actor, Permission.DRAFT, notice.case)
    notice = Notice.objects.held().get(pk=notice.pk)
    require_open(notice.case)
    order = [known for _, _, known in fields_of(notice)]
    if key not in order:
        raise NoSuchField("This form has no such field.")
    ticked = {*notice.copied, key} if done else {*notice.copied} - {key}
    notice.copied = [known for known in order if known in ticked]
    notice.save(update_fields=["copied"])
