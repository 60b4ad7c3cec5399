"""Cases in which the server looks again every few days, because a person asked for it."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case
from cases.services import leases
from evidence.models import LookedBy, Observation, Sighting, Watch
from evidence.services import rechecks
from evidence.services.observations import gone_twice
from evidence.services.sightings import locked

DAYS = (1, 3, 7, 14, 30)
LEASE = timedelta(minutes=5)
MOST_A_ROUND = 300
"""Places one round asks for, those not looked at for longest first."""
_ALL_GONE = "every place was gone in two looks, a day apart."
_NO_MORE = "the person who asked for it may not do this any more."

log = logging.getLogger("redress.evidence")


class CannotWatch(DomainError):
    """The server cannot be asked to look again and again; the text says why."""


def running(case: Case) -> Watch | None:
    """The watch that runs in a case."""
    return Watch.objects.filter(case=case, ended_at=None).select_related("started_by").first()


def last_ended(case: Case) -> Watch | None:
    """The last one that ended."""
    return Watch.objects.filter(case=case).exclude(ended_at=None).order_by("-ended_at").first()


@transaction.atomic
def start(case: Case, *, every_days: int, actor: Person, now: datetime) -> Watch:
    """Have the server look at every place now and every so many days. Raises CannotWatch.

    Where it looks by itself already, this person asks for it from now on, as often as they say.
    """
    access.require(actor, Permission.LOG, case)
    case = locked(case)
    if sentence := rechecks.why_not(case):
        raise CannotWatch(sentence)
    if every_days not in DAYS:
        raise CannotWatch("Choose one of the numbers of days.")
    asked = {"every_days": every_days, "started_at": now, "started_by": actor, "next_at": now}
    made, _ = Watch.objects.update_or_create(asked, case=case, ended_at=None)
    timeline.record(case, "watch.started", actor=actor, now=now, days=every_days)
    return made


@transaction.atomic
def end(watch: Watch, *, actor: Person, now: datetime) -> None:
    """End it; looks that wait are not taken any more."""
    access.require(actor, Permission.LOG, watch.case)
    locked(watch.case)
    mine = Watch.objects.filter(pk=watch.pk, ended_at=None)
    if mine.update(ended_at=now, ended_by=actor):
        watch.rechecks.filter(state="DUE").delete()
        timeline.record(watch.case, "watch.ended", actor=actor, now=now)


def claim(*, now: datetime) -> Watch | None:
    """Take one watch whose round is due; None where there is none."""
    due = Watch.objects.filter(ended_at=None, next_at__lte=now).exclude(lease_until__gt=now)
    key = leases.take(due, first=("next_at",), until=now + LEASE)
    if key is None:
        return None
    return Watch.objects.select_related("case", "started_by").get(pk=key)


@transaction.atomic
def go_round(watch: Watch, *, now: datetime) -> int:
    """Ask for the looks of one round; returns how many. Ends the watch where none is left."""
    case = locked(watch.case)
    mine = Watch.objects.select_for_update().filter(pk=watch.pk, lease_until=watch.lease_until)
    if not mine.exists():
        return 0
    if why := _why_over(watch, case):
        _let_end(watch, why=why, now=now)
        return 0
    places = list(_longest_ago(case))
    gone = gone_twice(places)
    left = [row for row in places if row.pk not in gone]
    if places and not left:
        _let_end(watch, why=_ALL_GONE, now=now)
        return 0
    asked = rechecks.ask_by_watch(watch, left[:MOST_A_ROUND], now=now)
    mine.update(lease_until=None, attempts=0, next_at=now + timedelta(days=watch.every_days))
    log.info("watch %s: %d looks asked for", watch.pk, len(asked))
    return len(asked)


def _why_over(watch: Watch, case: Case) -> str:
    if not access.can(watch.started_by, Permission.LOG, case):
        return _NO_MORE
    sentence = rechecks.why_not(case)
    return sentence[:1].lower() + sentence[1:]


def _longest_ago(case: Case) -> QuerySet[Sighting]:
    """Places with a link, those the server never looked at first, then the longest ago."""
    looks = Observation.objects.filter(sighting=OuterRef("pk"), way=LookedBy.SERVER)
    last = looks.order_by("-observed_at").values("observed_at")[:1]
    rows = Sighting.objects.filter(case=case).exclude(url="").annotate(fetched_at=Subquery(last))
    return rows.order_by(F("fetched_at").asc(nulls_first=True), "number")


def _let_end(watch: Watch, *, why: str, now: datetime) -> None:
    Watch.objects.filter(pk=watch.pk).update(ended_at=now, lease_until=None, why_ended=why[:200])
    watch.rechecks.filter(state="DUE").delete()
    timeline.record(watch.case, "watch.over", actor=None, now=now, why=why.rstrip("."))
