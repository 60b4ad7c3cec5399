"""A mandate confirmed by the client through a personal link and a code told by another way.

For a client without an account, or far away. The link is 128 random bits, the code six digits;
of both only digests are kept, and neither opens anything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Person
from cases import access, personal_links, timeline
from cases.acting import UNLIMITED, Limits
from cases.errors import DomainError
from cases.models import Answer, Case, Mandate, MandateAsk, Scope, State, Way
from cases.personal_links import MOST_TRIES
from cases.services.closure import require_open
from cases.services.mandates import check, named, words_of

LASTS = timedelta(days=7)
MOST_OPEN = 5
DIGITS = 6
SALT = "cases.mandate-code"


class TooManyAsked(DomainError):
    """So many links wait for an answer already."""


class CodeWrong(DomainError):
    """Not the code that belongs to this link."""


class AnsweredAlready(DomainError):
    """It was answered, taken back, or ran out meanwhile."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A new question; link and code are known here for the last time."""

    ask: MandateAsk
    token: str
    code: str


@transaction.atomic
def ask_for_mandate(
    case: Case,
    *,
    holder: Person,
    scope: Sequence[Scope],
    until: date | None,
    actor: Person,
    now: datetime,
    limits: Limits = UNLIMITED,
) -> Asked:
    """Put a mandate before the client. Raises MandateRefused, CaseClosed and TooManyAsked."""
    access.require(actor, access.Permission.RECORD_MANDATE, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require_open(locked)
    check(locked, holder=holder, scope=scope, until=until, now=now)
    if open_asks(locked, now=now).count() >= MOST_OPEN:
        raise TooManyAsked(f"At most {MOST_OPEN} links wait at a time. Take one back first.")
    token, code = personal_links.new_token(), personal_links.new_code(digits=DIGITS)
    ask = MandateAsk.objects.create(
        case=locked,
        holder=holder,
        scope=[part.value for part in scope],
        platforms=list(limits.platforms),
        kinds=list(limits.kinds),
        rules=list(limits.rules),
        until_date=until,
        words=words_of(locked, holder=holder, scope=scope, until=until, limits=limits),
        link_digest=personal_links.link_digest(token),
        code_digest=personal_links.code_digest(token, code, salt=SALT),
        asked_by=actor,
        asked_at=now,
        expires_at=now + LASTS,
    )
    timeline.record(
        locked, "mandate.asked", actor=actor, now=now,
        holder=holder.shown_name, scope=named(scope),
    )  # fmt: skip
    return Asked(ask=ask, token=token, code=code)


def open_asks(case: Case, *, now: datetime) -> QuerySet[MandateAsk]:
    """Those of the case that wait for an answer, newest first."""
    return _usable(now=now).filter(case=case).select_related("holder").order_by("-asked_at")


def find(token: str, *, now: datetime) -> MandateAsk | None:
    """The question of this link, or None: never made, answered, taken back and run out alike."""
    rows = _usable(now=now).select_related("case__organisation", "holder")
    return rows.filter(link_digest=personal_links.link_digest(token)).first()


def try_code(ask: MandateAsk, *, token: str, code: str, now: datetime) -> None:
    """Raise CodeWrong where the code is not the one of this link; ten of them end the link."""
    if personal_links.is_code(ask.code_digest, token=token, code=code, salt=SALT):
        return
    with transaction.atomic():
        held = MandateAsk.objects.select_for_update(of=("self",)).get(pk=ask.pk)
        held.tries += 1
        if held.tries >= MOST_TRIES and held.answer == Answer.OPEN:
            held.answer, held.answered_at = Answer.CODES_WRONG, now
            timeline.record(held.case, "mandate.codes_wrong", actor=None, now=now)
        held.save(update_fields=["tries", "answer", "answered_at"])
    raise CodeWrong(personal_links.WRONG)


@transaction.atomic
def give_answer(
    ask: MandateAsk, *, token: str, code: str, answer: Answer, now: datetime
) -> MandateAsk:
    """Write down yes or no; yes makes the mandate, with exactly the words that were read.

    The code has to be right: `try_code` counts wrong ones before. Raises CodeWrong,
    AnsweredAlready, MandateRefused and CaseClosed.
    """
    case = Case.objects.select_for_update().get(pk=ask.case_id)
    held = MandateAsk.objects.select_for_update(of=("self",)).get(pk=ask.pk)
    if not personal_links.is_code(held.code_digest, token=token, code=code, salt=SALT):
        raise CodeWrong("This is not the code for this page.")
    if held.answer != Answer.OPEN or held.expires_at <= now or case.state == State.DISPOSED:
        raise AnsweredAlready("This was answered already, or it is too old. Nothing was changed.")
    if answer == Answer.YES:
        held.mandate = _mandate(held, case=case, now=now)
    held.answer, held.answered_at = answer, now
    held.save(update_fields=["answer", "answered_at", "mandate"])
    kind = "mandate.confirmed" if answer == Answer.YES else "mandate.declined"
    timeline.record(
        case, kind, actor=None, now=now,
        holder=held.holder.shown_name, scope=named([Scope(part) for part in held.scope]),
    )  # fmt: skip
    return held


@transaction.atomic
def withdraw(ask: MandateAsk, *, actor: Person, now: datetime) -> None:
    """Take the question back; its link is then like one that never was. Twice is once."""
    access.require(actor, access.Permission.RECORD_MANDATE, ask.case)
    waits = MandateAsk.objects.filter(pk=ask.pk, answer=Answer.OPEN)
    if waits.update(answer=Answer.WITHDRAWN, answered_at=now):
        timeline.record(
            ask.case, "mandate.unasked", actor=actor, now=now, holder=ask.holder.shown_name
        )


def _mandate(ask: MandateAsk, *, case: Case, now: datetime) -> Mandate:
    require_open(case)
    scope = [Scope(part) for part in ask.scope]
    check(case, holder=ask.holder, scope=scope, until=ask.until_date, now=now)
    return Mandate.objects.create(
        case=case,
        holder=ask.holder,
        scope=ask.scope,
        platforms=ask.platforms,
        kinds=ask.kinds,
        rules=ask.rules,
        words=ask.words,
        way=Way.LINK,
        given_at=now,
        until_date=ask.until_date,
        recorded_by=ask.asked_by,
    )


def _usable(*, now: datetime) -> QuerySet[MandateAsk]:
    waits = MandateAsk.objects.filter(answer=Answer.OPEN, expires_at__gt=now)
    return waits.filter(case__state=State.OPEN)
