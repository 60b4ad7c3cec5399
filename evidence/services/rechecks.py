"""Looks of the server: asked for by a person, for one place, and never otherwise.

The row is due until a worker takes it. Fetching touches no row; what came of it is written down
in one transaction: the page that came back as an exhibit, and what the place showed.
"""

import hashlib
import io
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Age, Case
from cases.services import leases
from evidence.fetching.fetcher import Fetched, fetch
from evidence.fetching.judging import Judged, judge, names_of
from evidence.fetching.limits import Leave, Limits, leave_of
from evidence.fetching.targets import NotFetched, target_of
from evidence.models import (
    Exhibit,
    LookedBy,
    Observation,
    Presence,
    Recheck,
    RecheckState,
    Sighting,
    Watch,
)
from evidence.registry.wordings import wordings
from evidence.services import exhibits
from evidence.services.exhibits import Sealed
from evidence.services.observations import Look, observe_by_server
from evidence.services.sightings import locked

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
NOT_AGAIN_BEFORE = timedelta(minutes=5)
LIMITS = Limits()
_FRONT = Limits(most_hops=3, most_bytes=256 * 1024, whole=10.0)
_WAITS = (RecheckState.DUE, RecheckState.WORKING)
_GAVE_UP = "Looking failed several times. Nothing is known of it."
_NO_MORE = "The person who asked may not do this any more."
_NO_AGE = {
    Age.MINOR: "The server never looks at places of a case in which some of it was made before "
    "the age of 18. Some services may lawfully do that: see the people to talk to.",
    Age.UNSURE: "The server does not look while it is not sure that all of it was made at 18 or "
    "older.",
    Age.UNANSWERED: "Please answer the question about age first. Until then the server does not "
    "look.",
}

log = logging.getLogger("redress.evidence")


class NotLooked(DomainError):
    """The server cannot be asked to look; the text says why."""


class LookBroke(Exception):
    """Something went wrong that nobody foresaw; the look is tried again when its lease is over."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the server was shown, and the page that came back, if there was one."""

    look: Look
    page: bytes = b""


def leave() -> Leave:
    """Names that stand for servers on this machine: none, but in tests and the demo."""
    return leave_of(settings.FETCH_ALLOWED)


def why_not(case: Case) -> str:
    """One sentence where the server never looks at the places of a case, else empty."""
    if not case.is_open:
        return "This case is closed. Open it again to have the server look."
    return "" if case.age == Age.ADULT else _NO_AGE[Age(case.age)]


@transaction.atomic
def ask(sighting: Sighting, *, actor: Person, now: datetime) -> Recheck:
    """Have the server look at a place; it is due from now on. Raises NotLooked."""
    access.require(actor, Permission.LOG, sighting.case)
    case = locked(sighting.case)
    if sentence := why_not(case) or _why_not_here(sighting, now=now):
        raise NotLooked(sentence)
    return Recheck.objects.create(sighting=sighting, asked_at=now, asked_by=actor)


def _why_not_here(sighting: Sighting, *, now: datetime) -> str:
    if not sighting.url:
        return "This place has no link, so the server cannot look there."
    try:
        target_of(sighting.url)
    except NotFetched as fault:
        return str(fault)
    rows = Recheck.objects.filter(sighting=sighting)
    if rows.filter(state__in=_WAITS).exists():
        return "The server was asked already. It looks within a few minutes."
    if rows.filter(asked_at__gt=now - NOT_AGAIN_BEFORE).exists():
        return "The server looked a moment ago. Please wait a few minutes before the next look."
    return ""


def newest(sighting: Sighting) -> Recheck | None:
    """The last look the server was asked for at a place."""
    rows = Recheck.objects.filter(sighting=sighting).select_related("observation", "exhibit")
    return rows.order_by("-asked_at").first()


def claim(*, now: datetime, only: UUID | None = None) -> Recheck | None:
    """Take one look that is due, or whose worker was lost; None where there is none."""
    due = _due(now) if only is None else _due(now).filter(pk=only)
    key = leases.take(due, first=("asked_at",), until=now + LEASE, state=RecheckState.WORKING)
    if key is None:
        return None
    rows = Recheck.objects.select_related("sighting__case", "asked_by", "watch")
    return rows.get(pk=key)


def _due(now: datetime) -> QuerySet[Recheck]:
    lost = Q(state=RecheckState.WORKING, lease_until__lt=now)
    return Recheck.objects.filter(Q(state=RecheckState.DUE) | lost)


def look(recheck: Recheck, *, now: datetime) -> Observation | None:
    """Look at a claimed place and write down what it showed, once.

    None where it is not looked at any more, or where another worker has taken it over since.
    Raises LookBroke where it cannot be done.
    """
    try:
        return _look(recheck, now=now)
    except Exception as fault:
        log.error("recheck %s: %s", recheck.pk, type(fault).__name__)
        raise LookBroke from fault


