"""Fingerprints worked out in a real browser: nothing of the file leaves, and the numbers agree."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from bench.device import Bench, bench_page
from tests.browser.wire import Wire, wire_to
from tests.data.pictures import drawn_picture, encoded
from tests.evidence import makers
from tests.journeys.client import Client
from tests.journeys.house import House
from tests.journeys.people import Phone, phone
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser

GIVE = "Give it"
SENDS = """
fetch("/", { method: "POST", body: "of the picture" })
  .then(() => "sent", () => "refused")
  .then((said) => postMessage(said));
"""
ASKED = """() => new Promise((resolve) => {
  const address = document.querySelector("[data-worker]").dataset.worker;
  const worker = new Worker(address, { type: "module" });
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = () => resolve("not loaded");
})"""
MOST_SENT = 60_000
"""Bytes of one form with fingerprints, one redirect and the page after it, with their heads."""


def turned(orientation: int) -> bytes:
    told = Image.Exif()
    told[0x0112] = orientation
    picture = drawn_picture(orientation, width=901, height=603)
    return encoded(picture, form="JPEG", quality=85, exif=told.tobytes())


def layered() -> bytes:
    picture = drawn_picture(30, width=900, height=700).convert("RGBA")
    picture.putalpha(drawn_picture(31, width=900, height=700).convert("L"))
    return encoded(picture)


def jpeg(seed: int) -> bytes:
    return encoded(drawn_picture(seed, width=1300, height=900), form="JPEG", quality=60 + seed)


def large() -> bytes:
    picture = drawn_picture(35, width=1000, height=750).resize((4000, 3000))
    return encoded(picture, form="JPEG", quality=85)


def narrow() -> bytes:
    return encoded(drawn_picture(36, width=300, height=3000), form="JPEG", quality=85)


def repeated(side: int) -> bytes:
    """So few points that they repeat, and waves are alike: 40 x `side`."""
    return encoded(drawn_picture(37, width=640, height=480).resize((40, side)))


def printed() -> bytes:
    """Black and white in blocks, so that many waves and steps are alike."""
    block = Image.new("1", (16, 12))
    block.putdata([(7 * place * place + place) % 5 > 1 for place in range(192)])
    return encoded(block.resize((960, 720)).convert("RGB"))


PICTURES: dict[str, Callable[[], bytes]] = {
    **{f"jpeg turned {one}": partial(turned, one) for one in range(1, 9)},
    **{f"jpeg {seed}": partial(jpeg, seed) for seed in range(10, 16)},
    **{f"png {seed}": partial(makers.picture, seed) for seed in range(20, 24)},
    "png with opacity": layered,
    "png grey": lambda: encoded(drawn_picture(32).convert("L")),
    "png with a palette": lambda: encoded(drawn_picture(33).quantize(64)),
    "webp": lambda: encoded(drawn_picture(34), form="WEBP", quality=80),
    "large": large,
    "300 by 3000": narrow,
    "40 by 8": partial(repeated, 8),
    "40 by 32": partial(repeated, 32),
    "black and white": printed,
    "flat": lambda: encoded(Image.new("RGB", (700, 500), (120, 130, 140))),
    **{f"screenshot {seed}": partial(makers.screenshot, seed) for seed in (6, 7)},
}


@pytest.fixture(scope="module")
def bench(browser: Browser) -> Iterator[Bench]:
    """The worker by itself, on a bare page."""
    with bench_page(browser) as page:
        yield page


@pytest.fixture
def wire(house: House) -> Iterator[Wire]:
    """All that the browser sends goes over it."""
    with wire_to(house.port) as wire:
        yield wire


@pytest.fixture(scope="module")
def wrens(browser: Browser, house: House) -> Client:
    """Wren with a case that takes files."""
    wren = Client(phone(browser, house, Watch(), zone="Europe/Berlin"))
    wren.signs_up()
    wren.opens_a_case()
    return wren


@pytest.fixture
def wren(wrens: Client, wire: Wire, watch: Watch) -> Iterator[Phone]:
    """Wren, on the page where a picture is given, over the wire."""
    watch.over(wrens.page.context)
    wrens.page.goto(f"{wire.address}/b/{wrens.ref}/own/add/")
    yield wrens.phone
    wrens.page.context.set_offline(False)


def offered(page: Page, clear: bytes, *, name: str = "own.png") -> None:
    given: FilePayload = {"name": name, "mimeType": "image/png", "buffer": clear}
    page.locator("input[type=file]").set_input_files(given)


@pytest.mark.parametrize("name", PICTURES)
def test_gives_the_very_numbers_the_server_gives(name: str, bench: Bench) -> None:
    clear = PICTURES[name]()

    assert bench.stated(clear) == bench.expected(clear)


def test_gives_the_same_numbers_for_a_part_of_a_turned_picture(bench: Bench) -> None:
    for orientation in range(1, 9):
        clear, region = turned(orientation), (31, 47, 502, 590)

        assert bench.stated(clear, region=region) == bench.expected(clear, region=region)


def test_lets_no_byte_of_the_file_leave(wren: Phone, wire: Wire) -> None:
    clear = makers.picture(41)
    expect(wren.page.get_by_label("worked out on this device")).to_be_checked()
    wire.sent.clear()

    offered(wren.page, clear)
    wren.sees("Ready. Only its fingerprints will be sent.")
    wren.press(GIVE)

    wren.sees("New files are compared with it from now on.")
    wren.sees("worked out on your device")
    assert wire.carried(clear) == 0
    assert b"own.png" not in wire.sent
    assert 0 < len(wire.sent) < MOST_SENT


@pytest.mark.parametrize(("policy", "said"), [(True, "refused"), (False, "sent")])
def test_lets_no_code_in_the_worker_send(
    wren: Phone, wire: Wire, *, policy: bool, said: str
) -> None:
    def altered(route: Route) -> None:
        served = route.fetch()
        dropped = {"content-length", "content-encoding"}
        if not policy:
            dropped.add("content-security-policy")
        headers = {name: told for name, told in served.headers.items() if name not in dropped}
        route.fulfill(status=served.status, headers=headers, body=SENDS)

    wren.page.route("**/fingerprint_worker*", altered)

    answer = wren.page.evaluate(ASKED)

    wren.page.unroute("**/fingerprint_worker*")
    assert answer == said


def test_sees_the_file_on_the_wire_when_it_is_sent(wren: Phone, wire: Wire) -> None:
    clear = makers.picture(42)
    wren.page.get_by_label("The picture is sent here, but not kept").check()
    offered(wren.page, clear)

    wren.press(GIVE)

    wren.sees("New files are compared with it from now on.")
    assert wire.carried(clear) > 1_000


def test_works_without_a_connection_once_loaded(wren: Phone, wire: Wire) -> None:
    wren.page.get_by_label("worked out on this device").wait_for()
    wren.page.context.set_offline(True)

    offered(wren.page, makers.picture(43))

    wren.sees("Ready. Only its fingerprints will be sent.")


def test_marks_a_part_of_a_screenshot_by_keys(wren: Phone, wire: Wire) -> None:
    offered(wren.page, makers.screenshot(6))
    wren.sees("This looks like a screenshot of a page.")
    wren.press(GIVE)
    wren.press("Show it here and mark a part")
    box = wren.page.get_by_role("group", name="The marked part")
    expect(box).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowUp"):
        wren.page.keyboard.press(key)
    wren.sees("Ready. Only the fingerprints of the marked part will be sent.")
    wire.sent.clear()

    wren.press(GIVE)

    wren.sees("a part of a larger picture")
    assert wire.carried(makers.screenshot(6)) == 0


def test_chooses_a_part_of_a_screenshot_that_was_sent(wren: Phone) -> None:
    expect(wren.page.get_by_label("worked out on this device")).to_be_checked()
    wren.page.get_by_label("The picture is sent here, but not kept").check()
    offered(wren.page, makers.screenshot(7))
    wren.press(GIVE)
    wren.sees("Which picture on it do you mean?")
    wren.page.get_by_text("Mark a part yourself").click()
    stage = wren.page.locator("[data-stage]")
    stage.scroll_into_view_if_needed()
    held = stage.bounding_box()
    assert held is not None
    wren.page.mouse.move(held["x"] + held["width"] * 0.3, held["y"] + held["height"] * 0.2)
    wren.page.mouse.down()
    wren.page.mouse.move(held["x"] + held["width"] * 0.9, held["y"] + held["height"] * 0.45)
    wren.page.mouse.up()
    expect(wren.page.get_by_label("Width")).not_to_have_value("")

    wren.press("Use what I chose")

    wren.sees("New files are compared with it from now on.")
