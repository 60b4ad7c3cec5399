"""What is chosen for a bundle is what it holds, and nothing else is in it."""

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Case, Contact
from dossiers.forms.numbers import NumbersField
from dossiers.models import Dossier, ImagePolicy, Part, Purpose, ReaderRole
from dossiers.services import handing, releasing, showing
from dossiers.services.previewing import preview
from dossiers.services.rows import Choice
from evidence.models import Derivative
from evidence.services import vault
from tests.dossiers.conftest import FULL, Make, pdf_of, pictures_in, read, text_of
from tests.writing import write

Browse = Callable[[Person], Client]
NONE, OUTLINE, BLURRED = ImagePolicy.NONE, ImagePolicy.OUTLINE, ImagePolicy.BLURRED
ANSWER = {"purpose": "LAWYER", "reader": "", "images": "NONE", "name": "no"}


def derivatives(case: Case, kind: str) -> set[bytes]:
    rows = Derivative.objects.filter(exhibit__case=case, kind=kind).select_related("file__case")
    return {vault.read_all(row.file) for row in rows}


def colours(made: Dossier) -> list[object]:
    """The mean colour of each picture of the document."""
    means: list[object] = []
    for page in read(made).pages:
        for image in page.images:
            assert image.image is not None
            means.append(image.image.convert("RGB").resize((1, 1)).getpixel((0, 0)))
    return means


def test_shows_each_file_as_it_was_chosen(full: Case, wren: Person, make: Make) -> None:
    made = make(full, wren, images=OUTLINE, exceptions={1: NONE, 2: FULL, 3: BLURRED})
    text = text_of(made)

    assert pictures_in(made) == 5  # of six exhibits one is not shown
    assert text.count("Outline drawing. It is not") == 3
    assert text.count("A smaller copy, without the data") == 1
    assert text.count("Blurred on purpose") == 1
    assert "EX-0001 not shown; EX-0002 as smaller copies; EX-0003 blurred" in text


@pytest.mark.parametrize(("policy", "pictures"), [(NONE, 0), (OUTLINE, 6), (BLURRED, 6), (FULL, 6)])
def test_carries_no_picture_that_is_not_shown(
    policy: ImagePolicy, pictures: int, full: Case, wren: Person, make: Make
) -> None:
    made = make(full, wren, images=policy)
    held = b"".join(handing.files_of(made).values())

    # Blurred, some of these pictures of one colour come out alike.
    assert pictures_in(made) == pictures if policy != BLURRED else 0 < pictures_in(made) <= pictures
    assert not any(copy in held for copy in derivatives(full, "PREVIEW"))


def test_holds_no_clear_pixels_of_a_blurred_picture(full: Case, wren: Person, make: Make) -> None:
    made = make(full, wren, images=BLURRED)

    assert colours(made) != colours(make(full, wren, images=OUTLINE))
    assert b"/DCTDecode" in pdf_of(made)  # the blurred copies are pictures of their own


def test_keeps_the_file_of_an_exhibit_back_that_is_shown_less(
    full: Case, wren: Person, make: Make
) -> None:
    files = handing.files_of(
        make(full, wren, images=FULL, originals=True, exceptions={2: BLURRED, 3: NONE})
    )

    names = sorted(name for name in files if "/originals/" in name)
    assert names == [f"data/originals/EX-000{number}.png" for number in (1, 4, 5, 6)]


def test_lets_a_reader_look_at_no_more_than_the_document_shows(
    full: Case, wren: Person, make: Make, now: datetime
) -> None:
    made = make(full, wren, images=FULL, exceptions={1: BLURRED, 2: NONE}, labels="AB")
    terms = releasing.Terms("Chambers", ReaderRole.COUNSEL, Part.BUNDLE, 14, 5, looks=True)
    held = releasing.release(made, terms=terms, actor=wren, now=now).release

    assert showing.labels_of(held) == ["AB1", "AB3", "AB4", "AB5", "AB6"]
    assert showing.picture_of(held, label="AB2", clear=True, now=now) is None
    shown = showing._shown(made, made.case.exhibits.get(number=1))
    assert shown is not None
    assert shown not in derivatives(full, "PREVIEW")


def test_calls_exhibits_by_a_witness_and_lists_both_numbers(
    full: Case, wren: Person, make: Make
) -> None:
    made = make(full, wren, labels="AB", left_out=(2,), originals=True)
    files, text = handing.files_of(made), text_of(made)

    assert "Custody of AB3" in text
    assert "(EX-0003)" in text
    assert "AB2: left out by choice" in text
    rows = json.loads(files["data/tables/exhibits.json"])
    assert [(row["label"], row["kept_as"]) for row in rows][:2] == [
        ("AB1", "EX-0001"), ("AB3", "EX-0003"),
    ]  # fmt: skip
    assert "data/originals/AB1.png" in files
    assert "EX-0001" not in text.replace("(EX-0001)", "").replace("Number in the case EX-0001", "")


