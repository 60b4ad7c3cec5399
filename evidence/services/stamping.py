"""Timestamps from outside: rows that are due, asked by one worker at a time, kept for ever.

A machine that is offline loses nothing: the rows stay due and are asked again, less and less
often. A token that comes late carries the late moment; nothing is dated back.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from cases.services import leases
from evidence.authorities import calendars, rfc3161
from evidence.authorities.asking import NoAnswer
from evidence.models import Asking, Checkpoint, Timestamp, TimestampRequest, Way
from evidence.services import custody
from evidence.services.checkpoints import row_digest

LEASE = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
A_BLOCK = timedelta(hours=1)
"""How often a calendar is asked whether its promise stands in a block by now."""

log = logging.getLogger("redress.evidence")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: an anchor to keep, or the trouble there was, or neither where it waits."""

    asked: bytes = b""
    answer: bytes = b""
    certificates: str = ""
    gen_time: datetime | None = None
    final: bool = True
    trouble: str = ""


def claim(
    *, now: datetime, only: UUID | None = None, of: Checkpoint | None = None
) -> TimestampRequest | None:
    """Take one request that is due, the newest checkpoint's first; None where there is none."""
    due = _due(now) if only is None else _due(now).filter(pk=only)
    if of is not None:
        due = due.filter(checkpoint=of)
    first = ("-checkpoint__number", "due_at")
    key = leases.take(due, first=first, until=now + LEASE, state=Asking.WORKING)
    if key is None:
        return None
    return TimestampRequest.objects.select_related("checkpoint").get(pk=key)


def _due(now: datetime) -> QuerySet[TimestampRequest]:
    ready = Q(state__in=[Asking.DUE, Asking.PENDING], due_at__lte=now)
    lost = Q(state=Asking.WORKING, lease_until__lt=now)
    return TimestampRequest.objects.filter(ready | lost)


def ask(request: TimestampRequest) -> Answer:
    """Ask the authority; only the worker does. Touches no row."""
    message = request.checkpoint.note.encode()
    try:
        if request.way == Way.OTS:
            return _ask_calendar(request, message=message)
        token = rfc3161.stamp(message, url=request.authority, roots=settings.TIMESTAMP_ROOTS)
    except (NoAnswer, rfc3161.NoRoots) as fault:
        return Answer(trouble=str(fault)[:200])
    return Answer(token.asked, token.answer, token.certificates, token.gen_time)


def _ask_calendar(request: TimestampRequest, *, message: bytes) -> Answer:
    kept = _promise(request)
    if kept is None:
        sent, proof = calendars.submit(message, url=request.authority)
        return Answer(sent, proof, final=calendars.is_final(proof, message=message))
    proof = bytes(kept.answer)
    grown = calendars.upgrade(proof, message=message, url=request.authority)
    return Answer(bytes(kept.asked), grown) if grown else Answer(final=False)


def _promise(request: TimestampRequest) -> Timestamp | None:
    return Timestamp.objects.filter(
        checkpoint=request.checkpoint_id, way=Way.OTS, authority=request.authority
    ).first()


@transaction.atomic
def keep(request: TimestampRequest, answer: Answer, *, now: datetime) -> Timestamp | None:
    """Write down what came back, `now` being the moment it came; None where nothing did.

    A worker whose lease went to another one writes nothing.
    """
    mine = TimestampRequest.objects.filter(
        pk=request.pk, state=Asking.WORKING, lease_until=request.lease_until
    )
    if not answer.answer:
        _put_off(mine, request, answer, now=now)
        return None
    state = Asking.DONE if answer.final else Asking.PENDING
    if not mine.update(state=state, due_at=now + A_BLOCK, lease_until=None, trouble=""):
        return None
    made = Timestamp.objects.create(
        checkpoint=request.checkpoint,
        way=request.way,
        authority=request.authority,
        requested_at=request.requested_at,
        stamped_at=now,
        gen_time=answer.gen_time,
        asked=answer.asked,
        answer=answer.answer,
        certificates=answer.certificates,
        final=answer.final,
    )
    custody.record_system("timestamp.received", item=made.pk, now=now, row=row_digest(made))
    log.info("checkpoint %d stamped by %s", request.checkpoint.number, request.way)
    return made


def _put_off(
    mine: QuerySet[TimestampRequest], request: TimestampRequest, answer: Answer, *, now: datetime
) -> None:
    waits = _promise(request) is not None
    wait = A_BLOCK if waits else min(FIRST_WAIT * 2 ** min(request.attempts - 1, 12), LONGEST_WAIT)
    state = Asking.PENDING if waits else Asking.DUE
    mine.update(state=state, due_at=now + wait, lease_until=None, trouble=answer.trouble)
    if answer.trouble:
        log.warning("checkpoint %d not stamped: %s", request.checkpoint.number, answer.trouble)


def stamped(checkpoint: Checkpoint) -> Timestamp | None:
    """The first token of an authority over a checkpoint; a calendar's promise is none."""
    tokens = Timestamp.objects.filter(checkpoint=checkpoint, way=Way.RFC3161)
    return tokens.order_by("stamped_at").first()
