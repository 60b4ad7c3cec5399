"""A closer look at an exhibit: with every reference not yet compared, by details, and drawn.

Claimed by one worker at a time, as readings are. Whatever fails here leaves the exhibit, its
reading and what was found before as they are.
"""

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from cases.models import Case
from cases.services import leases
from evidence import storage
from evidence.errors import KeyDestroyed
from evidence.fingerprints.details import quad_from
from evidence.intake import closer
from evidence.intake.closer import Asked, Look, NotSeen
from evidence.intake.outlines import Sheet
from evidence.models import (
    Comparing,
    Comparison,
    Decision,
    Drawing,
    Exhibit,
    Match,
    Purpose,
    Reading,
    Reference,
    SealedFile,
    Tier,
    WorkingCopy,
)
from evidence.services import custody, matching, traces, vault

LEASE = timedelta(minutes=4)
MOST_ATTEMPTS = 3
MOST_A_LOOK = 20
"""References in one look: what a child can do within its limits, and a lease with room to spare."""
MADE_BY = "sift-1"
SURE = (Tier.SAME_FILE, Tier.CERTAIN)
LOOKED_AT = (Reading.DONE, Reading.NOT_COMPARABLE)

log = logging.getLogger("redress.evidence")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A reference, what a closer look said of it, and whether a copy of it was at hand."""

    reference: Reference
    look: Look
    has_both: bool


def ask(exhibit: Exhibit, *, now: datetime) -> None:
    """Let a worker look closer at an exhibit that was read, where there is a reference."""
    if exhibit.purpose == Purpose.SIGHTING and exhibit.case.references.exists():
        _ask([exhibit.pk], now=now)


def ask_for_all(case: Case, *, now: datetime) -> int:
    """Let workers compare every exhibit of a case that was read; returns how many there are."""
    keys = Exhibit.objects.filter(case=case, purpose=Purpose.SIGHTING, reading__in=LOOKED_AT)
    return _ask(list(keys.values_list("pk", flat=True)), now=now)


def _ask(keys: Sequence[UUID], *, now: datetime) -> int:
    fresh = [Comparison(exhibit_id=key, asked_at=now) for key in keys]
    Comparison.objects.bulk_create(fresh, ignore_conflicts=True)
    return Comparison.objects.filter(pk__in=keys).update(
        state=Comparing.DUE, asked_at=now, lease_until=None, attempts=0
    )


def claim(*, now: datetime, only: UUID | None = None) -> Comparison | None:
    """Take one comparison that is due, or whose worker was lost; None where there is none."""
    due = _due(now) if only is None else _due(now).filter(pk=only)
    first = ("asked_at", "exhibit__number")
    key = leases.take(due, first=first, until=now + LEASE, state=Comparing.WORKING)
    if key is None:
        return None
    return Comparison.objects.select_related("exhibit__case", "exhibit__file__case").get(pk=key)


def _due(now: datetime) -> QuerySet[Comparison]:
    lost = Q(state=Comparing.WORKING, lease_until__lt=now)
    return Comparison.objects.filter(Q(state=Comparing.DUE) | lost)


def look(comparison: Comparison, *, now: datetime) -> bool:
    """Compare a claimed exhibit with the next references, and write down what was found, once.

    False where another worker has taken it over since, or it was asked for anew: then nothing
    of this look is kept. Where references remain, it stays due.
    """
    exhibit = comparison.exhibit
    waiting = Reference.objects.filter(case=exhibit.case, number__gt=comparison.upto)
    rows = list(
        waiting.select_related("case", "file__case", "cut__case").order_by("number")[
            : MOST_A_LOOK + 1
        ]
    )
    more, rows = len(rows) > MOST_A_LOOK, rows[:MOST_A_LOOK]
    if comparison.attempts > MOST_ATTEMPTS:
        return _finish(comparison, rows, seen=[], state=Comparing.GAVE_UP, now=now)
    try:
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=exhibit.case_id)
            matching.match_with(exhibit, rows, now=now)
        seen = _looked(exhibit, rows, now=now)
    except (NotSeen, storage.Damaged, KeyDestroyed, OSError) as fault:
        log.warning("exhibit %s was not looked at closer: %s", exhibit.pk, type(fault).__name__)
        return _finish(comparison, rows, seen=[], state=Comparing.GAVE_UP, now=now)
    state = Comparing.DUE if more else Comparing.DONE
    return _finish(comparison, rows, seen=seen, state=state, now=now)


def _looked(exhibit: Exhibit, references: Sequence[Reference], *, now: datetime) -> list[_Seen]:
    """Ask a child about the pairs that are not certain yet, and draw those that match.

    A video is compared by its frames alone: no closer look is taken at it.
    """
    if exhibit.reading != Reading.DONE or not exhibit.mime.startswith("image/"):
        return []
    matches = {each.reference_id: each for each in Match.objects.filter(exhibit=exhibit)}
    asked, rows = [], []
    for reference in references:
        match = matches.get(reference.pk)
        open_yet = match is None or (match.decision == Decision.OPEN and match.tier not in SURE)
        place = match.quad if match else None
        if not place and not reference.file_id:
            continue
        copy = _copy(reference, now=now)
        quad = quad_from(place) if place else None
        asked.append(Asked(copy=copy, quad=quad, align=bool(copy) and open_yet))
        rows.append(reference)
    if not rows:
        return []
    looks = closer.look_closer(vault.stream(exhibit.file), asked)
    return [
        _Seen(reference, one, has_both=bool(question.copy))
        for reference, question, one in zip(rows, asked, looks, strict=True)
    ]


def _copy(reference: Reference, *, now: datetime) -> bytes:
    """The reference's working copy, made where there is none yet; empty where it cannot be had."""
    source = reference.cut or reference.file
    if source is None:
        return b""
    known = WorkingCopy.objects.filter(reference=reference).select_related("file__case").first()
    try:
        if known is not None and known.made_by == MADE_BY:
            return vault.read_all(known.file)
        made = closer.working_copy(vault.stream(source))
    except (NotSeen, storage.Damaged, OSError) as fault:
        log.warning("reference %s has no working copy: %s", reference.pk, type(fault).__name__)
        return b""
    _keep_copy(reference, made, known=known, now=now)
    return made


