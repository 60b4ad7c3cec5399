"""Files on pages: how they stand, never what they show."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Person
from cases.models import Age, Case
from evidence.models import CustodyEvent, Decision, Exhibit, Fingerprint, Match, Reference
from evidence.services import vault
from evidence.services.references import Keeping
from evidence.views import uploads
from tests.evidence import makers
from tests.evidence.views.conftest import Answer, Door

pytestmark = pytest.mark.django_db


def text(page: Answer) -> str:
    return page.content.decode()


def upload(clear: bytes, name: str = "beach.png") -> io.BytesIO:
    file = io.BytesIO(clear)
    file.name = name
    return file


@pytest.fixture
def shown(case: Case, wren: Person) -> Exhibit:
    """An exhibit that looks like a reference."""
    exhibit = makers.read_exhibit(case, actor=wren, seed=3)
    makers.reference(case, actor=wren, seed=3)
    makers.compared()
    return exhibit


def test_says_what_a_file_is_and_which_reference_it_looks_like(
    wrens: Client, door: Door, shown: Exhibit
) -> None:
    page = text(wrens.get(door("exhibit", shown.pk)))

    assert "EX-0001" in page and shown.file.sha256[:8] in page
    assert "image/png" in page and "640 × 480" in page
    assert "The same file, byte for byte." in page and "R-1 mine" in page
    assert "You gave the file; it was digested and sealed." in page


def test_shows_no_fingerprint_anywhere(
    wrens: Client, door: Door, case: Case, shown: Exhibit
) -> None:
    pages = ["exhibits", "references"]
    seen = text(wrens.get(door("exhibit", shown.pk)))
    seen += "".join(text(wrens.get(door(name))) for name in pages)

    for row in Fingerprint.objects.all():
        owner = row.exhibit or row.reference
        assert owner is not None
        kind = "exhibit" if row.exhibit else "reference"
        clear = vault.open_value(case, bytes(row.sealed), purpose=f"fingerprint:{kind}:{owner.pk}")
        values = [clear[at : at + 32].hex() for at in range(48, 368, 32)]
        assert not [value for value in values if value in seen]


@pytest.mark.parametrize("name", ["sightings", "exhibits", "references"])
@pytest.mark.parametrize("panel", ["", "?panel=1"])
def test_loads_no_picture_in_a_list(
    wrens: Client, door: Door, case: Case, wren: Person, shown: Exhibit, name: str, panel: str
) -> None:
    makers.sighting(case, actor=wren)

    page = text(wrens.get(door(name) + panel))

    assert "<img" not in page and "outline" not in page
    assert page.lstrip().startswith("<ul") == bool(panel)


def test_asks_for_itself_while_it_is_being_checked(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    exhibit = makers.exhibit(case, actor=wren)

    page = text(wrens.get(door("exhibit", exhibit.pk)))
    part = text(wrens.get(door("exhibit", exhibit.pk) + "?reading=1"))

    for seen in (page, part):
        assert f'hx-get="{door("exhibit", exhibit.pk)}?reading=1"' in seen
    assert "<html" not in part


def test_stops_asking_when_it_was_checked(wrens: Client, door: Door, shown: Exhibit) -> None:
    part = text(wrens.get(door("exhibit", shown.pk) + "?reading=1"))

    assert "hx-get" not in part and "Looks like" in part


def test_gives_an_outline_that_no_page_may_embed(wrens: Client, door: Door, shown: Exhibit) -> None:
    answer = wrens.get(door("exhibit-outline", shown.pk))

    assert answer["Content-Type"].startswith("image/")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


def test_shows_the_picture_only_when_posted_for(wrens: Client, door: Door, shown: Exhibit) -> None:
    assert wrens.get(door("exhibit-preview", shown.pk)).status_code == 405

    answer = wrens.post(door("exhibit-preview", shown.pk))

    assert answer["Content-Type"].startswith("image/")
    assert CustodyEvent.objects.latest("pk").kind == "exhibit.revealed"


def test_asks_staff_why_and_shows_it_then(
    browse: Callable[[Person], Client], bea: Person, door: Door, shown: Exhibit
) -> None:
    beas = browse(bea)
    assert "Why do you need to see it?" in text(beas.get(door("exhibit", shown.pk)))

    without = beas.post(door("exhibit-preview", shown.pk), follow=True)
    answer = beas.post(door("exhibit-preview", shown.pk), {"reason": "LETTER"})

    assert "Say why you need to see it." in text(without)
    assert answer["Content-Type"].startswith("image/")


def test_hands_out_the_file_as_it_came_and_never_shows_it(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    clear = b"<!doctype html><script>alert(1)</script>"
    exhibit = makers.exhibit(case, actor=wren, clear=clear, name="a page.PNG")

    answer = wrens.get(door("exhibit-original", exhibit.pk))

    assert b"".join(answer) == clear
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="EX-0001.png"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert CustodyEvent.objects.latest("pk").kind == "exhibit.downloaded"


def test_goes_back_with_a_sentence_where_there_is_no_picture(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    exhibit = makers.exhibit(case, actor=wren)

    page = text(wrens.get(door("exhibit-outline", exhibit.pk), follow=True))

    assert "There is no picture to show for this file." in page


def test_takes_a_yes_and_a_no(wrens: Client, door: Door, shown: Exhibit) -> None:
    match = Match.objects.get()

    wrens.post(door("match-decide", match.pk), {"decision": "CONFIRMED"})

    match.refresh_from_db()
    assert match.decision == Decision.CONFIRMED
    assert "You said yes" in text(wrens.get(door("exhibit", shown.pk)))


def test_keeps_several_files_and_says_what_each_is(
    wrens: Client, door: Door, nudges: list[str]
) -> None:
    files = [upload(makers.picture()), upload(b"<!doctype html><p>x", "fake.png")]

    page = text(wrens.post(door("exhibit-add"), {"upload": files}, follow=True))

    assert "EX-0001 is kept." in page
    assert "EX-0002 is kept. This is a web page (HTML)." in page
    assert len(nudges) == 2


def test_keeps_the_good_files_of_a_form_with_a_bad_one(wrens: Client, door: Door) -> None:
    answer = wrens.post(door("exhibit-add"), {"upload": [upload(b"one"), upload(b"", "none.png")]})

    assert answer.status_code == 422
    assert "none.png: This file is empty." in text(answer)
    assert "EX-0001 is kept." in text(answer)


def test_refuses_a_file_past_the_limit_and_keeps_the_others(
    wrens: Client, door: Door, settings: Any
) -> None:
    settings.UPLOAD_MOST_BYTES = 1024 * 1024
    files = [upload(b"x" * (1024 * 1024 + 1), "long.mp4"), upload(b"one")]

    answer = wrens.post(door("exhibit-add"), {"upload": files})

    assert "long.mp4: This file is larger than 1 MB." in text(answer)
    assert Exhibit.objects.count() == 1


def test_asks_for_fewer_files_at_a_time(wrens: Client, door: Door, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    files = [upload(bytes([number])) for number in (1, 2, 3)]

    page = text(wrens.post(door("exhibit-add"), {"upload": files}, follow=True))

    assert "At most 2 files at a time." in page
    assert not Exhibit.objects.exists()


def test_asks_for_less_text_at_a_time(wrens: Client, door: Door, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    page = text(wrens.post(door("sighting-add"), {"links": "x" * 2000}, follow=True))

    assert "too much text at once" in page


def test_writes_no_clear_byte_to_disk(
    wrens: Client, door: Door, settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    clear = b"clear words that can be found " * 400_000

    wrens.post(door("exhibit-add"), {"upload": upload(clear, "long.txt")})

    exhibit = Exhibit.objects.get()
    assert vault.read_all(exhibit.file) == clear
    kept = (settings.VAULT_ROOT / exhibit.file.name).read_bytes()
    assert b"clear words" not in kept


def test_asks_for_the_token_of_the_form(door: Door, wren: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wren)

    for name in ("exhibit-add", "reference-add", "sighting-add"):
        answer = strict.post(door(name), {"upload": upload(b"one")})
        assert answer.status_code == 403

    assert not Exhibit.objects.exists()


def test_takes_the_token_of_the_form(door: Door, wren: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wren)
    page = strict.get(door("exhibit-add")).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]

    strict.post(door("exhibit-add"), {"upload": upload(b"one"), "csrfmiddlewaretoken": token})

    assert Exhibit.objects.count() == 1


@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE, Age.UNANSWERED])
@pytest.mark.parametrize("name", ["exhibit-add", "reference-add"])
def test_offers_no_field_and_takes_no_file_under_18(
    wrens: Client, door: Door, case: Case, age: Age, name: str
) -> None:
    type(case).objects.update(age=age)

    page = wrens.get(door(name))
    answer = wrens.post(door(name), {"upload": upload(b"one"), "keeping": "sealed"})

    for seen in (page, answer):
        assert 'type="file"' not in text(seen)
        assert f"/b/{case.ref}/q/" in text(seen)
    assert not Exhibit.objects.exists() and not Reference.objects.exists()


@pytest.mark.parametrize("name", ["exhibit-add", "reference-add", "sighting-add"])
def test_lets_no_byte_of_a_file_in_under_18(
    wrens: Client, door: Door, case: Case, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    type(case).objects.update(age=Age.MINOR)
    taken = []
    monkeypatch.setattr(uploads.ScrambledFile, "append", lambda self, clear: taken.append(clear))

    wrens.post(door(name), {"upload": upload(b"one"), "keeping": "sealed"})

    assert taken == []


def test_keeps_only_fingerprints_unless_asked_otherwise(wrens: Client, door: Door) -> None:
    page = text(wrens.get(door("reference-add")))
    assert re.search(r'value="fingerprints"[^>]*checked', page)

    wrens.post(
        door("reference-add"), {"upload": upload(makers.picture()), "keeping": "fingerprints"}
    )

    assert Reference.objects.get().file is None


def test_says_that_the_files_are_compared_with_a_new_reference(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    makers.read_exhibit(case, actor=wren)
    sent = {"upload": upload(makers.picture()), "keeping": "sealed", "label": "the red one"}

    page = text(wrens.post(door("reference-add"), sent, follow=True))

    assert "R-1 the red one is here. The files of this case are being compared with it" in page


def test_asks_before_a_reference_is_taken_back(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    reference = makers.reference(case, actor=wren, keeping=Keeping.SEALED)
    address = door("reference-remove", reference.pk)

    assert "Take this picture back?" in text(wrens.get(address))
    wrens.post(address)

    assert not Reference.objects.exists()
