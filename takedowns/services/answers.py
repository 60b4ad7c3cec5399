"""How platforms answered a team, counted over places. Small groups are not told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Avg,
    BooleanField,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    Value,
    When,
)
from django.db.models import Case as Choose

from accounts.models import Person
from cases import access
from takedowns.models import TO_AUTHORITIES, NoticeItem, Outcome
from takedowns.registry.loader import registry

LOOK_BACK = timedelta(days=365)
LEAST = 5
"""A group with fewer places is left out: it would tell about one person."""
MOST_GROUPS = 8


@dataclass(frozen=True, slots=True)
class Answers:
    """Places asked about at one platform, under a law or under its own rules.

    `mean` is the time from sending to the note "removed", over removed places; None where none was.
    """

    platform: str
    by_law: bool
    places: int
    removed: int
    restricted: int
    refused: int
    mean: timedelta | None

    @property
    def other(self) -> int:
        """No answer in time, not found, or called a duplicate."""
        return self.places - self.removed - self.restricted - self.refused

    @property
    def label(self) -> str:
        """The platform and the way, for a row."""
        return f"{self.platform}, {'law' if self.by_law else 'own rules'}"

    @property
    def mean_words(self) -> str:
        """`31 h` or `4 d`; a dash where nothing was removed."""
        if self.mean is None:
            return "–"
        hours = round(self.mean / timedelta(hours=1))
        return f"{hours} h" if hours < 72 else f"{round(hours / 24)} d"


def how_platforms_answered(person: Person, *, now: datetime) -> list[Answers]:
    """The person's teams over the last 12 months, the largest groups first."""
    items = NoticeItem.objects.filter(
        notice__case__organisation__in=access.teams_of(person),
        outcome_at__gt=now - LOOK_BACK,
    ).exclude(outcome=Outcome.PENDING)
    items = items.exclude(notice__rung__in=TO_AUTHORITIES)
    took = ExpressionWrapper(F("outcome_at") - F("notice__sent_at"), output_field=DurationField())
    by_law = Choose(
        When(notice__basis="", then=Value(value=False)),
        default=Value(value=True),
        output_field=BooleanField(),
    )
    groups = (
        items.annotate(by_law=by_law)
        .values("notice__platform", "by_law")
        .annotate(places=Count("pk"), **_each(), mean=Avg(took, filter=_is(Outcome.REMOVED)))
        .filter(places__gte=LEAST)
        .order_by("-places", "notice__platform", "by_law")
    )
    return list(_told(groups[:MOST_GROUPS]))


def _each() -> dict[str, Count]:
    named = {
        "removed": Outcome.REMOVED, "restricted": Outcome.RESTRICTED, "refused": Outcome.REFUSED,
    }  # fmt: skip
    return {name: Count("pk", filter=_is(outcome)) for name, outcome in named.items()}


def _is(outcome: Outcome) -> Q:
    return Q(outcome=outcome)


def _told(groups: Any) -> Iterator[Answers]:
    known = registry().platforms
    for group in groups:
        key = group["notice__platform"]
        yield Answers(
            platform=known[key].name if key in known else key,
            by_law=group["by_law"],
            places=group["places"],
            removed=group["removed"],
            restricted=group["restricted"],
            refused=group["refused"],
            mean=group["mean"],
        )
