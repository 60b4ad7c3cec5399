"""Pages of lists of places."""

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Person
from cases.models import Age, Case
from evidence import tasks
from evidence.models import Import, ImportState, Sighting
from evidence.views.imports import inert
from tests.evidence import makers
from tests.evidence.views.conftest import Answer, Door

pytestmark = pytest.mark.django_db

MANY = "\n".join(f"https://pictures.example/view/{number}" for number in range(201))


@pytest.fixture(autouse=True)
def listed_nudges(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lists the worker was told of, in place of a broker."""
    told: list[str] = []
    monkeypatch.setattr(
        tasks.work_on_import, "delay_on_commit", lambda *, import_id: told.append(import_id)
    )
    return told


def give(wrens: Client, door: Door, **body: object) -> Answer:
    return wrens.post(door("import-add"), body)


def test_takes_pasted_links_as_a_draft_and_tells_the_worker(
    wrens: Client, door: Door, listed_nudges: list[str]
) -> None:
    answer = give(wrens, door, text=makers.LINK)

    whole = Import.objects.get()
    assert answer.headers["Location"] == door("import", whole.pk)
    assert listed_nudges == [str(whole.pk)]
    assert not Sighting.objects.exists()


def test_takes_a_workbook(wrens: Client, door: Door) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Address", "Account"])  # type: ignore[union-attr]  # a new one has a sheet
    book.active.append([makers.LINK, "kay"])  # type: ignore[union-attr]  # a new one has a sheet
    out = io.BytesIO()
    book.save(out)

    give(wrens, door, upload=SimpleUploadedFile("list.xlsx", out.getvalue()))
    whole = makers.work(Import.objects.get())

    assert (whole.is_workbook, whole.state, whole.new) == (True, ImportState.READY, 1)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "Paste some links here, or choose a file."),
        ({"text": "x", "upload": SimpleUploadedFile("a.csv", b"x")}, "not both"),
        ({"upload": SimpleUploadedFile("a.csv", b"")}, "This file is empty"),
    ],
)
def test_says_what_is_missing(
    wrens: Client, door: Door, body: dict[str, object], says: str
) -> None:
    answer = give(wrens, door, **body)

    assert answer.status_code == 422 and says in answer.content.decode()


def test_takes_pasted_links_but_no_file_where_the_case_takes_none(
    wrens: Client, door: Door, case: Case
) -> None:
    Case.objects.update(age=Age.MINOR)

    refused = give(wrens, door, upload=SimpleUploadedFile("a.csv", b"url\nx"))
    taken = give(wrens, door, text=makers.LINK)

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert Import.objects.count() == 1


def test_shows_every_fault_by_row(wrens: Client, door: Door, case: Case, wren: Person) -> None:
    whole = makers.listed(case, f"{makers.LINK}\nmagnet:?xt=1\nnothing", actor=wren)

    page = wrens.get(door("import", whole.pk)).content.decode()

    assert "1 new, 0 noted already, 2 not understood" in page
    assert "Row 2" in page and "This is a torrent link" in page and "Row 3" in page


def test_shows_a_hundred_rows_a_page(wrens: Client, door: Door, case: Case, wren: Person) -> None:
    whole = makers.listed(case, MANY, actor=wren)

    pages = [
        wrens.get(door("import", whole.pk), {"show": "new", "page": number}).content.decode()
        for number in ("1", "3", "99", "x")
    ]

    assert [page.count('num">Row ') for page in pages] == [100, 1, 1, 100]


def test_hands_the_faults_out_as_a_table_no_program_runs(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    whole = makers.listed(case, '=cmd|"/c x"!A1\n@SUM(1)', actor=wren)

    answer = wrens.get(door("import-faults", whole.pk))

    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows[0] == ["row", "what stands there", "what to change"]
    assert [row[1][0] for row in rows[1:]] == ["'", "'"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", " =1", "\r"])
def test_makes_a_formula_inert(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


def test_adds_and_undoes_by_a_press_each(
    wrens: Client, door: Door, case: Case, wren: Person, listed_nudges: list[str]
) -> None:
    whole = makers.listed(case, makers.LINK, actor=wren)

    wrens.post(door("import-take", whole.pk))
    makers.work(whole)
    added = Sighting.objects.count()
    wrens.post(door("import-undo", whole.pk))
    makers.work(whole)

    assert (added, Sighting.objects.count()) == (1, 0)
    assert listed_nudges == [str(whole.pk)] * 2
    assert "1 place removed." in wrens.get(door("import", whole.pk)).content.decode()


def test_throws_a_draft_away(wrens: Client, door: Door, case: Case, wren: Person) -> None:
    whole = makers.listed(case, makers.LINK, actor=wren)

    wrens.post(door("import-discard", whole.pk))

    assert not Import.objects.exists()


def test_answers_a_wait_with_the_part_that_changes(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    whole = makers.listed(case, makers.LINK, actor=wren)
    Import.objects.update(state=ImportState.ADDING, lease_until=None)

    part = wrens.get(door("import-progress", whole.pk), headers={"HX-Request": "true"})

    assert b"Adding the places" in part.content and b"<html" not in part.content
    assert wrens.get(door("import-progress", whole.pk)).status_code == 302


def test_leads_many_pasted_links_to_a_list_with_what_was_noticed(wrens: Client, door: Door) -> None:
    body = {
        "links": MANY,
        "when": "unknown",
        "uploader": "kay",
        "kind": "CHAT",
        "locator": "a group",
    }

    wrens.post(door("sighting-add"), body)
    whole = makers.work(Import.objects.get())

    assert (whole.new, Sighting.objects.count()) == (202, 0)


@pytest.mark.parametrize("who", ["ida", "cy", "dan", "june"])
@pytest.mark.parametrize("name", ["import", "import-faults", "import-progress"])
def test_shows_no_list_to_who_is_not_on_the_case(
    request: pytest.FixtureRequest,
    browse: Callable[[Person], Client],
    door: Door,
    case: Case,
    wren: Person,
    name: str,
    who: str,
) -> None:
    whole = makers.listed(case, makers.LINK, actor=wren)

    answer = browse(request.getfixturevalue(who)).get(door(name, whole.pk))

    assert answer.status_code in {403, 404}
    assert b"reddit" not in answer.content
