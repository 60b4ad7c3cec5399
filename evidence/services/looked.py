"""Who looked: every opening, every look at a picture, and everything that was taken away.

The rows are those of custody, so that nobody can edit or remove one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.models import Person
from cases.looking import LetIn
from cases.models import Case
from evidence.models import CustodyEvent, Exhibit, LookReason, Reference
from evidence.proofs import chain
from evidence.services import confirming, custody
from evidence.services.confirming import Likeness

OPENED = "case.opened"
SEEN = (
    "exhibit.outline", "exhibit.revealed", "exhibit.imprint", "exhibit.imprint_place",
    "match.outline",
)  # fmt: skip
TAKEN = (
    "exhibit.downloaded", "dossier.made", "dossier.downloaded", "case.taken_along",
    "paper.mandate", "paper.police", "paper.receipt", "paper.release",
)  # fmt: skip
ANSWERED = "release.compared"
PASSED_ON = ("helper.", "release.")
"""How the kinds begin that let somebody else see or give something."""


@dataclass(frozen=True, slots=True)
class Look:
    """One row: when, what in a sentence, what it was about, and why or with what answer.

    `still_open`: whoever it tells of can still come in.
    """

    at: datetime
    sentence: str
    about: str
    why: str = ""
    still_open: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """How often one person opened the case, looked at a picture, and took something away."""

    who: str
    opened: int
    seen: int
    taken: int


def note_opening(case: Case, *, reader: Person, now: datetime) -> None:
    """Write down that this person opened the case."""
    custody.record(case, OPENED, item=None, actor=reader, now=now)


def rows_of(case: Case) -> QuerySet[CustodyEvent]:
    """Everything that tells of somebody who looked, newest first."""
    known = Q(kind__in=(OPENED, *SEEN, *TAKEN))
    for beginning in PASSED_ON:
        known |= Q(kind__startswith=beginning)
    return CustodyEvent.objects.filter(known, case=case).order_by("-seq")


def told(
    events: Iterable[CustodyEvent], *, reader: Person, let_in: Iterable[LetIn] = ()
) -> list[Look]:
    """These rows in sentences, in their order; "You" is the reader.

    Rows about somebody who was let in name them.
    """
    rows = list(events)
    people = Person.objects.in_bulk({row.actor for row in rows if row.actor})
    answers = {row.pk: _answer(row) for row in rows if row.kind == ANSWERED}
    alike = {key for answer in answers.values() for keys in answer.values() for key in keys}
    labels = _labels(alike | {row.item for row in rows if row.item})
    outside = {each.item: each for each in let_in}
    labels |= {key: each.name for key, each in outside.items()}
    return [
        Look(
            at=row.at,
            sentence=custody.SENTENCES[row.kind].format(
                who=_name(row.actor, people=people, reader=reader)
            ),
            about=labels.get(row.item, "") if row.item else "",
            why=_answered(row, answers[row.pk], labels) if row.pk in answers else _why(row),
            still_open=row.item in outside and outside[row.item].running,
        )
        for row in rows
    ]


def _why(row: CustodyEvent) -> str:
    given = chain.payload_of(bytes(row.canonical)).get("reason", "")
    return LookReason(given).label if given in LookReason.values else ""


def _answer(row: CustodyEvent) -> dict[Likeness, list[UUID]]:
    given = chain.payload_of(bytes(row.canonical))
    keys = {each: str(given.get(each.name.lower(), "")).split() for each in Likeness}
    return {each: [UUID(key) for key in named] for each, named in keys.items()}


def _answered(
    row: CustodyEvent, answer: Mapping[Likeness, list[UUID]], labels: Mapping[UUID, str]
) -> str:
    named = {each: [labels.get(key, "a file") for key in keys] for each, keys in answer.items()}
    more = int(chain.payload_of(bytes(row.canonical)).get("more", 0))
    return f"the answer: {confirming.said(named, more=more)}"


def sums(case: Case, *, reader: Person) -> list[Sum]:
    """One line a person, whoever opened it most often first."""
    acted = CustodyEvent.objects.filter(case=case, kind__in=(OPENED, *SEEN, *TAKEN))
    rows = list(
        acted.exclude(actor=None)
        .values("actor")
        .annotate(
            opened=Count("pk", filter=Q(kind=OPENED)),
            seen=Count("pk", filter=Q(kind__in=SEEN)),
            taken=Count("pk", filter=Q(kind__in=TAKEN)),
        )
        .order_by("actor")
    )
    people = Person.objects.in_bulk({row["actor"] for row in rows})
    found = [
        Sum(
            who=_name(row["actor"], people=people, reader=reader),
            opened=row["opened"], seen=row["seen"], taken=row["taken"],
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-each.opened, each.who))


def _name(key: UUID | None, *, people: dict[UUID, Person], reader: Person) -> str:
    if key is None:
        return "Redress"
    if key == reader.pk:
        return "You"
    return people[key].shown_name if key in people else "Somebody"


def _labels(items: set[UUID]) -> dict[UUID, str]:
    exhibits = Exhibit.objects.filter(pk__in=items)
    references = Reference.objects.filter(pk__in=items)
    labels = {row.pk: row.label for row in exhibits}
    return labels | {row.pk: f"R-{row.number}" for row in references}
