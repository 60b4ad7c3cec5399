"""Screenshots given as references: never enrolled whole unseen."""

import io
from datetime import datetime, timedelta

import pytest
from PIL import Image

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Age, Case
from evidence.errors import FileRefused
from evidence.fingerprints.rectangles import overlap
from evidence.models import Match, Reference, SealedFile, WaitingPicture
from evidence.services import cuts, references, vault
from evidence.services.cuts import Choice
from evidence.services.references import Keeping, LooksLikeAPage
from tests.data.pictures import drawn_picture, encoded, pages
from tests.evidence import makers
from tests.factories import NOON

pytestmark = pytest.mark.django_db

SHOWN = (210, 260, 690, 620)
"""Where `makers.screenshot` shows its picture."""


def test_refuses_a_whole_screenshot_as_a_reference(case: Case, wren: Person) -> None:
    with pytest.raises(LooksLikeAPage):
        references.give(
            case, io.BytesIO(makers.screenshot()), name="page.png", label="",
            keeping=Keeping.FINGERPRINTS, actor=wren, now=NOON,
        )  # fmt: skip

    assert not Reference.objects.exists()


@pytest.mark.parametrize("kind", pages.PAGES)
def test_lets_every_kind_of_page_wait(case: Case, wren: Person, kind: str) -> None:
    page = encoded(pages.PAGES[kind](drawn_picture(3), 3), form="JPEG", quality=80)

    held = makers.waiting(case, actor=wren, clear=page)

    assert held.boxes and not Reference.objects.exists()


def test_offers_the_picture_on_the_page(case: Case, wren: Person) -> None:
    held = makers.waiting(case, actor=wren)

    assert max(overlap((b[0], b[1], b[2], b[3]), SHOWN) for b in held.boxes) > 0.9
    drawn = cuts.drawing(held, 1, actor=wren, now=NOON)
    assert Image.open(io.BytesIO(drawn)).mode == "L"


def test_enrols_the_part_alone_and_destroys_the_rest(case: Case, wren: Person) -> None:
    held = makers.waiting(case, actor=wren)

    [given] = cuts.choose(held, Choice((SHOWN,)), actor=wren, now=NOON)

    assert given.reference.region == "210 260 690 620"
    assert (given.reference.width, given.reference.height) == (480, 360)
    assert not WaitingPicture.objects.exists() and not SealedFile.objects.exists()


def test_knows_the_picture_again_by_the_part(case: Case, wren: Person, now: datetime) -> None:
    makers.read_exhibit(case, actor=wren, seed=5)
    held = makers.waiting(case, actor=wren)

    cuts.choose(held, Choice((SHOWN,)), actor=wren, now=now)
    makers.compared(now=now)

    assert Match.objects.get().reference.region


def test_keeps_the_file_and_the_part_where_that_was_chosen(case: Case, wren: Person) -> None:
    held = makers.waiting(case, actor=wren, keeping=Keeping.SEALED)

    [given] = cuts.choose(held, Choice((SHOWN,)), actor=wren, now=NOON)

    kept = given.reference
    assert kept.file is not None and kept.cut is not None
    assert vault.read_all(kept.file) == makers.screenshot()
    part = Image.open(io.BytesIO(vault.read_all(kept.cut)))
    whole = Image.open(io.BytesIO(makers.screenshot()))
    assert part.tobytes() == whole.crop(SHOWN).tobytes()


def test_takes_both_files_of_a_part_back(case: Case, wren: Person, now: datetime) -> None:
    held = makers.waiting(case, actor=wren, keeping=Keeping.SEALED)
    [given] = cuts.choose(held, Choice((SHOWN,)), actor=wren, now=NOON)

    references.take_back(given.reference, actor=wren, now=now)

    assert not SealedFile.objects.exists()


def test_makes_a_reference_of_each_part(case: Case, wren: Person) -> None:
    held = makers.waiting(case, actor=wren)

    given = cuts.choose(held, Choice((SHOWN, (20, 120, 480, 220))), actor=wren, now=NOON)

    assert [one.reference.number for one in given] == [1, 2]


def test_enrols_the_whole_when_the_person_says_so(case: Case, wren: Person) -> None:
    held = makers.waiting(case, actor=wren)

    [given] = cuts.choose(held, Choice(()), actor=wren, now=NOON)

    assert given.reference.region == "" and given.reference.width == 720


def test_refuses_a_part_beside_the_picture(case: Case, wren: Person) -> None:
    held = makers.waiting(case, actor=wren)

    with pytest.raises(cuts.PartRefused):
        cuts.choose(held, Choice(((0, 0, 5_000, 50),)), actor=wren, now=NOON)

    assert WaitingPicture.objects.exists()


def test_destroys_what_waited_too_long(case: Case, wren: Person) -> None:
    held = makers.waiting(case, actor=wren)

    assert cuts.let_expired_go(now=NOON + timedelta(minutes=59)) == 0
    with pytest.raises(cuts.PictureGone):
        cuts.choose(held, Choice((SHOWN,)), actor=wren, now=NOON + timedelta(hours=1))
    assert cuts.let_expired_go(now=NOON + timedelta(hours=1)) == 1
    assert not SealedFile.objects.exists()


def test_destroys_it_when_the_answer_about_age_changed(case: Case, wren: Person) -> None:
    held = makers.waiting(case, actor=wren)
    case.age = Age.MINOR
    case.save()
    held = WaitingPicture.objects.get(pk=held.pk)

    with pytest.raises(FileRefused):
        cuts.choose(held, Choice((SHOWN,)), actor=wren, now=NOON)

    assert not SealedFile.objects.exists() and not Reference.objects.exists()


def test_shows_the_stranger_no_drawing(case: Case, wren: Person, dan: Person) -> None:
    held = makers.waiting(case, actor=wren)

    with pytest.raises(NotPermitted):
        cuts.drawing(held, 0, actor=dan, now=NOON)
