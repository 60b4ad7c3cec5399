"""Make the pictures of the README anew, from the training world, in a house of their own.

`python -m tools.screenshots` writes docs/screenshots/*.png. Exit status: 0, or 1 with a sentence.
"""

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tools import run, system
from tools.children import Child
from tools.place import PYTHON, ROOT, complain, say
from tools.servers import free_port

FOLDER = ROOT / "docs" / "screenshots"
MOST_BYTES = 600_000
COLOURS = 128
PHONE, DESK = (390, 844), (1280, 800)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]
START_SECONDS = 60.0


class NotMade(Exception):
    """The pictures could not be made; the text says why."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: whose page, how wide, by day or by night, and how to come to it."""

    name: str
    username: str
    size: tuple[int, int]
    scheme: Literal["light", "dark"]
    go: Callable[[Page], None]


def own_case(page: Page) -> None:
    """The person's own page."""
    page.get_by_text("Next:").wait_for()


def first_due_letter(page: Page) -> None:
    """The letter whose time ends first."""
    page.locator("main table a[href*='/letters/']").first.click()
    page.locator("main .letter").wait_for()


def today(page: Page) -> None:
    """The day of an advocate, as signing in shows it."""
    page.locator("main table").first.wait_for()


def ready_bundle(page: Page) -> None:
    """A bundle for a lawyer, made by the worker."""
    page.get_by_role("link", name="Bundle").click()
    if page.get_by_role("link", name="Put it together").count():
        page.get_by_role("link", name="Put it together").click()
    else:
        page.get_by_role("link", name="New version").click()
    page.get_by_label("A lawyer").check()
    page.get_by_role("button", name="Make the bundle").click()
    page.get_by_role("heading", name="It is ready").wait_for(timeout=60_000)


SHOTS = (
    Shot("case-phone", "wren", PHONE, "light", own_case),
    Shot("bundle-phone", "wren", PHONE, "light", ready_bundle),
    Shot("letter", "bea", DESK, "light", first_due_letter),
    Shot("today", "bea", DESK, "light", today),
    Shot("today-dark", "bea", DESK, "dark", today),
)


def small(picture: bytes) -> bytes:
    """The same picture with few colours."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    few = image.quantize(colors=COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def taken(browser: Browser, shot: Shot, *, address: str, password: str) -> bytes:
    """One picture, from a browser that knows nobody."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=shot.scheme,
        timezone_id="Europe/Berlin",
    )
    page = context.new_page()
    page.goto(f"{address}/in/login/")
    page.locator("[name=login]").fill(shot.username)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Sign in").first.click()
    page.wait_for_load_state("networkidle")
    shot.go(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement?.blur()")
    page.mouse.move(0, 0)
    picture = page.screenshot(animations="disabled")
    context.close()
    return small(picture)


def furnish(own: dict[str, str]) -> str:
    """Load the training world; returns the password of its people."""
    said = ""
    for words in (["-m", "tools.prepare"], ["manage.py", "demo"]):
        done = subprocess.run(
            [str(PYTHON), *words], cwd=ROOT, env=os.environ | own, check=False,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        said = done.stdout
        if done.returncode != 0:
            raise NotMade(f"{' '.join(words)} did not end well.")
    return said.split()[-1]


def started(own: dict[str, str], *, port: int) -> Child:
    """A running house."""
    house = Child("The house", [str(PYTHON), "-m", "tools.run"], environment=own)
    given_up_at = time.monotonic() + START_SECONDS
    while not run.answers(port):
        if not house.running() or time.monotonic() > given_up_at:
            house.stop()
            raise NotMade("The house did not start.")
        time.sleep(0.2)
    return house


def make(data: Path) -> int:
    """Write every picture; returns how many bytes they are together."""
    port, chromium = free_port(), system.chromium()
    if not chromium:
        raise NotMade("Chromium is not here; install it.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    own = {"REDRESS_DATA": str(data), "REDRESS_PORT": str(port), "REDRESS_SWEEP_SECONDS": "2"}
    password = furnish(own)
    house, address, total = started(own, port=port), f"http://{run.HOST}:{port}", 0
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for shot in SHOTS:
                picture = taken(browser, shot, address=address, password=password)
                (FOLDER / f"{shot.name}.png").write_bytes(picture)
                total += len(picture)
                say(f"{shot.name}.png, {len(picture) // 1000} kB")
            browser.close()
    finally:
        house.stop()
    return total


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="redress-") as folder:
        try:
            total = make(Path(folder))
        except NotMade as fault:
            complain(str(fault))
            return 1
    if total > MOST_BYTES:
        complain(f"Together they are {total // 1000} kB, more than {MOST_BYTES // 1000}.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
