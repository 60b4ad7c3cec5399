"""What files say of themselves: sealed, opened on demand, and noted."""

from datetime import datetime

import pytest

from accounts.models import Person
from cases.errors import DomainError, NotPermitted
from cases.models import Case, TimelineEvent
from evidence.models import CustodyEvent, Exhibit, Imprint
from evidence.services import imprints, readings
from evidence.services.exhibits import CannotOpen
from tests.data.pictures import encoded
from tests.data.pictures.imprinted import PLACE, imprinted
from tests.data.pictures.videos import scene
from tests.evidence import makers

pytestmark = pytest.mark.django_db


def read(case: Case, clear: bytes, *, actor: Person, now: datetime) -> Exhibit:
    exhibit = makers.exhibit(case, actor=actor, clear=clear)
    claimed = readings.claim(now=now, only=exhibit.pk)
    assert claimed is not None
    readings.read(claimed, now=now)
    exhibit.refresh_from_db()
    return exhibit


@pytest.fixture
def telling(case: Case, wren: Person, now: datetime) -> Exhibit:
    """A file that says where and with what it was made."""
    return read(case, imprinted("JPEG"), actor=wren, now=now)


def test_seals_what_a_file_says(telling: Exhibit) -> None:
    sealed = bytes(Imprint.objects.get(exhibit=telling).sealed)

    assert not any(word in sealed for word in (b"Maker", b"54.5", b"device"))
    assert telling.has_location


def test_keeps_none_of_it_in_clear_columns(telling: Exhibit) -> None:
    row = Exhibit.objects.filter(pk=telling.pk).values().get()

    assert not any(word in str(row) for word in ("Maker", "54.5", "Editor", "2026:03"))


def test_tells_the_owner_and_notes_it(telling: Exhibit, wren: Person, now: datetime) -> None:
    said = imprints.look(telling, actor=wren, now=now)

    assert said is not None
    assert (said.device, said.place) == ("Maker Model 5", PLACE)
    last = CustodyEvent.objects.latest("pk")
    assert (last.kind, last.item, last.actor) == ("exhibit.imprint", telling.pk, wren.pk)
    assert b"Maker" not in bytes(last.canonical) and b"54.5" not in bytes(last.canonical)


def test_notes_apart_that_the_place_was_asked_for(
    telling: Exhibit, wren: Person, now: datetime
) -> None:
    imprints.look_at_place(telling, actor=wren, now=now)

    assert CustodyEvent.objects.latest("pk").kind == "exhibit.imprint_place"
    assert not TimelineEvent.objects.filter(kind="exhibit.imprint_place").exists()


def test_tells_the_client_when_somebody_else_looked(
    telling: Exhibit, bea: Person, now: datetime
) -> None:
    imprints.look_at_place(telling, actor=bea, now=now)

    assert TimelineEvent.objects.filter(kind="exhibit.imprint_place").exists()


def test_keeps_it_from_a_stranger(telling: Exhibit, dan: Person, now: datetime) -> None:
    events = CustodyEvent.objects.count()

    with pytest.raises(NotPermitted):
        imprints.look(telling, actor=dan, now=now)

    assert CustodyEvent.objects.count() == events


def test_says_nothing_of_a_file_that_is_not_checked_yet(
    case: Case, wren: Person, now: datetime
) -> None:
    exhibit = makers.exhibit(case, actor=wren)

    assert imprints.look(exhibit, actor=wren, now=now) is None
    assert not CustodyEvent.objects.filter(kind="exhibit.imprint").exists()


def test_says_so_where_the_seal_does_not_open(
    telling: Exhibit, wren: Person, now: datetime
) -> None:
    Imprint.objects.update(sealed=b"\0" * 60)

    with pytest.raises(CannotOpen):
        imprints.look(telling, actor=wren, now=now)


def test_opens_no_seal_of_another_exhibit(
    case: Case, telling: Exhibit, wren: Person, now: datetime
) -> None:
    other = read(case, encoded(scene(8)), actor=wren, now=now)
    Imprint.objects.filter(exhibit=other).update(sealed=telling.imprint.sealed)

    with pytest.raises(DomainError):
        imprints.look(other, actor=wren, now=now)
