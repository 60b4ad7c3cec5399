"""A reader asks about a picture of their own in a real browser: no byte of it leaves."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, expect

from tests.browser.wire import Wire, wire_to
from tests.data.pictures import as_jpeg, drawn_picture, encoded
from tests.evidence import makers
from tests.journeys.client import Client
from tests.journeys.house import House
from tests.journeys.people import phone
from tests.journeys.reader import Reader
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser

ZONE = "Europe/Berlin"
CLIP = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 40
MOST_SENT = 60_000
"""Bytes of one question, with what the page after it asks for."""


@dataclass(frozen=True)
class Given:
    """A release of a bundle in which EX-0001 is a picture and EX-0002 a clip."""

    path: str
    code: str


@pytest.fixture(scope="module")
def given(browser: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Given:
    folder = tmp_path_factory.mktemp("kept")
    wren = Client(phone(browser, house, Watch(), zone=ZONE))
    wren.signs_up()
    wren.opens_a_case()
    wren.answers_the_rest()
    for name, clear in (("seen.png", makers.picture(51)), ("clip.mp4", CLIP)):
        kept: Path = folder / name
        kept.write_bytes(clear)
        wren.keeps_a_file(kept)
    wren.takes_a_bundle_away(reader="The desk")
    link, code = wren.releases_to("The desk", opened="50")
    wren.page.context.close()
    return Given(link.removeprefix(house.address), code)


@pytest.fixture
def wire(house: House) -> Iterator[Wire]:
    """All that the browser sends goes over it."""
    with wire_to(house.port) as wire:
        yield wire


@pytest.fixture
def desk(
    browser: Browser, house: House, watch: Watch, wire: Wire, given: Given
) -> Iterator[Reader]:
    """The reader, with the release open, over the wire."""
    reader = Reader(phone(browser, house, watch, zone=ZONE))
    reader.opens(f"{wire.address}{given.path}", given.code)
    yield reader
    reader.page.context.close()


@pytest.mark.parametrize(
    ("clear", "said"),
    [
        (makers.picture(51), "The very same file"),
        (encoded(as_jpeg(drawn_picture(51), quality=80)), "The same picture"),
        (makers.picture(52), "None of these"),
    ],
    ids=["same file", "saved anew", "another"],
)
def test_answers_without_a_byte_of_the_picture_leaving(
    clear: bytes, said: str, desk: Reader, wire: Wire
) -> None:
    wire.sent.clear()

    answer = desk.asks_about(clear, name="sent-to-me.png")

    assert said in answer
    assert wire.carried(clear) == 0
    assert b"sent-to-me" not in wire.sent
    assert b"multipart" not in wire.sent
    assert wire.sent.count(b"POST /") == 1
    assert b"/compare/ HTTP" in wire.sent
    assert 0 < len(wire.sent) < MOST_SENT
    assert desk.phone.watch.pictures == []


def test_sees_the_file_on_the_wire_where_code_would_send_it(desk: Reader, wire: Wire) -> None:
    """What the test above looks for is found where it is there."""
    clear = makers.picture(53)
    wire.sent.clear()

    # The house refuses it without reading all of it, which may cut the line before it answers.
    with suppress(Error):
        desk.page.request.post(desk.page.url, data=clear)

    assert wire.carried(clear) > 1_000


def test_asks_of_a_clip_only_whether_it_is_the_very_file(desk: Reader, wire: Wire) -> None:
    wire.sent.clear()

    answer = desk.asks_about(CLIP, name="clip.mp4", ready="whether it is the very same file")

    assert "EX-0002" in answer
    assert wire.carried(CLIP) == 0


def test_asks_for_the_picture_on_a_page_first(desk: Reader) -> None:
    desk.drops(makers.screenshot(6), name="page.png")
    desk.phone.sees("This looks like a screenshot of a page.")

    desk.phone.press("Ask")

    expect(desk.page.get_by_role("button", name="Show it here")).to_be_focused()
    expect(desk.page.locator("[data-answer]")).to_have_count(0)


def test_says_kindly_that_a_picture_has_to_be_chosen(desk: Reader) -> None:
    desk.phone.press("Ask")

    desk.phone.sees("Choose at least one picture.")


def test_says_without_script_why_it_is_needed(
    browser: Browser, house: House, watch: Watch, given: Given
) -> None:
    reader = Reader(phone(browser, house, watch, script=False, zone=ZONE))
    reader.opens(f"{house.address}{given.path}", given.code)

    reader.phone.sees("This part needs a browser that runs scripts")
    expect(reader.page.get_by_role("button", name="Ask", exact=True)).to_be_hidden()
    reader.page.context.close()
