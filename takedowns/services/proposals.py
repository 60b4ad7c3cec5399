"""What could be asked of whom next: open places of a case, grouped by the service that can act."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case
from evidence.models import Presence, Sighting
from takedowns.drafting import split_for_channel
from takedowns.models import UNASKED, NoticeItem, NoticeState, Outcome
from takedowns.registry.loader import registry
from takedowns.registry.schema import ANY_HOST, Platform
from takedowns.routing import Question
from takedowns.services.routes import Desk, Route, desk_of
from takedowns.services.senders import Reader

GENERIC_KIND = "host"


@dataclass(frozen=True, slots=True)
class Group:
    """Open places one service can act on. `key` names the group in a form: platform and host."""

    key: str
    platform: Platform
    recipient: str
    host: str
    sightings: tuple[Sighting, ...]
    routes: tuple[Route, ...]

    @property
    def best(self) -> Route | None:
        """The route proposed."""
        return self.routes[0] if self.routes else None

    @property
    def letters(self) -> int:
        """How many letters the proposed way needs for all places."""
        limit = self.best.channel.max_urls if self.best else None
        return len(split_for_channel(self.sightings, limit).parts)


@dataclass(frozen=True, slots=True)
class Proposals:
    """`unreachable` are places nobody can be written to about: a person, a print."""

    groups: tuple[Group, ...]
    unreachable: tuple[Sighting, ...]
    desk: Desk

    def questions(self) -> tuple[tuple[Question, Group], ...]:
        """Open questions that change the ways of some group, with the first such group."""
        found: dict[Question, Group] = {}
        asked: set[str] = set()
        for group in self.groups:
            if group.platform.id in asked:
                continue
            asked.add(group.platform.id)
            for question in self.desk.deciding(group.platform):
                found.setdefault(question, group)
        return tuple((question, found[question]) for question in Question if question in found)


def open_sightings(case: Case) -> QuerySet[Sighting]:
    """Places still to be asked about: not gone, and in no letter that waits or was granted.

    What stands in a draft that was made by itself can be asked about in another way, too.
    """
    waiting = NoticeItem.objects.filter(
        sighting=OuterRef("pk"),
        notice__state__in=[NoticeState.DRAFT, NoticeState.APPROVED, NoticeState.SENT],
        outcome=Outcome.PENDING,
    ).exclude(notice__state=NoticeState.DRAFT, notice__cause__in=UNASKED)
    granted = NoticeItem.objects.filter(
        sighting=OuterRef("pk"), outcome=Outcome.REMOVED, back_at=None
    )
    rows = Sighting.objects.filter(case=case).with_presence()
    rows = rows.filter(~Q(presence=Presence.GONE) | Q(presence=None))
    return rows.exclude(Exists(waiting)).exclude(Exists(granted)).order_by("number")


def proposals(case: Case, *, reader: Reader | None = None) -> Proposals:
    """Every group with its routes, the largest first.

    For `reader` the ways vary by who may write; without one, letters are the person's own.
    The number of questions to the database does not grow with the places.
    """
    by_key: dict[str, list[Sighting]] = {}
    lost: list[Sighting] = []
    for sighting in open_sightings(case):
        key = group_key(sighting)
        if key:
            by_key.setdefault(key, []).append(sighting)
        else:
            lost.append(sighting)
    platforms = {key.partition("|")[0] for key in by_key}
    desk = desk_of(case, platforms=platforms, reader=reader)
    ways = {each: desk.ways(registry().platforms[each]) for each in platforms}
    groups = [_group(key, tuple(rows), ways=ways) for key, rows in by_key.items()]
    groups.sort(key=lambda group: (-len(group.sightings), group.recipient))
    return Proposals(groups=tuple(groups), unreachable=tuple(lost), desk=desk)


def group_key(sighting: Sighting) -> str:
    """`platform|` for a known service, `generic|host` for any other site, or empty."""
    if sighting.platform in registry().platforms:
        return f"{sighting.platform}|"
    return f"{generic().id}|{sighting.host}" if sighting.host else ""


def generic() -> Platform:
    """The registry's entry for any web host."""
    return next(
        platform
        for platform in registry().platforms.values()
        if platform.generic_template
        and platform.kind == GENERIC_KIND
        and ANY_HOST in platform.hosts
    )


def _group(
    key: str, sightings: tuple[Sighting, ...], *, ways: Mapping[str, tuple[Route, ...]]
) -> Group:
    platform_id, _, host = key.partition("|")
    platform = registry().platforms[platform_id]
    return Group(
        key=key,
        platform=platform,
        recipient=f"the operator of {host}" if host else platform.addressee,
        host=host,
        sightings=sightings,
        routes=ways[platform_id],
    )
