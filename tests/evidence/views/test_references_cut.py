"""The pages for a device's fingerprints and for cutting a screenshot."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Person
from cases.models import Age, Case
from evidence.models import Reference, SealedFile, WaitingPicture
from tests.evidence import makers
from tests.evidence.stating import stated_by_device
from tests.evidence.views.conftest import Door

pytestmark = pytest.mark.django_db


def give(browser: Client, door: Door) -> WaitingPicture:
    upload = SimpleUploadedFile("page.png", makers.screenshot())
    answer = browser.post(
        door("reference-add"), {"upload": upload, "keeping": "fingerprints", "label": ""}
    )
    held = WaitingPicture.objects.get()
    assert answer.headers["Location"] == door("reference-cut", held.pk)
    return held


def test_takes_what_a_device_states(wrens: Client, door: Door) -> None:
    values = [stated_by_device(makers.picture())]

    answer = wrens.post(door("reference-stated"), {"values": values, "label": "own"})

    assert answer.headers["Location"] == door("references")
    assert Reference.objects.get().shown_label == "R-1 own"


def test_takes_no_file_by_the_door_for_devices(wrens: Client, door: Door) -> None:
    upload = SimpleUploadedFile("own.png", makers.picture())
    values = [stated_by_device(makers.picture())]

    answer = wrens.post(door("reference-stated"), {"values": values, "upload": upload})

    assert answer.headers["Location"] == door("reference-add")
    assert not Reference.objects.exists()


def test_takes_nothing_from_a_device_under_18(wrens: Client, door: Door, case: Case) -> None:
    case.age = Age.MINOR
    case.save()

    wrens.post(door("reference-stated"), {"values": [stated_by_device(makers.picture())]})

    assert not Reference.objects.exists()


def test_leads_from_a_screenshot_to_its_parts(wrens: Client, door: Door) -> None:
    held = give(wrens, door)

    page = wrens.get(door("reference-cut", held.pk)).content.decode()

    assert "Which picture on it do you mean?" in page
    assert page.count('name="picks"') == len(held.boxes)
    assert "Choose the picture" in wrens.get(door("references")).content.decode()


@pytest.mark.parametrize(
    "choice",
    [
        {"picks": ["1"]},
        {"left": "210", "top": "260", "width": "480", "height": "360"},
        {"whole": "on"},
    ],
    ids=["found", "numbers", "whole"],
)
def test_takes_each_way_to_choose(wrens: Client, door: Door, choice: dict[str, object]) -> None:
    held = give(wrens, door)

    answer = wrens.post(door("reference-cut", held.pk), choice)

    assert answer.headers["Location"] == door("references")
    assert Reference.objects.count() == 1 and not SealedFile.objects.exists()


@pytest.mark.parametrize(
    "choice",
    [{}, {"picks": ["99"]}, {"whole": "on", "picks": ["1"]}, {"left": "1"},
     {"left": "600", "top": "0", "width": "200", "height": "50"}],
    ids=["none", "unknown", "both", "one number", "beside"],
)  # fmt: skip
def test_asks_again_where_the_choice_is_not_clear(
    wrens: Client, door: Door, choice: dict[str, object]
) -> None:
    held = give(wrens, door)

    answer = wrens.post(door("reference-cut", held.pk), choice)

    assert answer.status_code == 422
    assert WaitingPicture.objects.exists() and not Reference.objects.exists()


def test_destroys_it_at_once_where_that_is_wanted(wrens: Client, door: Door) -> None:
    held = give(wrens, door)

    wrens.post(door("reference-cut", held.pk), {"let_go": "yes"})

    assert not SealedFile.objects.exists() and not Reference.objects.exists()


def test_shows_a_drawing_that_can_do_nothing(wrens: Client, door: Door) -> None:
    held = give(wrens, door)

    answer = wrens.get(door("reference-drawing", held.pk, "whole"))

    assert answer.headers["Content-Type"] == "image/png"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_shows_it_to_nobody_else_on_the_case(
    wrens: Client, door: Door, bea: Person, client: Client
) -> None:
    held = give(wrens, door)
    client.force_login(bea)

    assert client.get(door("reference-cut", held.pk)).status_code == 404
    assert client.get(door("reference-drawing", held.pk, "whole")).status_code == 404
