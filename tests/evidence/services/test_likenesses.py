"""Looking at outlines, deciding, and taking an answer back."""

from datetime import datetime

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case
from evidence.models import CustodyEvent, Decision, Drawing, Match
from evidence.services import custody, likenesses, matching
from evidence.services.exhibits import CannotOpen, NothingToShow
from evidence.services.likenesses import Shape
from tests.evidence import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def match(case: Case, wren: Person) -> Match:
    """A likeness that was drawn."""
    makers.reference(case, actor=wren, seed=7)
    makers.read_exhibit(case, actor=wren, seed=7)
    makers.compared()
    return Match.objects.get()


@pytest.mark.parametrize("shape", Shape)
def test_notes_every_look_at_the_outlines(
    case: Case, match: Match, bea: Person, now: datetime, shape: Shape
) -> None:
    drawn = likenesses.outlines(match, shape=shape, actor=bea, now=now)

    assert drawn.startswith(b"\x89PNG")
    last = CustodyEvent.objects.latest("pk")
    assert (last.kind, last.item, last.actor) == ("match.outline", match.exhibit_id, bea.pk)
    assert custody.verify(case) is None


@pytest.mark.parametrize("who", ["ida", "cy", "dan", "june"])
def test_shows_no_outline_to_who_is_not_on_the_case(
    request: pytest.FixtureRequest, match: Match, now: datetime, who: str
) -> None:
    actor = request.getfixturevalue(who)

    with pytest.raises(NotPermitted):
        likenesses.outlines(match, shape=Shape.WIDE, actor=actor, now=now)


def test_says_that_there_is_none(match: Match, wren: Person, now: datetime) -> None:
    Drawing.objects.all().delete()

    with pytest.raises(NothingToShow):
        likenesses.outlines(match, shape=Shape.WIDE, actor=wren, now=now)


def test_notes_that_a_drawing_does_not_open(match: Match, wren: Person, now: datetime) -> None:
    file = Drawing.objects.get().wide
    file.name = "00/gone.sealed"
    file.save()

    with pytest.raises(CannotOpen):
        likenesses.outlines(match, shape=Shape.WIDE, actor=wren, now=now)

    assert CustodyEvent.objects.latest("pk").kind == "exhibit.open_failed"


def test_takes_an_answer_back(case: Case, match: Match, wren: Person, now: datetime) -> None:
    matching.decide(match, decision=Decision.CONFIRMED, actor=wren, now=now)

    matching.decide(match, decision=Decision.OPEN, actor=wren, now=now)

    match.refresh_from_db()
    assert (match.decision, match.decided_at, match.decided_by) == (Decision.OPEN, None, None)
    assert case.timeline.latest("pk").kind == "match.reopened"
    assert CustodyEvent.objects.filter(kind="match.decided").count() == 2
