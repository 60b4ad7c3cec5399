"""What came of the places a team asked each platform about: how hard it is, in own numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import Organisation
from takedowns.models import NoticeItem, NoticeState, Outcome
from takedowns.services.answers import LEAST


@dataclass(frozen=True, slots=True)
class Record:
    """Counts of places. `told` is false for a group too small to be told about."""

    places: int
    removed: int
    refused: int
    pending: int

    @property
    def told(self) -> bool:
        """A smaller group would tell about one person."""
        return self.places >= LEAST

    @property
    def other(self) -> int:
        """Restricted, not found, called a duplicate, or no answer in time."""
        return self.places - self.removed - self.refused - self.pending


def records(organisations: Iterable[Organisation]) -> dict[str, Record]:
    """By the platform's id, over every letter of these teams that was sent."""
    groups = (
        NoticeItem.objects.filter(
            notice__case__organisation__in=list(organisations),
            notice__state__in=[NoticeState.SENT, NoticeState.DECIDED],
        )
        .values("notice__platform")
        .annotate(
            places=Count("pk"),
            removed=Count("pk", filter=Q(outcome=Outcome.REMOVED)),
            refused=Count("pk", filter=Q(outcome=Outcome.REFUSED)),
            pending=Count("pk", filter=Q(outcome=Outcome.PENDING)),
        )
        .order_by()
    )
    return {
        group["notice__platform"]: Record(
            places=group["places"],
            removed=group["removed"],
            refused=group["refused"],
            pending=group["pending"],
        )
        for group in groups
    }
