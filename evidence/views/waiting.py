"""The screenshots that wait for their giver to say which part counts."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cases.gate import reader_of
from cases.models import Case
from evidence.models import WaitingPicture


def after(request: HttpRequest, case: Case) -> str:
    """Where a choice leads: to the next screenshot that waits for this person, else the list."""
    following = waiting_for(request, case).first()
    if following is not None:
        return reverse("evidence:reference-cut", args=[case.ref, following.pk])
    return reverse("evidence:references", args=[case.ref])


def waiting_for(request: HttpRequest, case: Case) -> QuerySet[WaitingPicture]:
    """The screenshots this person gave that still wait, oldest first."""
    rows = WaitingPicture.objects.filter(
        case=case, given_by=reader_of(request), expires_at__gt=timezone.now()
    )
    return rows.select_related("case", "file").order_by("given_at")