def _look(recheck: Recheck, *, now: datetime) -> Observation | None:
    sighting, actor = recheck.sighting, recheck.asked_by
    if sentence := _why_dropped(recheck):
        drop(recheck, sentence=sentence, now=now)
        return None
    shown = visit(sighting)
    log.info("recheck %s: %s", recheck.pk, shown.look.reason)
    if not (shown.page and _is_kept(recheck, shown.look)):
        return _finish(recheck, shown, sealed=None, now=now)
    source = io.BytesIO(shown.page)
    with exhibits.sealing(
        sighting.case, source, name="page.html", actor=actor, now=now, fetched=True
    ) as sealed:
        return _finish(recheck, shown, sealed=sealed, now=now)


def _why_dropped(recheck: Recheck) -> str:
    case = recheck.sighting.case
    if recheck.attempts > MOST_ATTEMPTS:
        return _GAVE_UP
    if not access.can(recheck.asked_by, Permission.LOG, case):
        return _NO_MORE
    return why_not(case)


def _is_kept(recheck: Recheck, look: Look) -> bool:
    """Whether the page is kept: always when asked for at once, in a round where it is news."""
    if recheck.watch_id is None:
        return True
    looks = Observation.objects.filter(sighting=recheck.sighting_id, way=LookedBy.SERVER)
    before = looks.order_by("-observed_at").first()
    return before is None or (before.presence, before.reason) != (look.presence, look.reason)


def visit(sighting: Sighting) -> Shown:
    """Ask for the link of a place and judge what came back. Touches no row."""
    names = names_of(sighting.url, sighting.identifiers)
    try:
        fetched = fetch(sighting.url, limits=LIMITS, leave=leave())
    except NotFetched as fault:
        return Shown(Look(Presence.UNKNOWN, fault.code, str(fault)))
    judged = judge(fetched, names=names, wordings=wordings())
    if judged.presence == Presence.GONE and _whole_site_answers_so(fetched):
        judged = Judged(Presence.UNKNOWN, "whole-site")
    look = Look(judged.presence, judged.reason, judged.sentence, _figures(fetched, judged))
    return Shown(look, fetched.reply.body)


def _whole_site_answers_so(fetched: Fetched) -> bool:
    """Whether the front page is not there either, or not for us: then nothing follows."""
    target = target_of(fetched.final)
    front = target.url.removesuffix(target.path) + "/"
    try:
        status = fetch(front, limits=_FRONT, leave=leave()).reply.status
    except NotFetched:
        return True
    return status >= 400


def _figures(fetched: Fetched, judged: Judged) -> dict[str, str | int]:
    reply = fetched.reply
    found: dict[str, str | int] = {
        "status": reply.status, "kind": reply.kind[:80], "address": reply.address,
        "steps": len(fetched.way) - 1,
    }  # fmt: skip
    if reply.read:
        found |= {"bytes": len(reply.body), "sha256": hashlib.sha256(reply.body).hexdigest()}
    if reply.cut:
        found["cut"] = 1
    if fetched.final != fetched.asked:
        found["final"] = fetched.final[:2000]
    if judged.matched:
        found["matched"] = judged.matched
    return found | {
        f"header {name}": reply.headers[name][:200] for name in _TOLD & set(reply.headers)
    }


_TOLD = {"server", "via", "cf-ray", "x-amz-cf-id", "x-served-by", "x-cache", "last-modified"}
"""Headers worth keeping: who answered, and since when."""


@transaction.atomic
def _finish(
    recheck: Recheck, shown: Shown, *, sealed: Sealed | None, now: datetime
) -> Observation | None:
    sighting, actor = recheck.sighting, recheck.asked_by
    locked(sighting.case)
    mine = Recheck.objects.select_for_update().filter(
        pk=recheck.pk, state=RecheckState.WORKING, lease_until=recheck.lease_until
    )
    if not mine.exists():
        return None
    kept: Exhibit | None = None
    if sealed is not None:
        kept = exhibits.enter(sealed, sighting=sighting, actor=actor, now=now).exhibit
    made = observe_by_server(sighting, look=shown.look, actor=actor, now=now)
    mine.update(
        state=RecheckState.DONE, lease_until=None, done_at=now, observation=made, exhibit=kept
    )
    return made


@transaction.atomic
def drop(recheck: Recheck, *, sentence: str, now: datetime) -> None:
    """Write down why a place was not looked at."""
    mine = Recheck.objects.filter(
        pk=recheck.pk, state=RecheckState.WORKING, lease_until=recheck.lease_until
    )
    dropped = mine.update(
        state=RecheckState.DROPPED, lease_until=None, done_at=now, trouble=sentence[:200]
    )
    if dropped:
        sighting = recheck.sighting
        timeline.record(
            sighting.case, "place.not_fetched", actor=None, now=now, number=sighting.number
        )


def ask_by_watch(watch: Watch, sightings: list[Sighting], *, now: datetime) -> list[Recheck]:
    """Have the server look at places of a round, but those that wait already."""
    waiting = set(
        Recheck.objects.filter(sighting__in=sightings, state__in=_WAITS).values_list(
            "sighting_id", flat=True
        )
    )
    return Recheck.objects.bulk_create(
        Recheck(sighting=row, watch=watch, asked_at=now, asked_by=watch.started_by)
        for row in sightings
        if row.pk not in waiting
    )
