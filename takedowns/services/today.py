"""What waits for an advocate: over all the open cases they work on, most urgent first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.models import Person
from cases import access
from cases.models import Case, State
from evidence.models import Sighting
from takedowns.deadlines import ClockBasis
from takedowns.models import (
    Cause,
    FollowUp,
    Notice,
    NoticeItem,
    NoticeState,
    Outcome,
    OutgoingMail,
    Reply,
    ReplyKind,
)
from takedowns.models.outgoing_mail import LIVE
from takedowns.services import clocks, follow_ups, outcomes
from takedowns.services.clocks import Face

DAY = timedelta(hours=24)
NEW_FOR = timedelta(days=7)
BINDING = Q(clock__stages__0__basis__in=[ClockBasis.LAW.value, ClockBasis.PLATFORM.value])
"""Letters whose time somebody gave, a rule or the platform; a day of ours is never overdue."""
HEAVY = ("body", "snapshot", "extra", "declarations")
"""Columns of a letter that no list shows."""


class Show(StrEnum):
    """Which letters of the table to show."""

    ALL = ""
    OVER = "over"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Counts:
    """Letters over their time, and those whose time ends within 24 hours."""

    over: int
    day: int


@dataclass(frozen=True, slots=True)
class Row:
    """A letter in the table. `step` says what comes next, `on` the day of ours to do it.

    `follows` is the id of the next rung's draft, where one waits to be read.
    """

    notice: Notice
    waiting: int
    places: int
    face: Face | None
    step: str
    on: datetime | None
    follows: UUID | None


@dataclass(frozen=True, slots=True)
class NewPlaces:
    """Places of one case that the client logged and no letter names yet."""

    case: Case
    count: int
    newest_at: datetime


def cases_of(person: Person, *, mine: bool) -> QuerySet[Case]:
    """Open cases this person works on. Never a case in which they are the client themselves."""
    cases = access.workable_by(person).filter(state=State.OPEN).exclude(client=person)
    return cases.filter(advocate=person) if mine else cases


def sent_letters(cases: QuerySet[Case], *, show: Show, now: datetime) -> QuerySet[Notice]:
    """Letters that wait: those with a time somebody gave first, soonest due; then days of ours."""
    rows = Notice.objects.filter(case__in=cases, state=NoticeState.SENT)
    if show == Show.OVER:
        rows = rows.filter(BINDING, due_at__lte=now)
    elif show == Show.DAY:
        rows = rows.filter(BINDING, due_at__gt=now, due_at__lte=now + DAY)
    drafts = Notice.objects.filter(earlier=OuterRef("pk"), state=NoticeState.DRAFT)
    unread = Reply.objects.filter(notice=OuterRef("pk"), read_at=None)
    rows = rows.annotate(
        waiting=Count("items", filter=Q(items__outcome=Outcome.PENDING)),
        places=Count("items"),
        unread=Exists(unread),
        follows=Subquery(drafts.order_by("number").values("pk")[:1]),
    )
    rows = rows.select_related("case__advocate").defer(*HEAVY)
    given = Choose(When(BINDING, then=Value(0)), default=Value(1))
    return rows.order_by(given, F("due_at").asc(nulls_last=True), "pk")


def count_due(cases: QuerySet[Case], *, now: datetime) -> Counts:
    """How many letters are over, or will be within a day."""
    rows = Notice.objects.filter(BINDING, case__in=cases, state=NoticeState.SENT)
    found = rows.aggregate(
        over=Count("pk", filter=Q(due_at__lte=now)),
        day=Count("pk", filter=Q(due_at__gt=now, due_at__lte=now + DAY)),
    )
    return Counts(over=found["over"], day=found["day"])


def row_of(notice: Notice, *, now: datetime) -> Row:
    """A letter of `sent_letters` with its clock and its next step."""
    face = clocks.face(notice, now=now)
    ahead = face is not None and face.ours and face.due_at > now
    return Row(
        notice=notice,
        waiting=getattr(notice, "waiting", 0),
        places=getattr(notice, "places", 0),
        face=face,
        step=_step(notice, face, now=now),
        on=face.due_at if face is not None and ahead else None,
        follows=getattr(notice, "follows", None),
    )


def _step(notice: Notice, face: Face | None, *, now: datetime) -> str:
    if getattr(notice, "unread", False):
        return "Read their answer"
    if getattr(notice, "follows", None):
        return "Read the next letter"
    if face is not None and face.ours:
        return "Ask again"
    if notice.due_at is not None and notice.due_at <= now:
        return "Look again"
    if face is not None and face.tone == "soon":
        return "Look again before it ends"
    return ""


def answers_to_read(cases: QuerySet[Case]) -> QuerySet[Reply]:
    """Answers nobody on the team has opened yet, the oldest first."""
    rows = Reply.objects.filter(notice__case__in=cases, read_at=None)
    rows = rows.select_related("notice__case").defer("text", "notice__body", "notice__snapshot")
    return rows.order_by("received_at", "pk")


def new_places(cases: QuerySet[Case], *, now: datetime) -> list[NewPlaces]:
    """Places logged by the clients in the last 7 days that stand in no letter, by case."""
    in_letter = NoticeItem.objects.filter(sighting=OuterRef("pk"))
    in_letter = in_letter.exclude(notice__state=NoticeState.WITHDRAWN)
    rows = Sighting.objects.filter(
        ~Exists(in_letter),
        case__in=cases,
        logged_by=F("case__client"),
        logged_at__gt=now - NEW_FOR,
    )
    groups = rows.values("case").annotate(count=Count("pk"), newest=Max("logged_at"))
    found = list(groups.order_by("-newest", "case"))
    by_key = Case.objects.in_bulk([group["case"] for group in found])
    return [
        NewPlaces(by_key[group["case"]], count=group["count"], newest_at=group["newest"])
        for group in found
    ]


def unassigned(person: Person) -> QuerySet[Case]:
    """Open cases of the person's teams that nobody has. `known` where they may open it."""
    inside = access.workable_by(person).filter(pk=OuterRef("pk"))
    rows = access.visible_to(person).filter(state=State.OPEN, advocate=None)
    rows = rows.filter(organisation__isnull=False).exclude(client=person)
    return rows.annotate(known=Exists(inside)).order_by("opened_at", "pk")