@transaction.atomic
def _keep_copy(
    reference: Reference, made: bytes, *, known: WorkingCopy | None, now: datetime
) -> None:
    Case.objects.select_for_update().get(pk=reference.case_id)
    if not Reference.objects.filter(pk=reference.pk).exists():
        return
    if known is not None:
        old = known.file
        known.delete()
        vault.discard(old)
    if WorkingCopy.objects.filter(reference=reference).exists():
        return
    file = vault.keep(reference.case, io.BytesIO(made), most_bytes=len(made), now=now)
    WorkingCopy.objects.create(reference=reference, file=file, made_by=MADE_BY, made_at=now)
    custody.record(
        reference.case, "reference.copied", item=reference.pk, actor=None, now=now,
        **traces.payload_of(file),
    )  # fmt: skip


@transaction.atomic
def _finish(
    comparison: Comparison,
    references: Sequence[Reference],
    *,
    seen: Sequence[_Seen],
    state: Comparing,
    now: datetime,
) -> bool:
    exhibit = comparison.exhibit
    case = Case.objects.select_for_update().get(pk=exhibit.case_id)
    upto = max([comparison.upto, *(each.number for each in references)])
    mine = Comparison.objects.filter(
        pk=comparison.pk, state=Comparing.WORKING, lease_until=comparison.lease_until
    )
    attempts = 0 if state == Comparing.DUE else comparison.attempts
    if not mine.update(state=state, lease_until=None, upto=upto, attempts=attempts):
        return False
    if seen:
        custody.record(case, "exhibit.compared", item=exhibit.pk, actor=None, now=now)
    standing = set(case.references.values_list("pk", flat=True))
    for each in seen:
        if each.reference.pk in standing:
            _write_down(exhibit, each, now=now)
    return True


def _write_down(exhibit: Exhibit, seen: _Seen, *, now: datetime) -> None:
    if seen.look.alignment is not None:
        fields = matching.by_details(seen.look.alignment)
        matching.propose(exhibit, seen.reference, fields=fields, now=now)
    match = Match.objects.filter(exhibit=exhibit, reference=seen.reference).first()
    if match is not None and seen.look.sheet is not None:
        _keep_drawing(match, seen.look.sheet, has_both=seen.has_both, now=now)


def _keep_drawing(match: Match, sheet: Sheet, *, has_both: bool, now: datetime) -> None:
    case = match.exhibit.case
    if Drawing.objects.filter(match=match).exists():
        return
    wide, tall = (
        vault.keep(case, io.BytesIO(part), most_bytes=len(part), now=now)
        for part in (sheet.wide, sheet.tall)
    )
    Drawing.objects.create(match=match, wide=wide, tall=tall, has_both=has_both)
    for file in (wide, tall):
        custody.record(
            case, "match.drawn", item=match.exhibit_id, actor=None, now=now,
            **traces.payload_of(file),
        )  # fmt: skip


def files_of(reference: Reference) -> list[SealedFile]:
    """The sealed files that stand or fall with a reference: working copy and drawings."""
    own = Q(working_copy__reference=reference)
    drawn = Q(drawing_wide__match__reference=reference) | Q(
        drawing_tall__match__reference=reference
    )
    return list(SealedFile.objects.filter(own | drawn))
