"""A redacted set: pictures made anew, nothing under a box, no file of a covered exhibit."""

import csv
import io
import json
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw, ImageStat
from pypdf import PdfReader
from pypdf.generic import StreamObject

from accounts.models import Person
from cases.models import Age, Case
from dossiers.models import Dossier, ImagePolicy, Part, ReaderRole
from dossiers.rendering import verify
from dossiers.services import handing, redacting, releasing, showing
from dossiers.services.redacting import REDACTION_FIELDS
from evidence.intake.derivatives import scaled
from evidence.models import Exhibit, RedactionReason
from evidence.services import readings, redactions
from evidence.services.redactions import Area, NotRedacted
from tests.data.pictures import drawn_picture, encoded
from tests.dossiers.bags import held
from tests.dossiers.conftest import FULL, OUTLINE, Make, read, text_of
from tests.evidence import makers
from tests.factories import NOON

pytestmark = pytest.mark.django_db
SIZE = (640, 480)
AREA = Area(120, 80, 333, 61)
BOX = (120, 80, 453, 141)
SECRET = "+44 20 7946 0018"


def page(secret: str = SECRET) -> bytes:
    """A picture with a number to read on it, and the same number behind its end."""
    picture = drawn_picture(4)
    pen = ImageDraw.Draw(picture)
    pen.rectangle(BOX, fill="white")
    pen.text((130, 95), secret, fill="black", font_size=32)
    return encoded(picture) + secret.encode()


def kept(case: Case, clear: bytes, actor: Person) -> Exhibit:
    made = makers.exhibit(case, actor=actor, clear=clear)
    claimed = readings.claim(now=NOON, only=made.pk)
    assert claimed is not None
    readings.read(claimed, now=NOON)
    made.refresh_from_db()
    return made


@pytest.fixture
def shown(case: Case, wren: Person) -> Exhibit:
    """EX-0001 with a number covered; EX-0002 has nothing covered."""
    exhibit = kept(case, page(), wren)
    kept(case, encoded(drawn_picture(5)), wren)
    makers.covered(exhibit, actor=wren, area=AREA, reason=RedactionReason.CONTACT)
    return exhibit


@pytest.fixture
def redact(case: Case, wren: Person, make: Make, shown: Exhibit) -> Callable[..., Dossier]:
    def made(**chosen: object) -> Dossier:
        return make(case, wren, **{"images": FULL, "redacted": True, **chosen})

    return made


def pictures(dossier: Dossier) -> list[Image.Image]:
    found = {image.data: image.image for leaf in read(dossier).pages for image in leaf.images}
    return [picture.convert("RGB") for picture in found.values() if picture]


def tones(picture: Image.Image) -> int:
    under = picture.crop(scaled(BOX, of=SIZE, to=picture.size))
    return len(under.getcolors(1 << 20) or [])


def everything(dossier: Dossier) -> bytes:
    """Every file of the bundle, and every stream of its document unpacked."""
    files = handing.files_of(dossier)
    pdf = next(data for name, data in files.items() if name.endswith(".pdf"))
    return b"".join(files.values()) + b"".join(_streams(PdfReader(io.BytesIO(pdf))))


def _streams(document: PdfReader) -> list[bytes]:
    held = (document.get_object(number) for number in range(1, int(str(document.trailer["/Size"]))))
    return [
        zlib.decompress(each._data) if each.get("/Filter") == "/FlateDecode" else each._data
        for each in held
        if isinstance(each, StreamObject)
    ]


@pytest.mark.parametrize("policy", [FULL, OUTLINE])
def test_shows_one_tone_under_each_box(redact: Callable[..., Dossier], policy: ImagePolicy) -> None:
    found = pictures(redact(images=policy))

    assert len(found) == 2
    assert sorted(tones(each) for each in found)[0] == 1
    assert sorted(tones(each) for each in found)[1] > 1


