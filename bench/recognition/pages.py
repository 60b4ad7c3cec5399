"""Screenshots of pages that show a photograph: real renderings by Chromium of ten templates.

Eight kinds of page may be looked at when limits are set; the two marked as held out may not.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from string import Template
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Final, Self

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bench.recognition.edits import Family, as_jpeg, fitted, scaled
from bench.recognition.words import NAMES, sentence
from tools import system

FOLDER: Final = Path(__file__).with_name("pages")
DESK, PHONE = (1280, 900), (390, 844)
SITE_SIDE, SITE_QUALITY, SHOT_QUALITY = 1200, 80, 92
_FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_LOADED: Final = "Array.from(document.images).every(image => image.complete)"
_PLACED: Final = 'document.querySelector("[data-photo]").getBoundingClientRect().toJSON()'


@dataclass(frozen=True, slots=True)
class Kind:
    """A template, the window it is shown in, and the pictures it holds beside the photograph."""

    name: str
    size: tuple[int, int] = DESK
    density: int = 1
    fillers: int = 0
    family: Family = Family.PAGE


KINDS: Final[Sequence[Kind]] = (
    Kind("forum"),
    Kind("social", PHONE, 2, 1),
    Kind("lightbox", fillers=3),
    Kind("player", fillers=4),
    Kind("grid", fillers=11),
    Kind("search", fillers=13),
    Kind("chat", PHONE, 2),
    Kind("mosaic", fillers=9),
    Kind("oldforum", family=Family.HELD_OUT),
    Kind("darkfeed", family=Family.HELD_OUT),
)


class Studio:
    """One browser that takes screenshots of pages, a window for each size."""

    def __enter__(self) -> Self:
        self._driver = sync_playwright().start()
        self._browser = self._driver.chromium.launch(executable_path=system.chromium(), args=_FLAGS)
        self._windows: dict[tuple[tuple[int, int], int], Page] = {}
        self._place = TemporaryDirectory(prefix="pages-")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._browser.close()
        self._driver.stop()
        self._place.cleanup()

    def shots(
        self, photo: Image.Image, *, name: str, fillers: Sequence[Image.Image]
    ) -> dict[str, bytes]:
        """Return the screenshots of one photograph by name, with what is made of them."""
        made: dict[str, bytes] = {}
        for kind in KINDS:
            dice = dice_for(kind.name, name)
            made[kind.name], box = self._shot(photo, kind, dice=dice, fillers=fillers)
            if kind.name in ("forum", "social"):
                shot = Image.open(io.BytesIO(made[kind.name])).convert("RGB")
                rough = rough_box(box, size=shot.size, dice=dice)
                made[f"{kind.name}, rough hand crop"] = as_jpeg(shot.crop(rough), quality=85)
            if kind.name == "forum":
                made["forum, forwarded"] = as_jpeg(scaled(shot, by=0.6), quality=60)
        return made

    def _shot(
        self, photo: Image.Image, kind: Kind, *, dice: Random, fillers: Sequence[Image.Image]
    ) -> tuple[bytes, tuple[float, ...]]:
        folder = Path(self._place.name)
        _save(photo, folder / "photo.jpg")
        chosen = dice.sample(range(len(fillers)), kind.fillers)
        for number, index in enumerate(chosen, start=1):
            _save(fitted(fillers[index], long_side=640), folder / f"filler{number}.jpg")
        (folder / "page.html").write_text(filled(kind, dice=dice), encoding="utf-8")
        window = self._window(kind)
        window.goto((folder / "page.html").as_uri(), wait_until="load")
        window.wait_for_function(_LOADED)
        placed = window.evaluate(_PLACED)
        box = [placed[edge] * kind.density for edge in ("left", "top", "right", "bottom")]
        return window.screenshot(type="jpeg", quality=SHOT_QUALITY), tuple(box)

    def _window(self, kind: Kind) -> Page:
        key = kind.size, kind.density
        if key not in self._windows:
            width, height = kind.size
            self._windows[key] = self._browser.new_page(
                viewport={"width": width, "height": height}, device_scale_factor=kind.density
            )
        return self._windows[key]


def names() -> list[tuple[str, Family]]:
    """Return the name and family of every screenshot `Studio.shots` makes, in order."""
    made = [(kind.name, kind.family) for kind in KINDS]
    cut = ("forum, forwarded", "forum, rough hand crop", "social, rough hand crop")
    return [*made, *((name, Family.PAGE) for name in cut)]


def dice_for(*words: str) -> Random:
    seed = hashlib.sha256("/".join(words).encode()).digest()[:8]
    return Random(int.from_bytes(seed))


def filled(kind: Kind, *, dice: Random) -> str:
    """Return the HTML of a page: names, words, and where the photograph stands among others."""
    template = Template((FOLDER / f"{kind.name}.html").read_text(encoding="utf-8"))
    pictures = [f"filler{number}.jpg" for number in range(1, kind.fillers + 1)]
    pictures.insert(dice.randint(0, min(4, len(pictures))), "photo.jpg")
    words = {
        "photo": "photo.jpg",
        "page": str(dice.randint(11, 58)),
        "count": str(dice.randint(120, 9000)),
        "pictures": "".join(_among_others(picture, dice=dice) for picture in pictures),
        "name1": dice.choice(NAMES),
        "name2": dice.choice(NAMES),
        **{f"long{number}": sentence(dice, length=28) for number in range(1, 4)},
        **{f"short{number}": sentence(dice, length=6) for number in range(1, 6)},
    }
    return template.substitute(words)


def _among_others(picture: str, *, dice: Random) -> str:
    mark = " data-photo" if picture == "photo.jpg" else ""
    caption = sentence(dice, length=4)
    return f'<figure><img src="{picture}"{mark}><figcaption>{caption}</figcaption></figure>'


def rough_box(
    box: Sequence[float], *, size: tuple[int, int], dice: Random
) -> tuple[int, int, int, int]:
    """Return the box as a hurried hand would cut it: each side off by -1 to 6 % outwards."""
    left, top, right, bottom = box
    off = [dice.uniform(-0.01, 0.06) for _ in range(4)]
    width, height = right - left, bottom - top
    return (
        max(0, round(left - off[0] * width)),
        max(0, round(top - off[1] * height)),
        min(size[0], round(right + off[2] * width)),
        min(size[1], round(bottom + off[3] * height)),
    )


def _save(picture: Image.Image, file: Path) -> None:
    file.write_bytes(as_jpeg(fitted(picture, long_side=SITE_SIDE), quality=SITE_QUALITY))