def open_follow_ups(cases: QuerySet[Case]) -> QuerySet[FollowUp]:
    """Reminders that have come and that nobody has finished, the oldest first."""
    rows = FollowUp.objects.open().filter(follow_ups.STANDS, notice__case__in=cases)
    return rows.select_related("notice__case").order_by("due_at", "pk")


def asked_for_more(cases: QuerySet[Case]) -> QuerySet[Reply]:
    """Answers that ask for more, not dealt with yet, the oldest first."""
    rows = Reply.objects.filter(notice__case__in=cases, kind=ReplyKind.ASKS, asked_done_at=None)
    rows = rows.select_related("notice__case").defer("text", "notice__body", "notice__snapshot")
    return rows.order_by("received_at", "pk")


def drafted(cases: QuerySet[Case]) -> QuerySet[Notice]:
    """Later letters that wait to be read: what is back first, then the oldest."""
    rows = Notice.objects.filter(case__in=cases, state=NoticeState.DRAFT).exclude(cause="")
    back = Choose(When(cause=Cause.BACK, then=Value(0)), default=Value(1))
    return rows.select_related("case").defer(*HEAVY).order_by(back, "drafted_at", "pk")


def to_send(cases: QuerySet[Case]) -> QuerySet[Notice]:
    """Letters approved and still lying here, the oldest approval first; none that is mailed now."""
    mailed = OutgoingMail.objects.filter(notice=OuterRef("pk"), state__in=LIVE)
    rows = Notice.objects.filter(~Exists(mailed), case__in=cases, state=NoticeState.APPROVED)
    return rows.select_related("case").defer(*HEAVY).order_by("approved_at", "pk")


def answerable(person: Person) -> list[str]:
    """Ids of the letters whose outcome this person may note."""
    rows = Notice.objects.filter(case__in=cases_of(person, mine=False), state=NoticeState.SENT)
    return [str(key) for key in rows.values_list("pk", flat=True)]


@transaction.atomic
def note_outcome(
    person: Person, *, notices: list[str], outcome: Outcome, now: datetime
) -> tuple[int, int]:
    """One outcome for every place of these letters that has none yet; letters and places noted.

    Letters are ids. One that is not this person's work, or is answered by now, is left alone.
    """
    within = cases_of(person, mine=False)
    letters = places = 0
    rows = Notice.objects.filter(pk__in=notices, case__in=within, state=NoticeState.SENT)
    for notice in rows.select_related("case").order_by("sent_at", "pk"):
        pending = notice.items.filter(outcome=Outcome.PENDING).values_list("pk", flat=True)
        places += outcomes.record_outcomes(
            notice, items=list(pending), outcome=outcome, note="", actor=person, now=now
        )
        letters += 1
    return letters, places
