"""A bundle is given to one reader, read by them, seen by the client, and ended."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.data.pictures import as_jpeg, drawn_picture, encoded
from tests.journeys.client import Client
from tests.journeys.people import Phone
from tests.journeys.reader import Reader

pytestmark = pytest.mark.browser

COUNSEL = "C. Example, Chambers"
SAVED_ANEW = encoded(as_jpeg(drawn_picture(11), quality=75), form="JPEG", quality=75)
LOOKED = (
    "The reader of a release asked about a picture of their own.",
    "the answer: none of these",
    "the answer: the same picture as EX-0001",
    "The reader of a release saved what was released.",
    "The reader of a release opened it with its code.",
    "You released a bundle to a reader, by a link and a code.",
)


@pytest.fixture
def screenshot(tmp_path: Path) -> Path:
    path = tmp_path / "seen.png"
    path.write_bytes(encoded(drawn_picture(11)))
    return path


@pytest.fixture
def client(borrow: Callable[..., Phone], screenshot: Path) -> Client:
    client = Client(borrow())
    client.signs_up()
    client.opens_a_case()
    client.answers_the_rest()
    client.keeps_a_file(screenshot)
    client.takes_a_bundle_away(reader=COUNSEL)
    return client


def test_goes_from_giving_to_reading_to_the_end(
    client: Client, borrow: Callable[..., Phone]
) -> None:
    link, code = client.releases_to(COUNSEL)

    reader = Reader(borrow())
    reader.opens(link, code)
    reads_the_document(reader)
    asks_twice(reader)
    sees_who_looked(client)
    ends_it(client, reader)


def reads_the_document(reader: Reader) -> None:
    reader.phone.sees("ask whether a picture of their own is among the files of the bundle")
    with reader.page.expect_download() as saving:
        reader.phone.press("Save the document")
    pages = PdfReader(io.BytesIO(saving.value.path().read_bytes())).pages
    assert COUNSEL in " ".join(page.extract_text() for page in pages)
    assert reader.phone.watch.pictures == []


def asks_twice(reader: Reader) -> None:
    known = reader.asks_about(SAVED_ANEW, name="sent-to-me.jpg")
    assert "EX-0001" in known
    assert "The same picture" in known
    other = reader.asks_about(encoded(drawn_picture(12)))
    assert "None of these" in other
    reader.phone.sees("18 of 20 questions are left")


def sees_who_looked(client: Client) -> None:
    client.goes_to("looked/")
    told = client.phone.reads()
    for words in LOOKED:
        assert words in told
    assert told.count(COUNSEL) > len(LOOKED) - 1
    client.phone.sees("opened 1 of 5 times · asked about 2 of 20 pictures")
    client.goes_to("story/")
    client.phone.sees(f"{COUNSEL} asked about a picture of their own. The answer: none of these.")


def ends_it(client: Client, reader: Reader) -> None:
    client.goes_to("looked/")
    client.phone.press("End it now")
    client.phone.sees("It cannot be opened any more.")
    client.phone.sees("You ended a release.")
    expect(client.page.get_by_role("button", name="End it now")).to_have_count(0)

    gone = reader.page.reload()
    assert gone is not None
    assert gone.status == 404
