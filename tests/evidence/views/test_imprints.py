"""The page of what a file says about itself, and files as they came of every type."""

import pytest
from django.test import Client

from accounts.models import Person
from cases.models import Case
from evidence import tasks
from evidence.intake.sniff import HEAD_BYTES, Kind, sniff
from evidence.models import CustodyEvent, Exhibit
from tests.data.pictures.broken import good_files
from tests.data.pictures.imprinted import imprinted
from tests.evidence import makers
from tests.evidence.intake.test_sniff import SAMPLES
from tests.evidence.views.conftest import Answer, Door

pytestmark = pytest.mark.django_db

FILES = {
    **good_files(),
    **{name: data for name, (data, kind) in SAMPLES.items() if kind is not Kind.EMPTY},
}


def text(page: Answer) -> str:
    return page.content.decode()


@pytest.fixture
def telling(case: Case, wren: Person) -> Exhibit:
    """A checked file that says where and with what it was made."""
    exhibit = makers.exhibit(case, actor=wren, clear=imprinted("JPEG"))
    tasks.read_exhibit(exhibit_id=str(exhibit.pk))
    exhibit.refresh_from_db()
    return exhibit


def test_shows_what_the_file_says_but_not_where(
    wrens: Client, door: Door, telling: Exhibit
) -> None:
    page = text(wrens.get(door("exhibit-imprint", telling.pk)))

    assert "Maker Model 5" in page and "2026:03:01 12:30:00" in page and "Editor 2" in page
    assert "The file names a place." in page
    assert "54.5" not in page and "3.25" not in page


def test_shows_the_place_as_numbers_when_asked(wrens: Client, door: Door, telling: Exhibit) -> None:
    page = text(wrens.post(door("exhibit-place", telling.pk)))

    assert "54.500000, -3.250000" in page
    assert CustodyEvent.objects.latest("pk").kind == "exhibit.imprint_place"


def test_says_nothing_of_it_on_the_page_of_the_file(
    wrens: Client, door: Door, telling: Exhibit
) -> None:
    page = text(wrens.get(door("exhibit", telling.pk)))

    assert "Maker" not in page and "54.5" not in page
    assert door("exhibit-imprint", telling.pk) in page


def test_warns_before_a_file_with_a_place_is_downloaded(
    wrens: Client, door: Door, telling: Exhibit
) -> None:
    page = text(wrens.get(door("exhibit", telling.pk)))

    before, _, after = page.partition(door("exhibit-original", telling.pk))
    assert "Before you hand this file on:" in before
    assert after


def test_warns_of_no_place_where_there_is_none(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    exhibit = makers.read_exhibit(case, actor=wren)

    assert "Before you hand" not in text(wrens.get(door("exhibit", exhibit.pk)))
    said = text(wrens.get(door("exhibit-imprint", exhibit.pk)))
    assert "The file says nothing about its time, its place, its device or its program." in said


def test_says_so_before_the_file_is_checked(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    exhibit = makers.exhibit(case, actor=wren)

    assert "Nothing is noted here." in text(wrens.get(door("exhibit-imprint", exhibit.pk)))


def test_goes_back_where_the_seal_does_not_open(
    wrens: Client, door: Door, telling: Exhibit
) -> None:
    telling.imprint.sealed = b"\0" * 60
    telling.imprint.save()

    for answer in (
        wrens.get(door("exhibit-imprint", telling.pk), follow=True),
        wrens.post(door("exhibit-place", telling.pk), follow=True),
    ):
        assert "This could not be opened." in text(answer)


@pytest.mark.parametrize("name", FILES)
def test_hands_every_type_out_as_an_attachment_shut_in(
    wrens: Client, door: Door, case: Case, wren: Person, name: str
) -> None:
    clear = FILES[name]
    exhibit = makers.exhibit(case, actor=wren, clear=clear, name="film.html")

    answer = wrens.get(door("exhibit-original", exhibit.pk))

    assert exhibit.mime == sniff(clear[:HEAD_BYTES], size=len(clear)).mime
    assert b"".join(answer) == clear
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
