"""What looks at the places of sent letters showed: gone once, gone for good, or back again.

Nobody's word makes a place "gone, confirmed": two looks do that, `APART` at least, with nothing
else seen between them. A page that only some can see, or that asks to sign in, never counts.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from cases import timeline
from cases.models import Case, State
from evidence.models import Observation, Presence, Recheck, Watch
from evidence.services import rechecks, watching
from evidence.services.observations import APART
from takedowns.models import TO_AUTHORITIES, Notice, NoticeItem, NoticeState, Outcome
from takedowns.services import climbing, outcomes

BATCH = 500
OUT = (NoticeState.SENT, NoticeState.DECIDED)
log = logging.getLogger("redress.takedowns")


@dataclass(frozen=True, slots=True)
class Run:
    """The newest looks in which a place was gone without a break; None where it was not."""

    gone_at: datetime | None
    confirmed_at: datetime | None


def run_of(looks: Iterable[tuple[str, datetime]]) -> Run:
    """`looks` are (presence, moment), the oldest first."""
    gone_at = confirmed_at = None
    for presence, at in looks:
        if presence != Presence.GONE:
            gone_at = confirmed_at = None
        elif gone_at is None:
            gone_at = at
        elif confirmed_at is None and at - gone_at >= APART:
            confirmed_at = at
    return Run(gone_at, confirmed_at)


def due_ids() -> list[UUID]:
    """Places of sent letters in open cases with looks that were not taken in yet."""
    counted = Observation.objects.filter(sighting=OuterRef("sighting")).order_by()
    seen = counted.values("sighting").annotate(many=Count("pk")).values("many")
    rows = NoticeItem.objects.filter(notice__state__in=OUT, notice__case__state=State.OPEN)
    fresh = rows.annotate(seen=Subquery(seen)).filter(seen__gt=F("looks"))
    return list(fresh.order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def take_in(item_id: UUID, *, now: datetime) -> bool:
    """Take in the looks at one place; returns whether there were new ones.

    A second run changes nothing: what the looks showed, and what follows, is one transaction.
    """
    of = NoticeItem.objects.filter(pk=item_id).values("notice")
    notice = Notice.objects.held().get(pk__in=of)
    item = NoticeItem.objects.select_related("sighting").get(pk=item_id)
    item.notice = notice
    rows = Observation.objects.filter(sighting=item.sighting_id).order_by("observed_at", "pk")
    looks = list(rows.values_list("presence", "observed_at"))
    if len(looks) <= item.looks or notice.state not in OUT or not notice.case.is_open:
        return False
    item.looks = len(looks)
    if item.confirmed_gone_at is None:
        _confirm(item, run_of(looks), now=now)
    _notice_return(item, looks, now=now)
    item.save()
    outcomes.close_or_open(notice, actor=None, now=now)
    return True


def _confirm(item: NoticeItem, run: Run, *, now: datetime) -> None:
    item.gone_at, item.confirmed_gone_at = run.gone_at, run.confirmed_at
    if run.confirmed_at is None:
        return
    if item.outcome != Outcome.REMOVED:
        item.outcome, item.outcome_at, item.outcome_by = Outcome.REMOVED, now, None
        item.outcome_note = "Gone in two looks."
    _tell(item, "place.gone", now=now)
    climbing.let_go([item.sighting], case=item.notice.case, now=now)


def _notice_return(item: NoticeItem, looks: list[tuple[str, datetime]], *, now: datetime) -> None:
    """Seen again after it was removed, by their word or by looks."""
    presence, at = looks[-1]
    settled = item.confirmed_gone_at or item.outcome_at
    if item.outcome != Outcome.REMOVED or item.back_at is not None or settled is None:
        return
    if presence != Presence.LIVE or at <= settled:
        return
    item.back_at = at
    seen_gone = [seen for shown, seen in looks if shown == Presence.GONE]
    item.gone_at = item.gone_at or next(iter(seen_gone[-1:]), None)
    item.save(update_fields=["back_at", "gone_at"])
    _tell(item, "place.back", now=now)
    if item.notice.rung not in TO_AUTHORITIES:
        climbing.draft_again(item, now=now)


def _tell(item: NoticeItem, kind: str, *, now: datetime) -> None:
    notice = item.notice
    timeline.record(
        notice.case, kind, actor=None, now=now,
        place=item.sighting.number, number=notice.number,
    )  # fmt: skip


def to_look_again(cases: QuerySet[Case], *, now: datetime) -> QuerySet[NoticeItem]:
    """Places that wait for a look: said to be removed and not looked at since, or gone once and
    long enough ago for the second look."""
    at_all = Observation.objects.filter(
        sighting=OuterRef("sighting"), observed_at__gte=OuterRef("outcome_at")
    )
    rows = NoticeItem.objects.filter(
        notice__case__in=cases, notice__state__in=OUT, confirmed_gone_at=None, back_at=None
    )
    word = Q(outcome=Outcome.REMOVED, gone_at=None) & ~Exists(at_all)
    rows = rows.filter(word | Q(gone_at__lte=now - APART))
    return rows.select_related("sighting", "notice__case").order_by("outcome_at", "pk")


def ask_server(*, now: datetime) -> int:
    """Have the server take the second looks in cases in which it was asked to look by itself."""
    running = Watch.objects.filter(case=OuterRef("notice__case"), ended_at=None)
    waits = Recheck.objects.filter(
        sighting=OuterRef("sighting"), asked_at__gte=OuterRef("gone_at") + APART
    )
    rows = NoticeItem.objects.filter(
        Exists(running), ~Exists(waits), notice__state__in=OUT, notice__case__state=State.OPEN,
        confirmed_gone_at=None, back_at=None, gone_at__lte=now - APART,
    ).exclude(sighting__url="")  # fmt: skip
    by_case: dict[Case, list[NoticeItem]] = {}
    for item in rows.select_related("sighting", "notice__case").order_by("pk")[:BATCH]:
        by_case.setdefault(item.notice.case, []).append(item)
    return sum(_ask(case, items, now=now) for case, items in by_case.items())


@transaction.atomic
def _ask(case: Case, items: list[NoticeItem], *, now: datetime) -> int:
    watch = watching.running(case)
    if watch is None or rechecks.why_not(case):
        return 0
    places = {item.sighting_id: item.sighting for item in items}
    asked = rechecks.ask_by_watch(watch, list(places.values()), now=now)
    log.info("second looks asked for %s: %d", case.ref, len(asked))
    return len(asked)
