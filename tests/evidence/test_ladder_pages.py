"""Pages of the ladder: how a file was made, copies in archives, second observers."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Case
from evidence.models import Capture, CaptureWay, CoSignature, Presence, Sighting
from evidence.registry.rungs import rungs
from evidence.services import cosigning
from evidence.services.cosigning import Seen
from evidence.services.sightings import Noticed
from tests.evidence import makers
from tests.factories import NOON

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]
AGENT = "A browser on a phone"


@pytest.fixture(autouse=True)
def at_noon(time_machine_at: Callable[[datetime], None]) -> None:
    time_machine_at(NOON)


@pytest.fixture
def place(case: Case, wren: Person) -> Sighting:
    return makers.sighting(case, actor=wren, noticed=Noticed(seen_at=NOON, seen_zone="UTC"))


def test_shows_the_rung_of_a_file_with_both_its_sentences(
    browse: Browse, case: Case, wren: Person
) -> None:
    exhibit = makers.exhibit(case, actor=wren)

    shown = browse(wren).get(reverse("evidence:exhibit", args=[case.ref, exhibit.pk]))

    said = shown.content.decode()
    assert rungs()["GIVEN"].proves in said and rungs()["GIVEN"].limit in said
    assert rungs()["SERVER"].name not in said
    assert rungs()["SERVER"].name.lower() not in said


@pytest.mark.parametrize(("ticked", "kept"), [({"note_device": "on"}, AGENT), ({}, "")])
def test_notes_the_device_only_where_the_person_says_so(
    browse: Browse, case: Case, wren: Person, ticked: dict[str, str], kept: str
) -> None:
    exhibit = makers.exhibit(case, actor=wren)
    door = reverse("evidence:exhibit-describe", args=[case.ref, exhibit.pk])

    browse(wren).post(door, {"when": "unknown", **ticked}, headers={"user-agent": AGENT})

    newest = Capture.objects.standing().get(exhibit=exhibit)
    assert newest.corrects is not None and newest.device == kept


def test_offers_a_saved_page_only_for_a_file_that_may_be_one(
    browse: Browse, case: Case, wren: Person
) -> None:
    picture = makers.exhibit(case, actor=wren, clear=makers.picture())
    html = makers.exhibit(case, actor=wren, clear=b"<!doctype html><p>", name="page.html")
    browser = browse(wren)

    pages = [
        browser.get(reverse("evidence:exhibit-describe", args=[case.ref, one.pk])).content.decode()
        for one in (picture, html)
    ]

    assert ["SAVED_PAGE" in page for page in pages] == [False, True]


def test_asks_for_the_browser_of_a_saved_page(browse: Browse, case: Case, wren: Person) -> None:
    html = makers.exhibit(case, actor=wren, clear=b"<!doctype html><p>", name="page.html")
    door = reverse("evidence:exhibit-describe", args=[case.ref, html.pk])
    browser = browse(wren)

    bare = browser.post(door, {"when": "unknown", "method": "SAVED_PAGE"})
    named = browser.post(door, {"when": "unknown", "method": "SAVED_PAGE", "tool": "Firefox"})

    assert (bare.status_code, named.status_code) == (422, 302)
    assert Capture.objects.standing().get(exhibit=html).way == CaptureWay.BROWSER


def test_opens_the_address_without_a_referrer(browse: Browse, place: Sighting, bea: Person) -> None:
    door = reverse("evidence:place-cosign", args=[place.case.ref, place.pk])

    said = browse(bea).get(door).content.decode()

    assert 'rel="noopener noreferrer" referrerpolicy="no-referrer"' in said
    assert f'href="{place.url}" target="_blank"' in said
    assert 'data-copy="address"' in said


def test_lets_the_advocate_sign_and_the_first_observer_not(
    browse: Browse, place: Sighting, bea: Person, wren: Person
) -> None:
    door = reverse("evidence:place-cosign", args=[place.case.ref, place.pk])
    seen = {"presence": "LIVE", "when": "now"}

    first = browse(wren).post(door, seen)
    second = browse(bea).post(door, seen)

    assert (first.status_code, second.status_code) == (422, 302)
    assert CoSignature.objects.get().signer == bea


def test_shows_a_signature_on_the_place_and_the_file(
    browse: Browse, case: Case, place: Sighting, wren: Person, bea: Person
) -> None:
    exhibit = makers.exhibit(case, actor=wren)
    exhibit.sighting = place
    exhibit.save()
    cosigning.cosign(
        place, seen=Seen(presence=Presence.LIVE, opened_at=NOON, same_picture=True),
        exhibit=exhibit, actor=bea, now=NOON,
    )  # fmt: skip
    browser = browse(wren)

    for door in (
        reverse("evidence:sighting", args=[case.ref, place.pk]),
        reverse("evidence:exhibit", args=[case.ref, exhibit.pk]),
    ):
        said = browser.get(door).content.decode()
        assert "the same picture as EX-0001" in said
        assert "0 minutes between" in said
        assert rungs()["OBSERVED"].proves in said


def test_notes_a_copy_as_given_and_calls_nobody(
    browse: Browse, place: Sighting, wren: Person
) -> None:
    door = reverse("evidence:archive-add", args=[place.case.ref, place.pk])
    browser = browse(wren)

    refused = browser.post(door, {"address": "javascript:x", "when": "unknown"})
    browser.post(door, {"address": "https://archive.example/1", "when": "unknown"})

    shown = browser.get(reverse("evidence:sighting", args=[place.case.ref, place.pk]))
    said = shown.content.decode()
    assert refused.status_code == 422
    assert "https://archive.example/1" in said and 'href="https://archive' not in said
    assert rungs()["ARCHIVED"].limit in said


def test_has_no_second_observer_for_a_place_without_an_address(
    browse: Browse, case: Case, bea: Person, wren: Person
) -> None:
    place = makers.sighting(case, actor=wren)
    Sighting.objects.filter(pk=place.pk).update(url="", key="", kind="CHAT", locator="a group")
    door = reverse("evidence:place-cosign", args=[case.ref, place.pk])

    assert browse(bea).get(door).status_code == 404


@pytest.mark.parametrize(("manner", "kept"), [("PASTE", "PASTE"), ("HELPER", "FILE"), ("", "FILE")])
def test_notes_how_a_file_came_into_the_form(
    browse: Browse, case: Case, wren: Person, manner: str, kept: str
) -> None:
    from_page = {"upload": SimpleUploadedFile("seen.bin", b"as it came"), "manner": manner}

    browse(wren).post(reverse("evidence:exhibit-add", args=[case.ref]), from_page)

    assert Capture.objects.get(exhibit__case=case).manner == kept
