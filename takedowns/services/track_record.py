"""What came of the places a team asked each platform about: how hard it is, in own numbers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import median
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.models import Organisation
from takedowns.models import TO_AUTHORITIES, NoticeItem, NoticeState, Outcome
from takedowns.routing import Tally, Way
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
        .exclude(notice__rung__in=TO_AUTHORITIES)
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


def by_way(organisation_id: UUID | None, *, platforms: Iterable[str]) -> dict[Way, Tally]:
    """By platform, channel and rule, over every letter this one team sent; a lone client has none.

    Two questions, however many places. The median needs as many removals as a group needs places.
    """
    if organisation_id is None:
        return {}
    asked = NoticeItem.objects.filter(
        notice__case__organisation=organisation_id,
        notice__state__in=[NoticeState.SENT, NoticeState.DECIDED],
        notice__platform__in=sorted(set(platforms)),
    ).exclude(notice__rung__in=TO_AUTHORITIES)
    hours = _median_hours(asked)
    return {way: replace(tally, hours=hours.get(way)) for way, tally in _tallies(asked)}


_WAY = ("notice__platform", "notice__channel", "notice__basis")
_COUNTED = {
    "removed": Outcome.REMOVED,
    "refused": Outcome.REFUSED,
    "pending": Outcome.PENDING,
    "duplicate": Outcome.DUPLICATE,
    "not_found": Outcome.NOT_FOUND,
}


def _tallies(asked: QuerySet[NoticeItem]) -> Iterator[tuple[Way, Tally]]:
    counts = {name: Count("pk", filter=Q(outcome=each)) for name, each in _COUNTED.items()}
    for group in asked.values(*_WAY).annotate(places=Count("pk"), **counts).order_by():
        way = (group[_WAY[0]], group[_WAY[1]], group[_WAY[2]])
        yield way, Tally(group["places"], **{name: group[name] for name in _COUNTED})


def _median_hours(asked: QuerySet[NoticeItem]) -> dict[Way, float]:
    """From sending to the note "removed"; only where enough was removed."""
    took: dict[Way, list[float]] = defaultdict(list)
    removed = asked.filter(outcome=Outcome.REMOVED, outcome_at__isnull=False)
    for *way, sent_at, outcome_at in removed.values_list(*_WAY, "notice__sent_at", "outcome_at"):
        took[way[0], way[1], way[2]].append((outcome_at - sent_at) / timedelta(hours=1))
    return {way: median(hours) for way, hours in took.items() if len(hours) >= LEAST}
