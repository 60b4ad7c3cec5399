"""Parts of a picture are covered in a real browser: by pointer, by keys, and without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.evidence import makers
from tests.journeys.client import Client
from tests.journeys.house import House
from tests.journeys.people import phone
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser
ZONE = "Europe/Berlin"
DRAWN = "That part is covered in every redacted set from now on."


@pytest.fixture
def wren(browser: Browser, house: House, watch: Watch, tmp_path: Path) -> Iterator[Client]:
    """She stands on the page of her only picture, with nothing covered yet."""
    wren = Client(phone(browser, house, watch, zone=ZONE))
    wren.signs_up()
    wren.opens_a_case()
    wren.answers_the_rest()
    kept = tmp_path / "seen.png"
    kept.write_bytes(makers.picture(61))
    wren.keeps_a_file(kept)
    wren.opens_a_file("EX-0001")
    wren.phone.follow("Cover parts of the picture")
    yield wren
    wren.page.context.close()


def stage(wren: Client) -> Locator:
    return wren.page.locator("[data-stage]")


def number(wren: Client, label: str) -> int:
    return int(wren.page.get_by_label(label).input_value())


def drag(wren: Client, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Over the picture, in shares of its sides."""
    stage(wren).scroll_into_view_if_needed()
    place = stage(wren).bounding_box()
    assert place is not None
    for (across, down), act in ((start, "down"), (end, "up")):
        wren.page.mouse.move(
            place["x"] + across * place["width"], place["y"] + down * place["height"]
        )
        getattr(wren.page.mouse, act)()


def test_covers_what_is_dragged_over(wren: Client) -> None:
    drag(wren, (0.25, 0.25), (0.75, 0.5))
    wren.page.get_by_label("Face of another person").check()

    wren.phone.press("Cover this part")

    wren.phone.sees(DRAWN)
    wren.phone.sees("Box 1: Face of another person")
    [box] = wren.page.locator("rect.covered").all()
    sides = [int(box.get_attribute(side) or 0) for side in ("x", "y", "width", "height")]
    assert all(abs(got - due) < 8 for got, due in zip(sides, (160, 120, 320, 120), strict=True))


def test_moves_and_sizes_a_box_by_keys(wren: Client) -> None:
    box = wren.page.get_by_role("group", name="The marked part")
    box.focus()
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowUp"):
        wren.page.keyboard.press(key)

    assert (number(wren, "Width"), number(wren, "Height")) == (326, 234)


def test_keeps_the_picture_shown_from_box_to_box(wren: Client) -> None:
    expect(stage(wren).locator("img")).to_have_count(0)
    wren.phone.press("Show the picture")
    expect(stage(wren).locator("img")).to_be_visible()
    drag(wren, (0.1, 0.1), (0.3, 0.3))
    wren.page.get_by_label("Name", exact=True).check()

    wren.phone.press("Cover this part")

    wren.phone.sees(DRAWN)
    expect(stage(wren).locator("img")).to_be_visible()
    wren.phone.press("Hide the picture")
    expect(stage(wren).locator("img")).to_have_count(0)


def test_draws_nothing_while_the_picture_is_moved(wren: Client) -> None:
    for _ in range(3):
        wren.phone.press("Larger")
    wren.phone.press("Move it with your finger")

    drag(wren, (0.1, 0.1), (0.2, 0.2))

    assert wren.page.get_by_label("Width").input_value() == ""


def test_says_what_is_wrong_and_goes_on(wren: Client) -> None:
    wren.phone.press("Cover this part")
    wren.phone.sees("Draw a box over the part first")

    drag(wren, (0.1, 0.1), (0.3, 0.3))
    wren.page.get_by_label("Name", exact=True).check()
    wren.phone.press("Cover this part")

    wren.phone.sees(DRAWN)
    wren.phone.press("Take it back")
    wren.phone.sees("Nothing is covered.")


def test_covers_by_numbers_without_script(wren: Client, browser: Browser) -> None:
    state = wren.page.context.storage_state()
    bare = browser.new_context(
        storage_state=state, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    page = bare.new_page()
    page.goto(wren.page.url)
    for label, value in (("From the left", 5), ("From the top", 6), ("Width", 70), ("Height", 80)):
        page.get_by_label(label).fill(str(value))
    page.get_by_label("Somebody under 18").check()

    page.get_by_role("button", name="Cover this part").click()

    expect(page.locator("main")).to_contain_text("70 × 80, 5 from the left and 6 from the top")
    bare.close()
