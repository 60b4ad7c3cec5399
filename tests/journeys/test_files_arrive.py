"""Giving files in a real browser whose connection comes and goes."""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.house import House
from tests.journeys.people import Phone
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser

MIB = 1024 * 1024
OFFLINE = re.compile("ERR_INTERNET_DISCONNECTED|ERR_FAILED")


@pytest.fixture
def phone(borrow: Callable[..., Phone], watch: Watch) -> Iterator[Phone]:
    """A phone whose browser may say that it is offline, because it is."""
    yield borrow()
    watch.faults[:] = [each for each in watch.faults if not OFFLINE.search(each)]


@pytest.fixture
def ref(house: House, phone: Phone) -> str:
    """The case of somebody who is signed in on the phone."""
    ref, session = house.inside("open_case", f"wren{secrets.token_hex(4)}").split()
    phone.page.context.add_cookies([{"name": "s", "value": session, "url": house.address}])
    return ref


@pytest.fixture
def page(ref: str, house: House, phone: Phone) -> Page:
    """The page that files are given on."""
    phone.page.goto(f"{house.address}/b/{ref}/items/add/")
    return phone.page


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Nine megabytes of nothing."""
    path = tmp_path / "clip.bin"
    path.write_bytes(secrets.token_bytes(9 * MIB))
    return path


def kept(house: House, ref: str) -> list[str]:
    """Digests of what is kept, read again."""
    return [row[2] for row in json.loads(house.inside("exhibits", ref))]


def test_goes_on_by_itself_when_the_connection_is_back(
    house: House, ref: str, page: Page, file: Path
) -> None:
    page.set_input_files("input[type=file]", file)
    page.context.set_offline(True)
    page.get_by_role("button", name="Keep them").click()
    expect(page.locator("[data-said]")).to_contain_text("The connection is lost.")

    page.context.set_offline(False)
    expect(page.locator("main")).to_contain_text("EX-0001 is kept", timeout=30_000)

    assert kept(house, ref) == [hashlib.sha256(file.read_bytes()).hexdigest()]


def test_goes_on_after_a_reload_with_the_same_file(
    house: House, ref: str, page: Page, file: Path
) -> None:
    before: list[str] = []
    page.route("**/arriving/*/", _through(before, most=1))
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Keep them").click()
    expect(page.locator("[data-said]")).to_contain_text("The connection is lost.")
    page.unroute("**/arriving/*/")
    page.reload()

    after: list[str] = []
    page.route("**/arriving/*/", _through(after, most=99))
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Keep them").click()
    expect(page.locator("main")).to_contain_text("EX-0001 is kept", timeout=30_000)

    assert (before, after) == (["0"], [str(4 * MIB), str(8 * MIB)])
    assert kept(house, ref) == [hashlib.sha256(file.read_bytes()).hexdigest()]


def _through(starts: list[str], *, most: int) -> Callable[[Route], None]:
    """Lets so many parts through and notes where they begin; the line is dead for all others."""

    def handle(route: Route) -> None:
        if len(starts) == most:
            route.abort()
            return
        if start := route.request.headers.get("upload-offset"):
            starts.append(start)
        route.continue_()

    return handle


def test_stops_and_goes_on_when_asked(house: House, ref: str, page: Page, file: Path) -> None:
    page.set_input_files("input[type=file]", file)
    page.context.set_offline(True)
    page.get_by_role("button", name="Keep them").click()
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("[data-said]")).to_contain_text("Paused.")

    page.context.set_offline(False)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("main")).to_contain_text("EX-0001 is kept", timeout=30_000)

    assert kept(house, ref) == [hashlib.sha256(file.read_bytes()).hexdigest()]


def test_fits_a_phone_with_a_long_name(page: Page, tmp_path: Path) -> None:
    path = tmp_path / ("a name as phones give them " * 4 + ".mp4")
    path.write_bytes(b"x" * 2_000_000)

    page.set_input_files("input[type=file]", path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box, row = page.locator(".drop").bounding_box(), page.locator(".files li").bounding_box()
    assert box is not None and row is not None
    assert row["x"] + row["width"] <= box["x"] + box["width"]