def test_carries_the_same_picture_whatever_was_covered(
    junes_case: Case, june: Person, make: Make
) -> None:
    found = []
    for secret in (SECRET, "another name"):
        exhibit = kept(junes_case, page(secret), june)
        makers.covered(exhibit, actor=june, area=AREA)
        label = f"data/redacted/{exhibit.label}.jpg"
        found.append(handing.files_of(make(junes_case, june, images=FULL, redacted=True))[label])

    assert found[0] == found[1]


def test_puts_no_file_and_no_copy_of_a_covered_exhibit_into_the_bag(
    redact: Callable[..., Dossier], shown: Exhibit
) -> None:
    made = redact(originals=True)

    files = handing.files_of(made)
    digests = {sha256(data).hexdigest() for data in files.values()}
    known = {shown.file.sha256, *shown.derivatives.values_list("file__sha256", flat=True)}
    assert not digests & known
    assert "data/originals/EX-0002.png" in files
    assert not any(name.startswith("data/originals/EX-0001") for name in files)


def test_leaves_nothing_of_what_is_covered_to_be_found(
    redact: Callable[..., Dossier], shown: Exhibit
) -> None:
    whole = everything(redact(originals=True))

    original = page()
    pieces = [original[at : at + 64] for at in range(1024, len(original) - 64, 4096)]
    assert SECRET.encode() not in whole and SECRET.encode("utf-16-be") not in whole
    assert not [piece for piece in pieces if piece in whole]


def test_says_so_on_the_cover_and_tells_every_box_in_its_log(
    redact: Callable[..., Dossier],
) -> None:
    made = redact()

    assert "Redacted set" in (read(made).pages[0].extract_text() or "")
    words = text_of(made)
    assert "One part of EX-0001 is covered." in words
    assert "Redaction log" in words
    assert "333 × 61, 120 from the left, 80 from the top" in words
    assert "Address, number or account" in words
    assert "redacted set" in (read(made).pages[-1].extract_text() or "")


def test_lays_the_log_into_the_bag(redact: Callable[..., Dossier]) -> None:
    files = handing.files_of(redact())

    [row] = json.loads(files["data/tables/redactions.json"])
    picture = files[f"data/{row['picture']}"]
    assert tuple(row) == REDACTION_FIELDS
    assert (row["label"], row["box"], row["reason"]) == ("EX-0001", "1", "CONTACT")
    assert (row["left"], row["top"], row["width"], row["height"]) == ("120", "80", "333", "61")
    assert (row["drawn_by"], row["drawn_at"]) == ("The person", NOON.isoformat())
    assert row["picture_sha256"] == sha256(picture).hexdigest()
    [written] = csv.DictReader(io.StringIO(files["data/tables/redactions.csv"].decode("utf-8-sig")))
    assert written == row


def test_marks_the_exhibit_in_tables_and_load_files(redact: Callable[..., Dossier]) -> None:
    files = handing.files_of(redact(originals=True))

    rows = json.loads(files["data/tables/exhibits.json"])
    assert [(row["redacted"], bool(row["native"])) for row in rows] == [
        ("yes", False),
        ("no", True),
    ]


def test_stays_sound_for_whoever_checks_it(redact: Callable[..., Dossier]) -> None:
    findings = verify.verify(held(handing.files_of(redact(originals=True))))

    assert not [item for finding in findings for item in finding.items]


def test_shows_the_whole_picture_where_no_redacted_set_was_asked_for(
    redact: Callable[..., Dossier],
) -> None:
    made = redact(redacted=False, originals=True)

    assert all(tones(each) > 1 for each in pictures(made))
    files = handing.files_of(made)
    assert "data/originals/EX-0001.png" in files and "data/tables/redactions.csv" not in files
    assert "Redact" not in text_of(made)


