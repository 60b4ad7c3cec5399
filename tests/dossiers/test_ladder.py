"""The rung each exhibit reached, as a dossier says it."""

import io
from datetime import datetime, timedelta

import pytest

from accounts.models import Person
from cases.models import Case
from dossiers.models import Purpose
from dossiers.rendering.content import ExhibitPage, PlacePage
from dossiers.services.exhibit_pages import exhibit_page, place_page
from dossiers.services.rows import Choice, read_rows
from evidence.models import Exhibit, Kind, Method, Presence, Sighting
from evidence.models import Purpose as Kept
from evidence.registry.rungs import rungs
from evidence.services import cosigning, describing, exhibits, helping, moderating
from evidence.services.cosigning import Seen
from evidence.services.describing import Described
from evidence.services.sightings import Noticed
from tests.evidence import makers
from tests.factories import NOON

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=4)


@pytest.fixture
def place(case: Case, wren: Person) -> Sighting:
    return makers.sighting(case, actor=wren, noticed=Noticed(seen_at=NOON, seen_zone="UTC"))


def page_of(exhibit: Exhibit, *, reader: Person) -> ExhibitPage:
    rows = read_rows(exhibit.case, Choice(Purpose.LAWYER), compiler=reader, now=NOON)
    [found] = [each for each in rows.exhibits if each == exhibit]
    place = next((each for each in rows.sightings if each.pk == exhibit.sighting_id), None)
    return exhibit_page(found, rows=rows, place=place, sound=True, drawn=False, made="now")


def line(page: ExhibitPage | PlacePage, name: str) -> str:
    return " | ".join(field.text for field in page.fields if field.name == name)


def test_says_the_rung_of_a_given_file_with_both_sentences(case: Case, wren: Person) -> None:
    page = page_of(makers.exhibit(case, actor=wren), reader=wren)

    given = rungs()["GIVEN"]
    assert line(page, "Rung reached") == f"{given.name}. {given.proves} {given.limit}"


def test_says_of_a_page_the_server_fetched_that_nobody_gave_it(
    case: Case, place: Sighting, wren: Person
) -> None:
    page = io.BytesIO(b"<!doctype html><p>here")
    with exhibits.sealing(
        case, page, name="page.html", actor=wren, now=NOON, fetched=True
    ) as sealed:
        exhibit = exhibits.enter(sealed, sighting=place, actor=wren, now=NOON).exhibit

    made = page_of(exhibit, reader=wren)

    server = rungs()["SERVER"]
    assert line(made, "Rung reached") == f"{server.name}. {server.proves} {server.limit}"
    assert "Fetched from its address by the server, as the person had asked." in repr(made)
    assert "Given by" not in repr(made)


def test_says_how_a_file_was_made(case: Case, wren: Person, now: datetime) -> None:
    exhibit = makers.exhibit(case, actor=wren)
    said = Described(method=Method.SCREENSHOT, tool="Phone", cropped="YES", not_shown="Replies.")
    describing.describe(exhibit, said=said, actor=wren, now=now)

    page = page_of(exhibit, reader=wren)

    assert line(page, "How it was made") == "A screenshot, with Phone"
    assert line(page, "Anything cut off") == "Yes, something was cut off"
    assert line(page, "Not in the file") == "Replies."


def test_says_who_signed_with_both_times_and_the_delay(
    case: Case, place: Sighting, wren: Person, bea: Person
) -> None:
    exhibit = makers.exhibit(case, actor=wren)
    exhibits.put_with(exhibit, sighting=place, actor=wren)
    exhibit.refresh_from_db()
    seen = Seen(presence=Presence.LIVE, opened_at=LATER, same_picture=True)
    cosigning.cosign(place, seen=seen, exhibit=exhibit, actor=bea, now=LATER)

    page = page_of(exhibit, reader=wren)

    signed = line(page, "Seen by a second observer")
    assert "bea opened the address" in signed and "the same picture as EX-0001" in signed
    assert "4 minutes between" in signed and "this is strong" in signed
    assert line(page, "Rung reached").startswith(rungs()["OBSERVED"].name)
    assert line(page, "It stands on this too").startswith(rungs()["GIVEN"].name)


def test_says_of_a_copy_that_nobody_checked_it(case: Case, place: Sighting, wren: Person) -> None:
    describing.note_archive(
        place, address="https://archive.example/1", archived_at=NOON, actor=wren, now=NOON
    )
    rows = read_rows(case, Choice(Purpose.LAWYER), compiler=wren, now=NOON)

    copies = line(place_page(rows.sightings[0], rows=rows), "Archived by a third party")

    assert "https://archive.example/1" in copies
    assert rungs()["ARCHIVED"].limit in copies


def test_says_of_a_file_through_a_link_that_the_person_did_not_see_it(
    case: Case, wren: Person
) -> None:
    made = helping.invite(case, label="my sister", days=30, actor=wren, now=NOON)
    gift = helping.give(
        made.link, gift=helping.Gift(kind=Kind.CHAT, locator="a group"),
        file=io.BytesIO(b"seen"), file_name="x.png", now=NOON,
    )  # fmt: skip
    taken = moderating.accept(gift, actor=wren, now=NOON)
    assert taken.exhibit is not None

    page = page_of(taken.exhibit, reader=wren)

    assert "Given by somebody trusted, through a personal link" in page.shows
    assert "Told by somebody else: my sister" in line(page, "Whose knowledge")


def test_gives_no_rung_to_a_proof_that_a_letter_was_sent(case: Case, wren: Person) -> None:
    kept = exhibits.keep(
        case, io.BytesIO(b"sent"), name="x", purpose=Kept.PROOF, actor=wren, now=NOON
    )

    assert line(page_of(kept.exhibit, reader=wren), "Rung reached") == ""
