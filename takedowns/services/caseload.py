"""All cases a person may know of, as one table. Of a colleague's case only that it is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Choose
from django.db.models.functions import Coalesce

from accounts.models import Organisation, Person, Role
from cases import access
from cases.errors import DomainError
from cases.models import Case, State
from cases.services import assignment
from evidence.models import Sighting
from takedowns.models import Notice, NoticeState
from takedowns.registry.loader import registry
from takedowns.services import clocks
from takedowns.services.clocks import Face
from takedowns.services.today import BINDING, HEAVY

NOBODY = "none"
"""In the filter: cases without an advocate."""
SOON = {"day": timedelta(hours=24), "week": timedelta(days=7)}
OPEN_LETTERS = (NoticeState.DRAFT, NoticeState.APPROVED, NoticeState.SENT)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list; an empty text means all. `due` is over, day, week or none."""

    state: str = ""
    platform: str = ""
    advocate: str = ""
    due: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the table. Where `known` is false, only ref, state and advocate may be shown."""

    case: Case
    known: bool
    may_take: bool
    may_give: bool
    places: int
    letters: int
    face: Face | None


@dataclass(frozen=True, slots=True)
class Given:
    """How many cases changed hands, and the sentence for each that did not."""

    count: int
    refused: tuple[str, ...]


def inside(person: Person) -> QuerySet[Case]:
    """Cases this person may open as staff; those in which they are the client are left out."""
    return access.workable_by(person).exclude(client=person)


def led_by(person: Person) -> QuerySet[Organisation]:
    """The teams this person supervises."""
    led = person.memberships.filter(role=Role.SUPERVISOR).values("organisation")
    return Organisation.objects.filter(pk__in=led)


def working_in(teams: QuerySet[Organisation]) -> QuerySet[Person]:
    """Whoever works on the cases of these teams, by name."""
    people = Person.objects.filter(
        memberships__organisation__in=teams,
        memberships__role__in=access.WORKING_ROLES,
        is_active=True,
    )
    return people.distinct().order_by("display_name", "username")


def platforms_in(person: Person) -> list[tuple[str, str]]:
    """Ids and names of the platforms in the cases this person may open."""
    keys = Sighting.objects.filter(case__in=inside(person)).exclude(platform="")
    known = registry().platforms
    found = {key for key in keys.values_list("platform", flat=True).distinct() if key in known}
    return sorted(((key, known[key].name) for key in found), key=lambda pair: pair[1].lower())


def caseload(person: Person, *, wanted: Wanted, now: datetime) -> QuerySet[Case]:
    """The cases to list, next due first. Every filter but state, advocate and ref asks only cases
    the person may open, so that nothing can be guessed about the others."""
    known = Q(pk__in=inside(person).values("pk"))
    ours = Choose(When(BINDING, then=Value(0)), default=Value(1))
    soonest = _sent().filter(due_at__isnull=False).order_by(ours, "due_at", "pk")
    rows = access.visible_to(person).exclude(client=person)
    rows = _filtered(rows, known=known, wanted=wanted, now=now).annotate(
        known=Choose(When(known, then=True), default=False, output_field=BooleanField()),
        next_due=Choose(
            When(known, state=State.OPEN, then=Subquery(soonest.values("due_at")[:1])),
            default=None,
            output_field=DateTimeField(),
        ),
        time_given=Exists(_sent().filter(BINDING)),
        next_letter=Subquery(soonest.values("pk")[:1]),
        places=_count(Sighting.objects.filter(case=OuterRef("pk"))),
        letters=_count(Notice.objects.filter(case=OuterRef("pk"), state__in=OPEN_LETTERS)),
    )
    rows = rows.select_related("advocate")
    soon = F("next_due").asc(nulls_last=True)
    return rows.order_by("-known", "-time_given", soon, "-opened_at", "pk")


def _sent() -> QuerySet[Notice]:
    return Notice.objects.filter(case=OuterRef("pk"), state=NoticeState.SENT)


def _count(rows: QuerySet[Sighting] | QuerySet[Notice]) -> Coalesce:
    counted = rows.order_by().values("case").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _filtered(rows: QuerySet[Case], *, known: Q, wanted: Wanted, now: datetime) -> QuerySet[Case]:
    if wanted.state != "ANY":
        rows = rows.filter(state=wanted.state or State.OPEN)
    if wanted.advocate == NOBODY:
        rows = rows.filter(advocate=None)
    elif wanted.advocate:
        rows = rows.filter(advocate=UUID(wanted.advocate))
    if wanted.platform:
        seen = Sighting.objects.filter(case=OuterRef("pk"), platform=wanted.platform)
        rows = rows.filter(known, Exists(seen))
    if wanted.words:
        named = Q(pk__in=_named(rows.filter(known), words=wanted.words))
        rows = rows.filter(named | Q(ref__icontains=wanted.words))
    return rows.filter(known, _due(wanted.due, now=now)) if wanted.due else rows


def _named(rows: QuerySet[Case], *, words: str) -> list[int]:
    """Names are sealed with the key of each case, so they are looked through here."""
    slim = rows.exclude(client_name="").only("pk", "key_name", "client_name")
    return [case.pk for case in slim if words.casefold() in case.readable_name.casefold()]


def _due(due: str, *, now: datetime) -> Q:
    if due == "none":
        return ~Q(Exists(_sent().filter(due_at__isnull=False)), state=State.OPEN)
    letters = _sent().filter(BINDING)
    if due == "over":
        return Q(Exists(letters.filter(due_at__lte=now)), state=State.OPEN)
    ends = now + SOON[due]
    return Q(Exists(letters.filter(due_at__gt=now, due_at__lte=ends)), state=State.OPEN)


def rows_of(cases: Iterable[Case], *, led: QuerySet[Organisation], now: datetime) -> list[Row]:
    """One page of `caseload` with clocks. Two queries, however many cases."""
    cases = list(cases)
    wanted = [_annotated(case, "next_letter") for case in cases if case.is_open]
    letters = Notice.objects.filter(pk__in=[key for key in wanted if key]).defer(*HEAVY)
    by_case = {letter.case_id: letter for letter in letters}
    lead = set(led.values_list("pk", flat=True))
    return [_row(case, letter=by_case.get(case.pk), lead=lead, now=now) for case in cases]


def _row(case: Case, *, letter: Notice | None, lead: set[UUID], now: datetime) -> Row:
    known = bool(_annotated(case, "known"))
    return Row(
        case=case,
        known=known,
        may_take=not known and case.advocate_id is None and case.is_open,
        may_give=known and case.is_open and case.organisation_id in lead,
        places=_annotated(case, "places") if known else 0,
        letters=_annotated(case, "letters") if known else 0,
        face=clocks.face(letter, now=now) if letter and known else None,
    )


def _annotated(case: Case, name: str) -> Any:
    """A value that `caseload` added to the row."""
    return getattr(case, name, None)


def give(person: Person, *, refs: list[str], to: Person, now: datetime) -> Given:
    """Give these of the cases this person may open to one advocate, each on its own."""
    rows = inside(person).filter(ref__in=refs)
    count, refused = 0, []
    for case in rows.order_by("ref"):
        try:
            assignment.assign_case(case, to=to, actor=person, now=now)
        except DomainError as refusal:
            refused.append(f"{case.ref}: {refusal}")
        else:
            count += 1
    return Given(count=count, refused=tuple(refused))