@pytest.mark.parametrize("policy", [FULL, OUTLINE])
def test_shows_nothing_rather_than_a_picture_without_its_boxes(
    redact: Callable[..., Dossier], monkeypatch: pytest.MonkeyPatch, policy: ImagePolicy
) -> None:
    def fails(*args: object, **kwargs: object) -> bytes:
        raise NotRedacted

    monkeypatch.setattr(redacting, "covered_copy", fails)
    made = redact(images=policy, originals=True)

    assert len(pictures(made)) == 1
    assert redacting.NOT_MADE in text_of(made)
    assert not any("EX-0001" in name for name in handing.files_of(made))


def test_shows_no_picture_where_none_was_chosen(redact: Callable[..., Dossier]) -> None:
    made = redact(images=ImagePolicy.NONE, originals=True)

    files = handing.files_of(made)
    assert not pictures(made)
    assert not any("EX-0001" in name for name in files)
    assert "data/redacted/" not in files["README.txt"].decode()


def test_burns_in_what_stood_when_it_was_asked_for(
    redact: Callable[..., Dossier], shown: Exhibit, wren: Person
) -> None:
    makers.covered(shown, actor=wren, now=NOON + timedelta(seconds=1))
    first = shown.redactions.get(number=1)
    redactions.take_back(first, actor=wren, now=NOON + timedelta(seconds=1))

    rows = json.loads(handing.files_of(redact())["data/tables/redactions.json"])

    assert [row["box"] for row in rows] == ["1"]


def test_shows_a_part_again_that_was_taken_back(
    redact: Callable[..., Dossier], shown: Exhibit, wren: Person
) -> None:
    redactions.take_back(shown.redactions.get(), actor=wren, now=NOON)

    made = redact(originals=True)

    assert all(tones(each) > 1 for each in pictures(made))
    assert "No part of an exhibit in it is covered." in text_of(made)
    assert "data/originals/EX-0001.png" in handing.files_of(made)


def test_says_nothing_of_an_exhibit_that_is_left_out(redact: Callable[..., Dossier]) -> None:
    made = redact(left_out=(1,))

    assert json.loads(handing.files_of(made)["data/tables/redactions.json"]) == []
    assert "Address, number or account" not in text_of(made)


@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE])
def test_shows_no_picture_unless_the_person_was_an_adult(
    redact: Callable[..., Dossier], case: Case, age: str
) -> None:
    Case.objects.update(age=age)
    case.refresh_from_db()

    made = redact(originals=True)

    assert not pictures(made)
    assert not [name for name in handing.files_of(made) if name.startswith("data/original")]


def test_shows_the_reader_of_a_release_the_covered_picture(
    redact: Callable[..., Dossier], wren: Person, now: datetime
) -> None:
    made = redact()
    terms = releasing.Terms(
        reader="C. Example", role=ReaderRole.COUNSEL, part=Part.DOCUMENT, days=14, most=3,
        looks=True,
    )  # fmt: skip
    given = releasing.release(made, terms=terms, actor=wren, now=now)

    data = showing.picture_of(given.release, label="EX-0001", clear=True, now=now)

    assert data is not None
    with Image.open(io.BytesIO(data)) as picture:
        under = picture.convert("L").crop(scaled(BOX, of=SIZE, to=picture.size))
    assert ImageStat.Stat(under).median[0] < 40
    assert "a redacted set" in given.release.words


def test_offers_a_redacted_set_only_where_something_is_covered(
    browse: Callable[[Person], Client], wren: Person, case: Case, shown: Exhibit
) -> None:
    address = reverse("dossiers:dossier-new", args=[case.ref])
    browser = browse(wren)
    assert "Make it a redacted set" in browser.get(address).content.decode()

    redactions.take_back(shown.redactions.get(), actor=wren, now=NOON)

    assert "Make it a redacted set" not in browser.get(address).content.decode()


def test_asks_for_a_redacted_set_by_the_form(
    browse: Callable[[Person], Client], wren: Person, case: Case, shown: Exhibit
) -> None:
    body = {"purpose": "COURT", "images": "FULL", "name": "no", "redacted": "on"}

    browse(wren).post(reverse("dossiers:dossier-new", args=[case.ref]), body)

    assert Dossier.objects.get().redacted
