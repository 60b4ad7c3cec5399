"""The main job, once through: from the first link to the bundle, on a phone."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.data.pictures import drawn_picture, encoded
from tests.data.pictures.pages import forum_page
from tests.journeys.client import Client
from tests.journeys.people import Phone

pytestmark = pytest.mark.browser

SIX_LINKS = """\
hxxps://x[.]com/quiet_account_7/status/1858000000000004471?s=20
https://x.com/quiet_account_7/status/1858000000000005120
https://twitter.com/quiet_account_7/status/1858000000000004471
magnet:?xt=urn:btih:abc
https://imageplace.example/f/abc123.jpg
https://www.google.com/search?q=wren+example"""


STORY = (
    "You opened the case.",
    "You said that all of it was made at 18 or older.",
    "You finished the first questions.",
    "You gave reference 1; only its fingerprints are kept.",
    "You added EX-0001.",
    "You added 4 places from a list.",
    "You confirmed that EX-0001 shows reference 1.",
    "You drafted letter 1 to X Corp.",
    "You approved the exact text of letter 1",
    "You sent letter 1 to X Corp.",
    "The time of TAKE IT DOWN Act s.3 runs until",
)
IN_THE_BUNDLE = (
    "Chambers of C. Example",
    "EX-0001",
    "EX-0002",
    "https://x.com/quiet_account_7/status/1858000000000005120",
    "Request for removal under section 3 of the TAKE IT DOWN Act",
    "I believe in good faith that this publication is not consensual.",
    "4471-209",
)


@pytest.fixture
def own_picture(tmp_path: Path) -> Path:
    path = tmp_path / "own.png"
    path.write_bytes(encoded(drawn_picture(11)))
    return path


@pytest.fixture
def screenshot(tmp_path: Path) -> Path:
    path = tmp_path / "seen.png"
    path.write_bytes(encoded(forum_page(drawn_picture(11), 3)))
    return path


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    path = tmp_path / "receipt.png"
    path.write_bytes(encoded(drawn_picture(12)))
    return path


@pytest.fixture
def client(borrow: Callable[..., Phone]) -> Client:
    client = Client(borrow())
    client.signs_up()
    client.opens_a_case()
    client.answers_the_rest()
    return client


def test_goes_from_first_link_to_dossier(
    client: Client, own_picture: Path, screenshot: Path, receipt: Path
) -> None:
    client.gives_a_reference(own_picture)
    notes_six_links_at_once(client, screenshot)
    confirms_the_likeness(client)
    client.says_how_to_reach()
    writes_and_sends(client, receipt)
    sees_why_this_time(client)
    client.notes_outcome("Removed")
    reads_the_bundle(client.takes_a_bundle_away(reader="Chambers of C. Example"))
    reads_the_story(client)


def notes_six_links_at_once(client: Client, screenshot: Path) -> None:
    client.notes_links(SIX_LINKS, screenshot=screenshot)
    client.phone.sees("EX-0001 is kept.")
    client.phone.sees("This is the same place as line 1.")
    client.phone.sees("This is a torrent link")
    expect(client.links).to_have_value(SIX_LINKS)

    client.says_it_shows("1.")
    client.phone.press("Save these 4 places")
    client.phone.sees("4 places are noted.")
    expect(client.links).to_have_value("magnet:?xt=urn:btih:abc")


def confirms_the_likeness(client: Client) -> None:
    client.opens_a_file("EX-0001")
    client.phone.sees("Shows place 1, X (Twitter)")
    client.phone.sees("The same picture, found on the page")
    client.phone.sees("of 256 points differ")
    assert client.phone.watch.pictures == []

    client.phone.press("Yes, it shows this")
    client.phone.sees("You said yes")


def writes_and_sends(client: Client, receipt: Path) -> None:
    client.answers_what_decides("No, never")
    client.writes_a_letter("X (Twitter)")
    client.phone.sees("Not complete yet")
    client.signs("Wren Example")
    client.approves()

    client.phone.follow("Copy field by field")
    assert client.copies("Exact links").splitlines() == [
        "https://x.com/quiet_account_7/status/1858000000000004471",
        "https://x.com/quiet_account_7/status/1858000000000005120",
    ]
    client.phone.follow("I have sent it")
    client.marks_as_sent(number="4471-209", proof=receipt)
    client.phone.sees("4471-209")
    client.phone.sees("EX-0002")


def sees_why_this_time(client: Client) -> None:
    client.goes_to("")
    client.phone.sees("47 hours left")
    client.first_letter()
    client.page.get_by_text("Why this time?").click()
    client.phone.sees("It starts with")


def reads_the_bundle(pdf: bytes) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    whole = " ".join(" ".join(pages).split())

    assert len(pages) > 5
    for words in IN_THE_BUNDLE:
        assert words in whole


def reads_the_story(client: Client) -> None:
    client.goes_to("story/")
    told = client.phone.reads()
    for sentence in STORY:
        assert sentence in told
        told = told.partition(sentence)[2]
