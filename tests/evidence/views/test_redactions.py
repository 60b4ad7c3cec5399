"""The page on which parts of a picture are covered."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Person
from cases.models import Case
from evidence.models import CustodyEvent, Exhibit, Redaction
from tests.evidence import makers
from tests.evidence.views.conftest import Door

pytestmark = pytest.mark.django_db
BOX = {"left": "10", "top": "20", "width": "30", "height": "40", "reason": "CONTACT"}


@pytest.fixture
def shown(case: Case, wren: Person) -> Exhibit:
    """A picture of 640 × 480."""
    return makers.read_exhibit(case, actor=wren)


def test_covers_a_part_by_numbers_alone(wrens: Client, door: Door, shown: Exhibit) -> None:
    answer = wrens.post(door("exhibit-cover", shown.pk), BOX, follow=True)

    assert Redaction.objects.get().box == (10, 20, 40, 60)
    page = answer.content.decode()
    assert "That part is covered in every redacted set from now on." in page
    assert "Box 1: Address, number or account" in page
    assert 'class="covered" x="10" y="20" width="30" height="40"' in page


def test_loads_nothing_of_the_picture_by_itself(wrens: Client, door: Door, shown: Exhibit) -> None:
    page = wrens.get(door("exhibit-cover", shown.pk)).content.decode()

    assert "<img" not in page
    assert not CustodyEvent.objects.filter(
        kind__in=("exhibit.outline", "exhibit.revealed")
    ).exists()


@pytest.mark.parametrize(("typed", "said"), [
    ({"width": "0"}, "This box is empty."),
    ({"left": "639"}, "640 wide and 480 high"),
    ({"height": "99999999999999999999999999"}, "640 wide and 480 high"),
    ({"top": "-3"}, "Put in a whole number of pixels"),
    ({"left": "NaN"}, "Put in a whole number of pixels"),
    ({"left": "1e3"}, "Put in a whole number of pixels"),
    ({"left": "9" * 5000}, "Put in a whole number of pixels"),
    ({"left": "Infinity"}, "Put in a whole number of pixels"),
    ({"left": "12\x00"}, "Put in a whole number of pixels"),
    ({"width": ""}, "A box needs all four numbers."),
    ({"left": "", "top": "", "width": "", "height": ""}, "Draw a box over the part first"),
    ({"reason": ""}, "Choose what is under it."),
    ({"reason": "SECRET"}, "Choose one of the reasons."),
])  # fmt: skip
def test_says_kindly_what_is_wrong_with_a_box(
    wrens: Client, door: Door, shown: Exhibit, typed: dict[str, str], said: str
) -> None:
    answer = wrens.post(door("exhibit-cover", shown.pk), BOX | typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Redaction.objects.exists()


def test_keeps_what_was_typed_beside_a_fault(wrens: Client, door: Door, shown: Exhibit) -> None:
    page = wrens.post(door("exhibit-cover", shown.pk), BOX | {"top": "470"}).content.decode()

    assert 'value="470"' in page
    assert re.search(r'value="CONTACT"[^>]* checked', page)


def test_takes_a_box_back_and_tells_of_it(
    wrens: Client, door: Door, shown: Exhibit, wren: Person
) -> None:
    box = makers.covered(shown, actor=wren)

    page = wrens.post(door("exhibit-uncover", shown.pk, box.pk), follow=True).content.decode()

    assert "Box 1 is taken back." in page
    assert "Nothing is covered." in page and "taken back" in page


def test_says_on_the_page_of_the_exhibit_what_is_covered_and_why(
    wrens: Client, door: Door, shown: Exhibit, wren: Person
) -> None:
    for _ in range(2):
        makers.covered(shown, actor=wren)

    page = wrens.get(door("exhibit", shown.pk)).content.decode()

    assert "Parts of this picture are covered there, because of:" in page
    assert "Name" in page and "(2 parts)" in page
    assert "You covered a part of the picture for redacted sets; the file stays." in page


def test_takes_no_box_of_another_exhibit_back(
    wrens: Client, door: Door, shown: Exhibit, case: Case, wren: Person
) -> None:
    other = makers.read_exhibit(case, actor=wren, seed=2)
    box = makers.covered(other, actor=wren)

    answer = wrens.post(door("exhibit-uncover", shown.pk, box.pk))

    assert answer.status_code == 404
    assert other.redactions.standing().exists()


def test_tells_an_advocate_without_a_mandate_whom_to_ask(
    browse: Callable[[Person], Client], bea: Person, door: Door, shown: Exhibit
) -> None:
    browser = browse(bea)

    page = browser.get(door("exhibit-cover", shown.pk)).content.decode()

    assert "whose mandate says" in page and "Cover this part" not in page
    assert browser.post(door("exhibit-cover", shown.pk), BOX).status_code == 403


def test_says_that_a_file_has_no_picture(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    bare = makers.exhibit(case, actor=wren, clear=b"some words", name="words.txt")

    page = wrens.get(door("exhibit-cover", bare.pk)).content.decode()

    assert "There is no picture of this file" in page
