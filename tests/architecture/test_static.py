"""Checks of what the browser is given: vendored files, styles, scripts, base pages."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = ROOT / "templates"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())
PACKAGES = json.loads((ROOT / "frontend" / "package.json").read_text())["dependencies"]
STYLES = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
BASES = sorted(TEMPLATES.glob("base*.html"))
BRICK = re.compile(r"#9a3626|#ee9a86|#f9e6e0|#3d2520", re.IGNORECASE)
TOKENS = dict(
    re.findall(
        r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", (STATIC / "css/tokens.css").read_text()
    )
)
TEXT_ON_GROUND = [
    (text, ground)
    for text in ("ink", "ink-2", "act", "soon", "late", "done")
    for ground in ("paper", "sheet", "wash")
] + [("on-act", "act"), ("ink", "soon-wash"), ("soon", "soon-wash"), ("late", "late-wash")]


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_keeps_text_readable_on_its_ground(text: str, ground: str, scheme: int) -> None:
    colours = [TOKENS[name].split(", ")[scheme] for name in (text, ground)]

    assert contrast(*colours) >= 4.5


@pytest.mark.parametrize("entry", MANIFEST["files"], ids=lambda entry: str(entry["file"]))
def test_keeps_each_vendored_file_as_listed(entry: dict[str, str]) -> None:
    digest = hashlib.sha256((VENDOR / entry["file"]).read_bytes()).hexdigest()

    assert digest == entry["sha256"]


def test_lists_every_vendored_file() -> None:
    there = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}

    listed = {entry["file"] for entry in MANIFEST["files"]} | {"manifest.json"}

    assert there == listed


def test_builds_from_the_versions_that_are_asked_for() -> None:
    entries = [*MANIFEST["files"], *MANIFEST["built_with"]]

    built = {entry["name"]: entry["version"] for entry in entries}

    assert built == PACKAGES


def test_brings_a_licence_for_every_vendored_package() -> None:
    names = {entry["name"].split("/")[-1] for entry in MANIFEST["files"]}

    texts = {path.stem for path in (VENDOR / "licences").iterdir()}

    assert texts == names


def test_takes_no_font_or_picture_of_another_house() -> None:
    styles = (VENDOR / "govuk.css").read_text() + (VENDOR / "govuk.rtl.css").read_text()

    assert not re.search(r"GDS Transport|@font-face|crown|crest|url\(", styles)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_loads_nothing_from_elsewhere_in_styles(path: Path) -> None:
    assert not re.search(r"https?:|url\(['\"]?//|@import", path.read_text())


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_shows_brick_on_staff_pages_and_paper_only(path: Path) -> None:
    text = path.read_text()

    outside = re.sub(r"^\.staff \{.*?^\}", "", text, flags=re.MULTILINE | re.DOTALL)

    assert path.name == "paper.css" or not BRICK.search(outside)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_stores_nothing_in_the_browser(path: Path) -> None:
    kept = r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.|serviceWorker"

    assert not re.search(kept, path.read_text())


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_runs_no_text_as_code(path: Path) -> None:
    refused = r"\beval\(|new Function|innerHTML|document\.write|https?:"

    assert not re.search(refused, path.read_text())


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_keeps_scripts_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) < 150


@pytest.mark.parametrize("path", BASES, ids=lambda path: path.name)
def test_offers_the_way_out_on_every_base_page(path: Path) -> None:
    assert '{% include "components/leave.html" %}' in path.read_text()


@pytest.mark.parametrize("path", BASES, ids=lambda path: path.name)
def test_titles_every_base_page_neutrally(path: Path) -> None:
    title = '{% block title %}{{ app_name|default:"Notebook" }}{% endblock %}'

    assert f"<title>{title}</title>" in path.read_text()


def test_uses_only_icons_of_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text()))
    call = re.compile(r'components/icon\.html" with name="([^"]+)"')

    used = {name for path in TEMPLATES.rglob("*.html") for name in call.findall(path.read_text())}

    assert used <= sprite


def test_says_in_every_component_what_it_takes() -> None:
    mute = [
        path.name
        for path in (TEMPLATES / "components").glob("*.html")
        if not path.read_text().startswith("{% comment %}")
    ]

    assert mute == []
