"""A browser in a person's hand, and the zones in which it is day."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.journeys.house import House
from tests.journeys.watch import Watch
from tools import system

NO_CHROMIUM = "Chromium is not here; install it, or name it in REDRESS_TEST_CHROMIUM."
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDTH, HEIGHT = 390, 844
CITIES = (
    "Pacific/Honolulu", "America/Los_Angeles", "America/New_York", "America/Sao_Paulo",
    "Atlantic/Azores", "Europe/Berlin", "Asia/Dubai", "Asia/Kolkata", "Asia/Bangkok", "Asia/Tokyo",
    "Pacific/Auckland",
)  # fmt: skip
# Longer than any suggested name can be like: names are drawn anew for every test.
PASSWORD = "seven wide ships pass the old stone bridge at dusk"


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A real Chromium without a window; skips the test where none is installed."""
    program = os.environ.get("REDRESS_TEST_CHROMIUM", "") or system.chromium()
    if not program or not Path(program).exists():
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def noon_zone() -> str:
    """A zone in which it is about midday: no mail is held back there for the night."""
    now = datetime.now(UTC)
    return min(CITIES, key=lambda city: abs(now.astimezone(ZoneInfo(city)).hour - 13))


@dataclass
class Phone:
    """A page of a browser that is watched: every page it comes to is looked over."""

    page: Page
    house: House
    watch: Watch

    def open(self, path: str) -> None:
        """Go to an address of the house."""
        self.page.goto(self.house.address + path)
        self.look_over()

    def follow(self, name: str) -> None:
        """Press the first link of that name in the page's own part."""
        self._press(self.main.get_by_role("link", name=name).first)

    def press(self, name: str) -> None:
        """Press the first button of that name in the page's own part."""
        self._press(self.main.get_by_role("button", name=name).first)

    def sees(self, words: str) -> None:
        """Wait until the page says so."""
        expect(self.main).to_contain_text(words, timeout=15_000)
        self.look_over()

    def reads(self) -> str:
        """All the page says now."""
        return self.main.inner_text()

    @property
    def main(self) -> Locator:
        """The page's own part, without bars and foot."""
        return self.page.locator("main")

    def leaves_by_click(self) -> None:
        """Press "Leave this page"."""
        self.page.get_by_role("link", name="Leave this page").click()

    def leaves_by_shift(self) -> None:
        """Press Shift three times."""
        for _ in range(3):
            self.page.keyboard.press("Shift")

    def sign_in(self, name: str, *, password: str = PASSWORD) -> None:
        """Come in by name and password."""
        self.open("/in/login/")
        self.page.get_by_label("Your name here").fill(name)
        self.page.get_by_label("Password").fill(password)
        self.press("Sign in")
        expect(self.page).not_to_have_url(f"{self.house.address}/in/login/")
        self.look_over()

    def look_over(self) -> None:
        """Note what no page may have: another title, words that run out of the window."""
        self.page.wait_for_load_state()
        self.watch.title_of(self.page)
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            self.watch.faults.append(f"{self.page.url} is {wide} pixels wider than the window")

    def _press(self, what: Locator) -> None:
        what.click()
        self.look_over()


def phone(browser: Browser, house: House, watch: Watch, *, script: bool = True, zone: str) -> Phone:
    """A fresh browser that knows nobody, as wide as a phone."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        timezone_id=zone,
        locale="en-GB",
        java_script_enabled=script,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(15_000)
    watch.over(context)
    return Phone(context.new_page(), house, watch)
