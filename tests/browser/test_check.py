"""A bundle is checked in the browser: as verify.py does, and nothing of it is sent."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.dossiers.bags import bag, packed
from tests.evidence.custody.authority import make_authority
from tests.journeys.house import House
from tests.journeys.people import phone
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser

Check = Callable[[bytes], list[str]]


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_authority(tmp_path_factory.mktemp("tsa")).parent


@pytest.fixture
def check(browser: Browser, house: House, watch: Watch) -> Check:
    """Give a file to the page; what it says of each check, and the verdict first."""

    def given(content: bytes) -> list[str]:
        held = phone(browser, house, watch, zone="Europe/Berlin")
        held.open("/check/")
        asked = len(watch.asked)
        held.page.get_by_label("The bundle, as you got it").set_input_files(
            FilePayload(name="b.zip", mimeType="application/zip", buffer=content)
        )
        verdict = held.page.locator("[data-verdict]")
        expect(verdict).not_to_be_empty(timeout=15_000)
        said = [verdict.inner_text(), *held.page.locator("[data-results] b").all_inner_texts()]
        said += held.page.locator("[data-results] small").all_inner_texts()
        assert watch.asked[asked:] == []
        held.look_over()
        held.page.context.close()
        return said

    return given


def changed(name: str, content: bytes | None, tsa: Path | None = None) -> bytes:
    """A bundle in which one file is another, or none."""
    files = bag(tsa)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for each, kept in files.items():
            if each != name:
                made.writestr(f"notes/{each}", kept)
        if content is not None:
            made.writestr(f"notes/{name}", content)
    return out.getvalue()


def test_calls_a_bundle_sound_without_sending_a_byte(check: Check) -> None:
    said = check(packed())

    assert said[0] == "Sound."
    assert said[1:6] == [
        "files: ok", "bundle: ok", "signature: ok", "timestamp imprint: none",
        "timestamp chain: none",
    ]  # fmt: skip


def test_reads_the_imprint_of_a_token(check: Check, tsa: Path) -> None:
    said = check(packed(tsa))

    assert said[0] == "Nothing is broken. Part of it cannot be told here."
    assert said[3:6] == ["signature: ok", "timestamp imprint: ok", "timestamp chain: cannot tell"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data/originals/EX-0001.png", b"another"), ("data/originals/EX-0002.png", None),
        ("data/added.txt", b"more"), ("custody/custody.jsonl", b"{}\n"),
        ("seal-sha256.txt.sig", bytes(64)), ("verify.py", b"print('fine')\n"),
        ("custody/checkpoint.txt", b"nothing\n"),
    ],
)  # fmt: skip
def test_names_what_was_changed(check: Check, name: str, content: bytes | None) -> None:
    said = check(changed(name, content))

    assert said[0] == "Broken: what is named is not as it was."
    assert any(name in words for words in said)


def test_says_kindly_that_it_is_no_bundle(check: Check) -> None:
    assert check(b"not a zip at all") == ["This is no bundle. Choose the ZIP as you got it."]
