"""Every sign-in is kept for a while, and one with a device never seen before is told of."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Person, SignIn
from accounts.services.devices import device_words

KEPT = timedelta(days=90)


@transaction.atomic
def note_sign_in(person: Person, *, user_agent: str, now: datetime) -> list[SignIn]:
    """Keep this sign-in; the earlier ones with new devices that the person was not told of.

    Those count as told from now on. The first sign-in of a person is with no new device, and a
    new one is told of at the next sign-in: whoever has it open now may be somebody else.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    SignIn.objects.filter(person=person, at__lt=now - KEPT).delete()
    earlier = SignIn.objects.filter(person=person)
    untold = list(earlier.filter(is_new=True, told_at=None).order_by("at"))
    earlier.filter(pk__in=[row.pk for row in untold]).update(told_at=now)
    device = device_words(user_agent)
    known = earlier.filter(device=device).exists() or not earlier.exists()
    SignIn.objects.create(person=person, at=now, device=device, is_new=not known)
    return untold


def sign_ins_of(person: Person) -> QuerySet[SignIn]:
    """What is kept, newest first."""
    return SignIn.objects.filter(person=person).order_by("-at", "pk")
