"""Boxes over pictures: drawn by whoever may, kept in custody by id, taken back and not lost."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case, Mandate, Scope, State, Way
from evidence.intake.covering import Copy
from evidence.models import CustodyEvent, Exhibit, Redaction, RedactionReason, SealedFile
from evidence.proofs.chain import payload_of
from evidence.services import custody, disposing, redactions, verifying
from evidence.services.redactions import Area, BoxRefused, NothingToCover, NotRedacted
from evidence.services.sightings import CaseClosed
from tests.evidence import makers
from tests.factories import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def shown(case: Case, wren: Person) -> Exhibit:
    """A picture of 640 × 480."""
    return makers.read_exhibit(case, actor=wren)


def mandate(case: Case, holder: Person, scope: Scope) -> Mandate:
    return Mandate.objects.create(
        case=case, holder=holder, scope=[scope], words="Words", way=Way.ONLINE,
        given_at=NOON, recorded_by=case.client or holder,
    )  # fmt: skip


def test_keeps_who_drew_it_when_and_why(shown: Exhibit, wren: Person) -> None:
    box = makers.covered(shown, actor=wren, reason=RedactionReason.FACE)

    assert (box.number, box.reason, box.drawn_by, box.drawn_at) == (1, "FACE", wren, NOON)
    assert box.box == (8, 8, 72, 56)


def test_tells_custody_ids_only(shown: Exhibit, wren: Person) -> None:
    box = makers.covered(shown, actor=wren)

    row = CustodyEvent.objects.get(kind="exhibit.covered")
    told = payload_of(bytes(row.canonical))
    assert row.item == shown.pk
    assert set(told) == {"redaction", "redaction_row"}
    assert told["redaction"] == str(box.pk)


def test_counts_on_after_one_was_taken_back(shown: Exhibit, wren: Person) -> None:
    first = makers.covered(shown, actor=wren)
    redactions.take_back(first, actor=wren, now=LATER)

    assert makers.covered(shown, actor=wren).number == 2


def test_keeps_a_box_that_was_taken_back(shown: Exhibit, wren: Person) -> None:
    box = makers.covered(shown, actor=wren)

    redactions.take_back(box, actor=wren, now=LATER)

    box.refresh_from_db()
    assert (box.ended_at, box.ended_by) == (LATER, wren)
    assert not shown.redactions.standing().exists()
    assert list(shown.redactions.standing_at(NOON)) == [box]
    assert not shown.redactions.standing_at(LATER).exists()


def test_takes_back_once(shown: Exhibit, wren: Person) -> None:
    box = makers.covered(shown, actor=wren)

    for _ in range(2):
        redactions.take_back(box, actor=wren, now=LATER)

    assert CustodyEvent.objects.filter(kind="exhibit.uncovered").count() == 1


def test_leaves_the_file_as_it_was(shown: Exhibit, wren: Person) -> None:
    before = list(SealedFile.objects.values_list("name", "sha256").order_by("pk"))

    makers.covered(shown, actor=wren)

    assert list(SealedFile.objects.values_list("name", "sha256").order_by("pk")) == before
    assert custody.verify(shown.case) is None


@pytest.mark.parametrize("bent", [
    {"left": 0}, {"top": 9}, {"width": 1}, {"height": 2}, {"reason": "OTHER"}, {"number": 7},
])  # fmt: skip
def test_finds_a_box_that_was_moved_past_the_house(
    shown: Exhibit, wren: Person, bent: dict[str, object]
) -> None:
    box = makers.covered(shown, actor=wren)
    assert not verifying.verify(shown.case, with_files=False).findings

    Redaction.objects.filter(pk=box.pk).update(**bent)

    [finding] = verifying.verify(shown.case, with_files=False).findings
    assert finding.sentence == f"redaction {box.pk}: its row was changed"


def test_finds_a_box_that_is_gone(shown: Exhibit, wren: Person) -> None:
    box = makers.covered(shown, actor=wren)

    Redaction.objects.filter(pk=box.pk).delete()

    [finding] = verifying.verify(shown.case, with_files=False).findings
    assert "its row is gone" in finding.sentence


@pytest.mark.parametrize("area", [
    Area(0, 0, 0, 10), Area(0, 0, 10, 0), Area(0, 0, -5, 10), Area(-1, 0, 10, 10),
    Area(640, 0, 1, 1), Area(0, 470, 10, 11), Area(0, 0, 10**30, 1), Area(10**30, 0, 1, 1),
])  # fmt: skip
def test_refuses_a_box_that_covers_nothing_of_it(shown: Exhibit, wren: Person, area: Area) -> None:
    with pytest.raises(BoxRefused, match="box"):
        makers.covered(shown, actor=wren, area=area)

    assert not Redaction.objects.exists()


def test_refuses_one_box_too_many(
    shown: Exhibit, wren: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redactions, "MOST_BOXES", 2)
    for _ in range(2):
        last = makers.covered(shown, actor=wren)

    with pytest.raises(BoxRefused, match="larger part"):
        makers.covered(shown, actor=wren)

    redactions.take_back(last, actor=wren, now=LATER)
    assert makers.covered(shown, actor=wren).number == 3


def test_draws_on_no_file_without_a_picture(case: Case, wren: Person) -> None:
    bare = makers.exhibit(case, actor=wren, clear=b"some words", name="words.txt")

    with pytest.raises(NothingToCover):
        makers.covered(bare, actor=wren)


def test_lets_an_advocate_draw_within_her_mandate(shown: Exhibit, bea: Person) -> None:
    mandate(shown.case, bea, Scope.DOSSIER)

    assert makers.covered(shown, actor=bea).drawn_by == bea


def test_refuses_an_advocate_without_that_mandate(
    shown: Exhibit, wren: Person, bea: Person
) -> None:
    mandate(shown.case, bea, Scope.NOTICES)
    box = makers.covered(shown, actor=wren)

    with pytest.raises(NotPermitted, match="mandate"):
        makers.covered(shown, actor=bea)
    with pytest.raises(NotPermitted, match="mandate"):
        redactions.take_back(box, actor=bea, now=LATER)


def test_refuses_whoever_is_not_on_the_case(shown: Exhibit, ida: Person, dan: Person) -> None:
    for someone in (ida, dan):
        with pytest.raises(NotPermitted):
            makers.covered(shown, actor=someone)


def test_changes_nothing_in_a_closed_case(shown: Exhibit, wren: Person) -> None:
    box = makers.covered(shown, actor=wren)
    Case.objects.update(state=State.CLOSED)

    with pytest.raises(CaseClosed):
        makers.covered(shown, actor=wren)
    with pytest.raises(CaseClosed):
        redactions.take_back(box, actor=wren, now=LATER)


def test_lets_no_empty_box_into_the_database(shown: Exhibit, wren: Person) -> None:
    box = makers.covered(shown, actor=wren)

    for column in ("width", "height"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Redaction.objects.filter(pk=box.pk).update(**{column: 0})


def test_makes_a_copy_anew_with_its_boxes(shown: Exhibit, wren: Person) -> None:
    box = makers.covered(shown, actor=wren)

    data = redactions.covered_copy(shown, boxes=[box.box], copy=Copy.PREVIEW)

    with Image.open(io.BytesIO(data)) as picture:
        assert picture.crop(box.box).getcolors() == [(64 * 48, (0, 0, 0))]


def test_makes_no_copy_where_the_files_are_gone(shown: Exhibit, wren: Person) -> None:
    box = makers.covered(shown, actor=wren)
    disposing.destroy_files(shown.case, actor=wren, now=LATER)

    with pytest.raises(NotRedacted):
        redactions.covered_copy(shown, boxes=[box.box], copy=Copy.PREVIEW)
