"""All cases a person may know of, as one table. A colleague's case shows that it is there, no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case as Choose
from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
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
    soonest = Notice.objects.filter(case=OuterRef("pk"), state=NoticeState.SENT)
    soonest = soonest.filter(due_at__isnull=False).order_by("due_at", "pk")
    rows = access.visible_to(person).exclude(client=person)
    rows = rows.annotate(known=Exists(inside(person).filter(pk=OuterRef("pk"))))
    rows = rows.annotate(
        next_due=Choose(
            When(known=True, state=State.OPEN, then=Subquery(soonest.values("due_at")[:1])),
            default=None,
            output_field=DateTimeField(),
        ),
        next_letter=Subquery(soonest.values("pk")[:1]),
        places=_count(Sighting.objects.filter(case=OuterRef("pk"))),
        letters=_count(Notice.objects.filter(case=OuterRef("pk"), state__in=OPEN_LETTERS)),
    )
    rows = _filtered(rows, wanted=wanted, now=now).select_related("advocate")
    return rows.order_by(F("next_due").asc(nulls_last=True), "-known", "-opened_at", "pk")


def _count(rows: QuerySet[Sighting] | QuerySet[Notice]) -> Coalesce:
    counted = rows.order_by().values("case").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _filtered(rows: QuerySet[Case], *, wanted: Wanted, now: datetime) -> QuerySet[Case]:
    if wanted.state != "ANY":
        rows = rows.filter(state=wanted.state or State.OPEN)
    if wanted.advocate == NOBODY:
        rows = rows.filter(advocate=None)
    elif wanted.advocate:
        rows = rows.filter(advocate=wanted.advocate)
    if wanted.platform:
        seen = Sighting.objects.filter(case=OuterRef("pk"), platform=wanted.platform)
        rows = rows.filter(Exists(seen), known=True)
    if wanted.words:
        named = Q(known=True, client_name__icontains=wanted.words)
        rows = rows.filter(named | Q(ref__icontains=wanted.words))
    return _due(rows, due=wanted.due, now=now)


def _due(rows: QuerySet[Case], *, due: str, now: datetime) -> QuerySet[Case]:
    if due == "none":
        return rows.filter(known=True, next_due=None)
    letters = Notice.objects.filter(BINDING, case=OuterRef("pk"), state=NoticeState.SENT)
    if due == "over":
        return rows.filter(Exists(letters.filter(due_at__lte=now)), known=True, state=State.OPEN)
    if due in SOON:
        until = letters.filter(due_at__gt=now, due_at__lte=now + SOON[due])
        return rows.filter(Exists(until), known=True, state=State.OPEN)
    return rows


def rows_of(cases: Iterable[Case], *, led: QuerySet[Organisation], now: datetime) -> list[Row]:
    """One page of `caseload` with clocks. Two queries, however many cases."""
    cases = list(cases)
    wanted = [case.next_letter for case in cases if _known(case) and case.is_open]
    letters = Notice.objects.filter(pk__in=[key for key in wanted if key]).defer(*HEAVY)
    by_case = {letter.case_id: letter for letter in letters}
    lead = set(led.values_list("pk", flat=True))
    return [_row(case, letter=by_case.get(case.pk), lead=lead, now=now) for case in cases]


def _row(case: Case, *, letter: Notice | None, lead: set[object], now: datetime) -> Row:
    known = _known(case)
    return Row(
        case=case,
        known=known,
        may_take=not known and case.advocate_id is None and case.is_open,
        may_give=known and case.is_open and case.organisation_id in lead,
        places=case.places if known else 0,
        letters=case.letters if known else 0,
        face=clocks.face(letter, now=now) if letter else None,
    )


def _known(case: Case) -> bool:
    return bool(getattr(case, "known", False))


def give(person: Person, *, refs: list[str], to: Person, now: datetime) -> Given:
    """Give these cases of the teams this person leads to one advocate, each on its own."""
    rows = inside(person).filter(ref__in=refs, organisation__in=led_by(person))
    count, refused = 0, []
    for case in rows.order_by("ref"):
        try:
            assignment.assign_case(case, to=to, actor=person, now=now)
        except DomainError as refusal:
            refused.append(f"{case.ref}: {refusal}")
        else:
            count += 1
    return Given(count=count, refused=tuple(refused))
