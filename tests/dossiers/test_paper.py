"""The document itself, opened."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from accounts.models import Person
from cases.models import Age, Case, Contact
from dossiers.models import Dossier, ImagePolicy
from dossiers.rendering.content import Content
from dossiers.rendering.paper import OwnFilesAndPictures, Printed, printed
from dossiers.services import laying
from evidence.models import Exhibit, Sighting
from takedowns.channels.paper import HOME, NotOurs
from tests.dossiers.conftest import (
    FULL,
    OUTLINE,
    Make,
    pdf_of,
    pictures_in,
    read,
    text_of,
)
from tests.writing import write

HOSTILE = (
    "<b>bold</b><script>go()</script>",
    "</td></table><img src='https://elsewhere.example/x.png'>",
    "{{ d }}{% include 'x' %}",
    "&lt;&amp;\u202egnp.exe\u202c\u200b\ufeff",
    "\ue000\U0001f525\u0645\u0631\u062d\u0628\u0627\u0000\x1b[31m",
    "url(file:///etc/passwd) ' \" \\ ",
)


@pytest.mark.parametrize(("policy", "pictures"), [("NONE", 0), ("OUTLINE", 6), ("FULL", 6)])
def test_carries_exactly_the_pictures_that_were_chosen(
    policy: str, pictures: int, full: Case, wren: Person, make: Make
) -> None:
    assert pictures_in(make(full, wren, images=ImagePolicy(policy))) == pictures


def test_carries_no_picture_of_an_exhibit_that_is_left_out(
    full: Case, wren: Person, make: Make
) -> None:
    assert pictures_in(make(full, wren, images=FULL, left_out=(1, 2))) == 4


@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE, Age.UNANSWERED])
def test_carries_no_picture_unless_the_person_was_an_adult(
    age: str, full: Case, wren: Person, make: Make
) -> None:
    Case.objects.filter(pk=full.pk).update(age=age)

    assert pictures_in(make(full, wren, images=FULL)) == 0


def test_gives_the_same_bytes_for_the_same_data_and_moment_before_the_seal(
    full: Case, wren: Person, now: datetime, monkeypatch: pytest.MonkeyPatch, make: Make
) -> None:
    kept: list[tuple[Content, Mapping[int, bytes]]] = []

    def noting(content: Content, *, pictures: Mapping[int, bytes], **more: Any) -> Printed:
        kept.append((content, pictures))
        return printed(content, pictures=pictures, **more)

    monkeypatch.setattr(laying, "printed", noting)
    made = make(full, wren, images=OUTLINE)
    content, pictures = kept[0]

    with time_machine.travel(now + timedelta(days=400)):
        later = printed(content, pictures=pictures)

    sealed = pdf_of(made)
    assert sealed.startswith(later.data)


def test_says_nothing_of_the_person_or_the_machine_in_its_metadata(
    full: Case, wren: Person, make: Make
) -> None:
    made = make(full, wren, with_name=True)
    document = read(made)

    told: dict[str, object] = dict(document.metadata or {})
    assert told == {
        "/Title": f"Notes {full.ref}, version 1", "/Producer": "WeasyPrint 70.0",
    }  # fmt: skip
    assert not re.search(rb"/work|/tmp|/root|wren|Wren|harbour", pdf_of(made))


def test_is_tagged_and_says_which_rules_it_follows(full: Case, wren: Person, make: Make) -> None:
    root: Any = read(make(full, wren)).trailer["/Root"]

    metadata = root["/Metadata"].get_object().get_data()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b'pdfaid:part="3"' in metadata
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_numbers_pages_as_the_reader_does(full: Case, wren: Person, make: Make) -> None:
    made = make(full, wren)

    pages = [page.extract_text() for page in read(made).pages]
    assert len(pages) == made.pages
    for number, words in enumerate(pages, start=1):
        assert f"RD{number:07d}" in words
        assert f"{number} of {len(pages)}" in words


def test_names_the_right_page_in_the_contents(full: Case, wren: Person, make: Make) -> None:
    pages = [" ".join(page.extract_text().split()) for page in read(make(full, wren)).pages]

    contents = next(words for words in pages if "Contents The page numbers" in words)
    wanted = next(at for at, words in enumerate(pages, 1) if "Custody of EX-0003" in words)
    assert re.search(rf"EX-0003 A search result on Google Search, 22 Nov\W+{wanted}\b", contents)


def test_has_a_bookmark_for_every_part_and_exhibit(full: Case, wren: Person, make: Make) -> None:
    titles = [str(entry.title) for entry in read(make(full, wren)).outline]  # type: ignore[union-attr]  # no nesting

    assert {"Cover", "Summary", "Chronology", "Digests", "What is missing"} <= set(titles)
    assert len(titles) > 12


@pytest.mark.parametrize("words", HOSTILE)
def test_prints_hostile_text_as_text(
    words: str, full: Case, wren: Person, make: Make, now: datetime
) -> None:
    words = words.replace("\x00", "")  # PostgreSQL keeps no NUL; `cleaned` is tried on one
    Sighting.objects.filter(case=full).update(
        as_seen=words, url=words, uploader=words, posted_text=words, hashtags=words, note=words,
        locator=words, seen_zone=words[:60], platform_name=words[:80], identifiers={words: words},
    )  # fmt: skip
    Exhibit.objects.filter(case=full).update(original_name=words, mime=words[:80])
    full.notices.update(subject=words, body=words, recipient=words)
    write(Contact.objects.filter(case=full), name=words[:120], postal_address=words)

    made = make(full, wren, reader=words[:120], with_name=True)

    assert pictures_in(made) == 0
    assert "/URI" not in {link["/A"]["/S"] for link in links(made) if "/A" in link}
    assert made.state == "READY"


def links(made: Dossier) -> list[dict[str, dict[str, str]]]:
    """Every link annotation of the document."""
    found = (page.get("/Annots") or [] for page in read(made).pages)
    return [link.get_object() for page in found for link in page]


def test_shows_markup_and_controls_by_name(full: Case, wren: Person, make: Make) -> None:
    Sighting.objects.filter(case=full, number=1).update(uploader="<i>\u202eno</i>")

    assert "<i>[U+202E]no</i>" in text_of(make(full, wren))


def test_breaks_an_address_of_3000_signs(full: Case, wren: Person, make: Make) -> None:
    long = "https://x.com/" + "a1b2" * 750
    Sighting.objects.filter(case=full, number=1).update(as_seen=long)

    told = text_of(make(full, wren))

    words = re.sub(r"\bRD\d{6}\b|\b\d+ of \d+\b", "", told).replace(" ", "")
    assert sum(map(len, re.findall("[ab12]{30,}", words))) == 3000


def test_prints_an_empty_case(case: Case, wren: Person, make: Make) -> None:
    made = make(case, wren)

    assert "Nothing has been kept in this case yet." in text_of(made)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "https://elsewhere.example/a.css", "http://127.0.0.1/",
        "data:text/css,", f"{HOME}../config/settings.py", "picture:9",
    ],
)  # fmt: skip
def test_fetches_nothing_but_its_own(url: str) -> None:
    with pytest.raises(NotOurs):
        OwnFilesAndPictures({4: b"x"}).fetch(url)


def test_gives_a_picture_by_its_exhibits_number() -> None:
    assert OwnFilesAndPictures({4: b"x"}).fetch("picture:4").read() == b"x"
