"""Pages of bundles: who gets in, what they show, what they hand out."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Age, Case
from dossiers.models import Dossier, DossierState, ImagePolicy, Purpose, VolumeSize
from dossiers.services import asking
from dossiers.services.rows import Choice
from evidence.models import CustodyEvent, Exhibit, Reading
from tests.dossiers.conftest import Make

Browse = Callable[[Person], Client]
NAMES = ("dossiers", "dossier-new", "dossier", "dossier-progress", "dossier-download")
OUTSIDE = (("dan", 404), ("june", 404), ("cy", 404), ("ida", 403))
ANSWER = {"purpose": "LAWYER", "reader": "Ines Example", "images": "OUTLINE", "name": "no"}


@pytest.fixture
def waiting(case: Case, wren: Person, now: datetime) -> Dossier:
    return asking.ask_for_dossier(case, choice=Choice(Purpose.OWN), actor=wren, now=now)


def at(name: str, case: Case, dossier: Dossier | None = None) -> str:
    more = [] if name in {"dossiers", "dossier-new"} or dossier is None else [dossier.pk]
    return reverse(f"dossiers:{name}", args=[case.ref, *more])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("who", "status"), [("dan", 404), ("june", 404), ("cy", 404), ("ida", 403)]
)
def test_shuts_out_whoever_may_not_export(
    name: str, who: str, status: int, case: Case, waiting: Dossier, browse: Browse,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    reader = request.getfixturevalue(who)

    assert browse(reader).get(at(name, case, waiting)).status_code == status


@pytest.mark.parametrize("name", ["dossiers", "dossier-new", "dossier"])
@pytest.mark.parametrize("who", ["wren", "bea", "ada"])
def test_lets_in_whoever_works_on_the_case(
    name: str, who: str, case: Case, waiting: Dossier, browse: Browse,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    page = browse(request.getfixturevalue(who)).get(at(name, case, waiting))

    assert page.status_code == 200
    assert b"<title>Notebook</title>" in page.content


def test_does_not_find_the_dossier_of_another_case(
    junes_case: Case, waiting: Dossier, june: Person, browse: Browse
) -> None:
    assert browse(june).get(at("dossier", junes_case, waiting)).status_code == 404


def test_names_what_is_missing_before_it_is_made(
    told: Case, places: object, wren: Person, browse: Browse
) -> None:
    told.sightings.filter(number__lte=3).update(seen_at=None)

    page = browse(wren).get(at("dossier-new", told)).content.decode()

    assert "No time seen for three places" in page


def test_leads_from_each_gap_to_the_pages_it_concerns(
    full: Case, wren: Person, browse: Browse
) -> None:
    full.sightings.update(seen_at=None)
    Exhibit.objects.filter(case=full).update(reading=Reading.DUE)
    reader = browse(wren)

    page = reader.get(at("dossier-new", full))

    links = [link["href"] for gap in page.context["missing"] for link in gap["links"]]
    assert all(f'href="{link}"' in page.content.decode() for link in links)
    assert {reader.get(link).status_code for link in links} == {200}
    assert {link.split("/")[3] for link in links} == {"places", "items", "letters"}


def test_keeps_what_was_chosen(full: Case, wren: Person, browse: Browse) -> None:
    answer = browse(wren).post(at("dossier-new", full), ANSWER | {"left_out": ["2", "5"]})

    made = Dossier.objects.get(case=full)
    assert answer.headers["Location"] == at("dossier", full, made)
    assert (made.purpose, made.reader, made.image_policy) == ("LAWYER", "Ines Example", "OUTLINE")
    assert (made.with_name, made.left_out) == (False, [2, 5])
    assert made.state == DossierState.DUE


def test_asks_again_where_nothing_was_chosen(full: Case, wren: Person, browse: Browse) -> None:
    page = browse(wren).post(at("dossier-new", full), {"left_out": ["77"]})

    assert page.status_code == 422
    assert "Choose who it is for." in page.content.decode()
    assert not Dossier.objects.exists()


def test_shows_no_picture_unless_it_is_chosen(full: Case, wren: Person, browse: Browse) -> None:
    form = browse(wren).get(at("dossier-new", full)).context["form"]

    assert form["images"].initial == ImagePolicy.NONE


def test_offers_no_picture_where_some_was_made_before_18(
    full: Case, wren: Person, browse: Browse
) -> None:
    Case.objects.filter(pk=full.pk).update(age=Age.MINOR)

    browse(wren).post(at("dossier-new", full), ANSWER | {"images": "FULL"})

    assert Dossier.objects.get().image_policy == ImagePolicy.NONE


def test_goes_on_asking_while_it_is_made(waiting: Dossier, wren: Person, browse: Browse) -> None:
    url = at("dossier-progress", waiting.case, waiting)

    part = browse(wren).get(url, headers={"HX-Request": "true"}).content.decode()

    assert f'hx-get="{url}"' in part
    assert "<html" not in part


def test_stops_and_goes_on_by_one_press(waiting: Dossier, wren: Person, browse: Browse) -> None:
    browser, page = browse(wren), at("dossier", waiting.case, waiting)

    browser.post(at("dossier-stop", waiting.case, waiting))
    shown = browser.get(page).content.decode()
    waiting.refresh_from_db()
    assert waiting.state == DossierState.STOPPED
    assert "It is stopped" in shown
    assert at("dossier-go-on", waiting.case, waiting) in shown

    browser.post(at("dossier-go-on", waiting.case, waiting))
    waiting.refresh_from_db()
    assert waiting.state == DossierState.DUE
    assert at("dossier-stop", waiting.case, waiting) in browser.get(page).content.decode()


def test_keeps_how_many_exhibits_a_volume_holds(
    full: Case, wren: Person, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    browse(wren).post(at("dossier-new", full), ANSWER | {"volume_size": "25"})
    assert Dossier.objects.get().volume_size == VolumeSize.LARGE  # so few are never asked

    monkeypatch.setattr("dossiers.forms.composing.FEW", 1)
    browse(wren).post(at("dossier-new", full), ANSWER | {"volume_size": "25"})
    assert Dossier.objects.latest("version").volume_size == VolumeSize.SMALL


def test_stops_asking_and_offers_the_file_once_it_is_ready(
    case: Case, wren: Person, make: Make, browse: Browse
) -> None:
    made = make(case, wren)

    part = browse(wren).get(at("dossier-progress", case, made), headers={"HX-Request": "true"})

    assert "hx-get" not in part.content.decode()
    assert at("dossier-download", case, made) in part.content.decode()


def test_leads_to_the_page_without_script(waiting: Dossier, wren: Person, browse: Browse) -> None:
    answer = browse(wren).get(at("dossier-progress", waiting.case, waiting))

    assert answer.headers["Location"] == at("dossier", waiting.case, waiting)


@pytest.mark.parametrize(
    ("query", "name", "begins"),
    [("", "notes-{ref}-v1.zip", b"PK"), ("?only=pdf", "notes-{ref}-v1.pdf", b"%PDF")],
)
def test_hands_out_a_file_with_a_neutral_name(
    query: str, name: str, begins: bytes, case: Case, wren: Person, make: Make, browse: Browse
) -> None:
    made = make(case, wren)

    answer = browse(wren).get(at("dossier-download", case, made) + query)

    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a streaming answer
    assert data.startswith(begins)
    assert int(answer.headers["Content-Length"]) == len(data)
    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="{name.format(ref=case.ref)}"'
    )
    assert "no-store" in answer.headers["Cache-Control"]


def test_writes_every_download_down(case: Case, wren: Person, make: Make, browse: Browse) -> None:
    made = make(case, wren)

    browse(wren).get(at("dossier-download", case, made))

    assert CustodyEvent.objects.filter(kind="dossier.downloaded", item=made.pk).count() == 1
    assert case.timeline.filter(kind="dossier.downloaded").count() == 1


def test_says_that_it_is_not_ready_yet(waiting: Dossier, wren: Person, browse: Browse) -> None:
    answer = browse(wren).get(at("dossier-download", waiting.case, waiting), follow=True)

    assert "still being made" in answer.content.decode()
    assert not CustodyEvent.objects.filter(kind="dossier.downloaded").exists()


def test_says_kindly_that_it_failed(waiting: Dossier, wren: Person, browse: Browse) -> None:
    Dossier.objects.update(state=DossierState.FAILED, step="It could not be made.")

    page = browse(wren).get(at("dossier", waiting.case, waiting)).content.decode()

    assert "Nothing was lost." in page
    assert "hx-get" not in page.split("<main")[1]


def test_gives_a_few_lines_for_the_page_of_the_case(
    waiting: Dossier, wren: Person, browse: Browse
) -> None:
    part = browse(wren).get(at("dossiers", waiting.case) + "?panel=1").content.decode()

    assert "Version 1" in part
    assert "<html" not in part