def test_numbers_pages_as_was_asked(full: Case, wren: Person, make: Make) -> None:
    made = make(full, wren, bates_prefix="HARBOUR-", bates_start=4096)
    pages = [page.extract_text() for page in read(made).pages]

    assert all(f"HARBOUR-{4096 + at:07d}" in words for at, words in enumerate(pages))
    opt = handing.files_of(made)["data/load/load.opt"].decode()
    assert opt.startswith("HARBOUR-0004096,")


def test_prints_another_name_wherever_the_real_one_stood(
    full: Case, wren: Person, make: Make
) -> None:
    write(Contact.objects.filter(case=full), name="Wren Harlow", mail="wren.harlow@mailbox.example")
    write(Case.objects.filter(pk=full.pk), client_name="Wren Harlow")
    full.sightings.update(posted_text="this is wren harlow", note="Wren Harlow saw it")
    full.notices.update(body="I am Wren Harlow, wren.harlow@mailbox.example")

    made = make(Case.objects.get(pk=full.pk), wren, pseudonym="Person A")
    held = b"\n".join(
        data for name, data in handing.files_of(made).items() if not name.endswith(".pdf")
    )

    assert "Person A (not the real name)" in text_of(made)
    assert "I am Person A, [withheld]" in text_of(made)
    for words in (text_of(made).lower(), held.decode("utf-8", "replace").lower()):
        assert "harlow" not in words


def test_takes_no_more_to_a_platform_than_it_needs(full: Case, wren: Person, make: Make) -> None:
    made = make(full, wren, purpose=Purpose.APPEAL, originals=True)
    text = text_of(made)

    assert "Prepared for a platform, to look again" in text
    assert "People and accounts" not in text
    assert "N-1" in text
    assert not [name for name in handing.files_of(made) if "/originals/" in name]


def test_tells_what_it_will_hold_before_anything_is_made(
    full: Case, wren: Person, now: datetime, browse: Browse
) -> None:
    url = reverse("dossiers:dossier-new", args=[full.ref])

    page = browse(wren).post(
        url, ANSWER | {"look": "yes", "only": "1-3, 5", "pseudonym": "Person A"}
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert not Dossier.objects.exists()
    assert "What it will hold" in text
    assert "Four exhibits" in text
    assert "EX-0004 and EX-0006, by choice" in text
    assert "Person A (not the real name)" in text
    assert 'value="1-3, 5"' in text


def test_foretells_the_pages_within_a_third(
    full: Case, wren: Person, make: Make, now: datetime
) -> None:
    for images in (NONE, FULL):
        told = preview(full, Choice(Purpose.LAWYER, images=images), actor=wren, now=now)
        pages = make(full, wren, images=images).pages or 0
        assert told.pages == pytest.approx(pages, rel=0.34)


def test_keeps_numbers_names_and_exceptions(full: Case, wren: Person, browse: Browse) -> None:
    browse(wren).post(
        reverse("dossiers:dossier-new", args=[full.ref]),
        ANSWER | {
            "images": "OUTLINE", "only": "1-4", "left_out": ["2"], "full_of": "1",
            "blurred_of": "EX-0003", "nothing_of": "4", "pseudonym": " Person  A ",
            "label_prefix": "ab", "bates_prefix": "hc", "bates_start": "12",
        },
    )  # fmt: skip

    made = Dossier.objects.get()
    assert made.left_out == [2, 5, 6]
    assert made.image_exceptions == {"1": "FULL", "3": "BLURRED", "4": "NONE"}
    assert (made.pseudonym, made.label_prefix) == ("Person A", "AB")
    assert (made.bates_prefix, made.bates_start) == ("HC", 12)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"only": "1-3, x"}, "“x” is no number of a file."),
        ({"only": "77"}, "There is no file with the number 77."),
        ({"full_of": "1-3", "nothing_of": "2"}, "File 2 is named above already."),
        ({"name": "yes", "pseudonym": "Person A"}, "The name is shown, so no other name"),
        ({"label_prefix": "A1"}, "Write one to four letters"),
        ({"bates_prefix": "A B"}, "Write up to eight letters, digits or hyphens"),
        ({"bates_start": "0"}, "greater than or equal to 1"),
    ],
)
def test_says_what_to_do_and_keeps_what_was_typed(
    typed: dict[str, str], said: str, full: Case, wren: Person, browse: Browse
) -> None:
    page = browse(wren).post(reverse("dossiers:dossier-new", args=[full.ref]), ANSWER | typed)

    text = page.content.decode()
    assert page.status_code == 422
    assert said in text
    assert all(f'value="{value}"' in text for value in typed.values())
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("", ()), ("3", (3,)), ("1-3,5", (1, 2, 3, 5)), ("EX-0002 – EX-0004", (2, 3, 4)),
        ("1 2 3", (1, 2, 3)), ("5; 1", (1, 5)), ("0002", (2,)), ("4-99", (4, 5)),
    ],
)  # fmt: skip
def test_reads_numbers_as_people_write_them(typed: str, numbers: tuple[int, ...]) -> None:
    field = NumbersField(label="Only")
    field.known = range(1, 6)

    assert field.clean(typed) == numbers
