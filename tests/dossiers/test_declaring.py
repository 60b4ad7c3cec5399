"""Drafts of declarations: what they hold, and what they never hold."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Case
from dossiers.models import Declaration, Dossier
from dossiers.rendering import declared as drafts
from dossiers.rendering.declared import BrokenDeclaration, Declared, pages_of
from evidence.models import Capture, CaptureWay, Knowledge
from tests.dossiers.conftest import Make, read, text_of
from tests.dossiers.test_assembling import content
from tests.writing import write

ALL = tuple(Declaration)


def filled(case: Case, now: datetime, *kinds: Declaration, **chosen: object) -> Declared:
    """The drafts of a dossier made now."""
    found = content(case, now, declarations=kinds or ALL, **chosen).declared
    assert found is not None
    return found


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.replace("&nbsp;", " ")).split())


def test_makes_none_unless_one_was_chosen(full: Case, now: datetime) -> None:
    assert content(full, now).declared is None


@pytest.mark.parametrize("kind", ALL)
def test_lists_every_exhibit_with_its_digest(kind: Declaration, full: Case, now: datetime) -> None:
    page = words(pages_of(filled(full, now, kind))[0])

    for exhibit in full.exhibits.select_related("file"):
        assert exhibit.label in page
        if kind != Declaration.CPR_PD32:
            assert f"{exhibit.file.sha256[:32]} {exhibit.file.sha256[32:]}" in page


@pytest.mark.parametrize("kind", ALL)
def test_says_on_its_first_lines_that_nobody_signed_it(
    kind: Declaration, full: Case, now: datetime
) -> None:
    page = words(pages_of(filled(full, now, kind))[0])

    assert page.startswith("Draft: ")
    assert "A draft, signed by nobody." in page[:160]
    assert "lawyer has checked" in page


@pytest.mark.parametrize("kind", ALL)
def test_names_where_its_words_come_from(kind: Declaration, full: Case, now: datetime) -> None:
    page = words(pages_of(filled(full, now, kind))[0])

    assert re.search(r"Sources?: ", page)
    if kind != Declaration.PLAIN:
        assert re.search(r"read on 2\d November 2026", page)


@pytest.mark.parametrize("kind", ALL)
def test_writes_no_name_and_no_story_for_a_witness(
    kind: Declaration, full: Case, now: datetime
) -> None:
    write(Case.objects.filter(pk=full.pk), facts="He did it on purpose.")
    full.refresh_from_db()
    full.sightings.update(note="I was shaking.")

    page = pages_of(filled(full, now, kind, with_name=True))[0]

    assert "Wren" not in page
    assert "shaking" not in page
    assert "on purpose" not in page


@pytest.mark.parametrize("kind", ALL)
def test_ticks_no_box(kind: Declaration, full: Case, now: datetime) -> None:
    page = words(pages_of(filled(full, now, kind))[0])

    assert not re.search(r"\[\s*[^\s\]]\s*\]", page)


def test_breaks_off_at_a_gap(full: Case, now: datetime, monkeypatch: pytest.MonkeyPatch,
                             tmp_path: Path) -> None:  # fmt: skip
    folder = tmp_path / "dossier" / "declarations"
    folder.mkdir(parents=True)
    (folder / "plain.html").write_text("{{ draft.title }} of {{ d.signatory }}")
    told = filled(full, now, Declaration.PLAIN)
    monkeypatch.setattr(drafts, "TEMPLATES", tmp_path)
    drafts.engine.cache_clear()

    try:
        with pytest.raises(BrokenDeclaration):
            pages_of(told)
    finally:
        drafts.engine.cache_clear()


def test_leaves_no_fact_empty(case: Case, now: datetime) -> None:
    found = filled(case, now)

    assert all(getattr(found, name) for name in Declared.__slots__ if name != "files")
    assert found.first_kept == found.devices == "not recorded"
    assert all("There is no exhibit" in words(page) for page in pages_of(found))


def test_says_which_file_did_not_open_again(full: Case, now: datetime) -> None:
    found = filled(full, now, Declaration.FRE_902_14)

    assert {file.again for file in found.files} == {"the same"}
    broken = replace(found.files[0], again="the sealed file could not be opened")
    page = pages_of(replace(found, files=(broken,)))[0]
    assert "could not be opened" in page


def test_passes_on_whose_knowledge_it_is(full: Case, wren: Person, now: datetime) -> None:
    Capture.objects.create(
        case=full, exhibit=full.exhibits.get(number=1), way=CaptureWay.GIVEN, logged_at=now,
        logged_by=wren, knowledge=Knowledge.TOLD, told_by="A neighbour",
        device="A phone, Android 15",
    )  # fmt: skip

    found = filled(full, now, Declaration.CPR_PD32)

    assert [file.knowledge for file in found.files[:2]] == ["Told by A neighbour", "Not said"]
    assert found.devices == "A phone, Android 15"


def test_gives_the_moment_in_indian_time_beside(full: Case, now: datetime) -> None:
    found = filled(full, now, Declaration.BSA_63)

    assert (found.files[0].kept, found.files[0].kept_ist) == (
        "22 Nov 2026, 12:00:00", "22/11/2026, 17:30:00",
    )  # fmt: skip


def test_has_the_words_of_the_indian_schedule(full: Case, now: datetime) -> None:
    page = words(pages_of(filled(full, now, Declaration.BSA_63))[0])

    assert "do hereby solemnly affirm and sincerely state and submit as follows:—" in page
    assert page.count("I state that the HASH value/s of the electronic/digital record/s is") == 2
    assert "PART B (To be filled by the Expert)" in page


@pytest.mark.parametrize("kind", [Declaration.FRE_902_13, Declaration.FRE_902_14])
def test_closes_in_both_forms_of_1746(kind: Declaration, full: Case, now: datetime) -> None:
    page = words(pages_of(filled(full, now, kind))[0])

    assert "I declare under penalty of perjury that the foregoing is true and correct." in page
    assert "under penalty of perjury under the laws of the United States of America" in page


def test_escapes_what_somebody_typed(full: Case, wren: Person, now: datetime) -> None:
    Capture.objects.create(
        case=full, exhibit=full.exhibits.get(number=1), way=CaptureWay.GIVEN, logged_at=now,
        logged_by=wren, device="<script>go()</script>{{ d.ref }}",
    )  # fmt: skip

    page = pages_of(filled(full, now, Declaration.BSA_63))[0]

    assert "&lt;script&gt;go()&lt;/script&gt;{{ d.ref }}" in page


def test_prints_each_with_a_bookmark_and_a_line_in_the_contents(
    full: Case, wren: Person, make: Make
) -> None:
    made = make(full, wren, declarations=ALL)

    titles = [str(entry.title) for entry in read(made).outline]  # type: ignore[union-attr]  # no nesting
    assert sum(title.startswith("Draft: ") for title in titles) == len(ALL)
    assert "Draft: Certificate under section 63 BSA 2023" in text_of(made)
    assert made.declarations == [kind.value for kind in ALL]


def test_is_chosen_by_hand_on_the_form(full: Case, wren: Person, client: Client) -> None:
    client.force_login(wren)
    address = reverse("dossiers:dossier-new", args=[full.ref])

    page = client.get(address)
    sent = client.post(
        address,
        {"purpose": "COURT", "images": "NONE", "name": "no", "declarations": ["plain", "bsa_63"]},
    )

    assert not re.search(r'name="declarations"[^>]*checked', page.content.decode())
    assert sent.status_code == 302
    assert Dossier.objects.get(case=full).declarations == ["plain", "bsa_63"]
