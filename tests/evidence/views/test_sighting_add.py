"""Noting places: nothing that was entered is lost."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import Person
from cases.models import Age, Case
from evidence.models import Exhibit, Kind, Observation, Sighting
from tests.evidence import makers
from tests.evidence.views.conftest import Answer, Door

pytestmark = pytest.mark.django_db

Send = Callable[..., Answer]


def upload(clear: bytes = b"as it came", name: str = "beach.png") -> io.BytesIO:
    file = io.BytesIO(clear)
    file.name = name
    return file


@pytest.fixture
def send(wrens: Client, door: Door) -> Send:
    """Send the form; what the page hid in it before is sent along."""

    def sent(page: Answer | None = None, **fields: Any) -> Answer:
        data = {"when": "now", **hidden(page), **fields}
        return wrens.post(door("sighting-add"), data)

    return sent


def hidden(page: Answer | None) -> dict[str, str]:
    if page is None:
        return {}
    found = re.findall(
        r'<input type="hidden" name="(looked_over|kept)" value="([^"]+)"', text(page)
    )
    return dict(found)


def text(page: Answer) -> str:
    return page.content.decode()


def test_offers_one_box_and_the_moment_now(wrens: Client, door: Door) -> None:
    page = text(wrens.get(door("sighting-add")))

    assert "Paste one link or many" in page
    assert re.search(r'value="now"[^>]*checked', page)
    assert "data-zone" in page


def test_saves_one_clear_link_at_once(send: Send, door: Door, case: Case) -> None:
    answer = send(links=makers.LINK)

    saved = Sighting.objects.get()
    assert answer["Location"] == door("sighting", saved.pk)
    assert (saved.case, saved.platform, saved.number) == (case, "reddit", 1)
    assert Observation.objects.count() == 1


def test_shows_many_links_first_and_saves_them_when_sent_again(send: Send, door: Door) -> None:
    both = f"{makers.LINK}\n{makers.OTHER_LINK}"
    shown = send(links=both)
    assert not Sighting.objects.exists() and "Save these 2 places" in text(shown)

    answer = send(shown, links=both)

    assert answer["Location"] == door("sightings")
    assert Sighting.objects.count() == 2


def test_shows_the_list_again_when_the_text_was_changed_since(send: Send) -> None:
    shown = send(links=f"{makers.LINK}\n{makers.OTHER_LINK}")

    answer = send(shown, links=f"{makers.LINK}\nhttps://third.example/x")

    assert answer.status_code == 200
    assert not Sighting.objects.exists()


def test_saves_the_good_links_and_leaves_the_wrong_one_in_the_box(send: Send) -> None:
    mixed = f"{makers.LINK}\nmagnet:?xt=urn:btih:0\n{makers.OTHER_LINK}"
    shown = send(links=mixed, note="kept too")

    page = text(send(shown, links=mixed, note="kept too"))

    assert Sighting.objects.count() == 2
    assert "This is a torrent link" in page and "2 places are noted." in page
    [box] = re.findall(r"<textarea name=\"links\".*?</textarea>", page, re.DOTALL)
    assert "magnet:" in box and "reddit" not in box
    assert "kept too" in page


def test_says_when_a_place_was_noted_before(send: Send, case: Case, wren: Person) -> None:
    makers.sighting(case, actor=wren)

    page = text(send(links=makers.LINK))

    assert "You noted this place on 22 Nov" in page and "number 1" in page
    assert Sighting.objects.count() == 1


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("magnet:?xt=urn:btih:0", "This is a torrent link"),
        ("https://pictures.example/" + "a" * 8000, "longer than 4,000 characters"),
        ("hello there", "There is no link in this text"),
        ("", "Paste a link here"),
    ],
    ids=["magnet", "8,000 characters", "prose", "empty"],
)
def test_says_at_the_field_what_is_wrong_and_keeps_the_rest(
    send: Send, link: str, sentence: str
) -> None:
    answer = send(links=link, uploader="kay_1", note="two people in it")

    page = text(answer)
    assert answer.status_code == 422 and sentence in page
    assert "kay_1" in page and "two people in it" in page
    assert not Sighting.objects.exists()


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("pictures.example/a", "pictures.example"),
        ("hxxps://pictures[.]example/a", "pictures.example"),
        ("https://kay:secret@pictures.example/a", "pictures.example"),
        ("https://bücher.example/a", "xn--bcher-kva.example"),
        ("https://xn--bcher-kva.example/a", "xn--bcher-kva.example"),
        (f"http://{'a' * 56}.onion/a", f"{'a' * 56}.onion"),
    ],
    ids=["no scheme", "hxxp", "credentials", "other script", "punycode", "onion"],
)
def test_understands_links_as_people_paste_them(send: Send, link: str, host: str) -> None:
    send(links=link)

    saved = Sighting.objects.get()
    assert saved.host == host
    assert "secret" not in saved.url


def test_notes_a_place_without_a_link(send: Send) -> None:
    send(kind="CHAT", locator="the football group", uploader="kay")

    saved = Sighting.objects.get()
    assert (saved.kind, saved.locator, saved.uploader) == (Kind.CHAT, "the football group", "kay")


def test_takes_another_moment_in_the_zone_it_was_seen_in(send: Send) -> None:
    send(
        links=makers.LINK, when="at", seen_date="2026-01-05", seen_time="21:30",
        zone="Europe/Berlin", views="12.5k",
    )  # fmt: skip

    saved = Sighting.objects.get()
    assert saved.seen_at == datetime(2026, 1, 5, 20, 30, tzinfo=UTC)
    assert (saved.seen_zone, saved.views) == ("Europe/Berlin", 12_500)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"when": "at"}, "Put in the day you saw it."),
        ({"when": "at", "seen_date": "2026-01-05"}, "Put in the time as well"),
        ({"when": "at", "seen_date": "2099-01-05", "seen_time": "10:00"}, "has not come yet"),
        ({"when": "at", "seen_date": "05.01.26", "seen_time": "25:00"}, "Write the day as"),
        ({"zone": "Nowhere/Town"}, "Choose a time zone"),
        ({"views": "many"}, "number of views in digits"),
        ({"kind": "PRINT"}, "Say how you would find it again."),
        ({"note": "x" * 4001}, "at most 4000 characters"),
        (
            {
                "when": "at",
                "seen_date": "2026-03-29",
                "seen_time": "02:30",
                "zone": "Europe/Berlin",
            },
            "did not exist",
        ),
    ],
)
def test_asks_again_for_what_cannot_be(send: Send, fields: dict[str, str], sentence: str) -> None:
    answer = send(**{"links": makers.LINK, **fields})

    assert answer.status_code == 422 and sentence in text(answer)
    assert makers.LINK in text(answer)
    assert not Sighting.objects.exists()


def test_keeps_a_good_file_when_something_else_is_wrong(send: Send, nudges: list[str]) -> None:
    page = send(links="magnet:?xt=urn:btih:0", upload=upload())
    kept = Exhibit.objects.get()
    assert "EX-0001 is kept." in text(page) and kept.sighting is None
    assert nudges == [str(kept.pk)]

    send(page, links=makers.LINK)

    kept.refresh_from_db()
    assert kept.sighting == Sighting.objects.get()


def test_keeps_the_good_files_beside_a_bad_one(send: Send) -> None:
    page = text(send(links=makers.LINK, upload=[upload(), upload(b"", "empty.png")]))

    assert "empty.png: This file is empty." in page
    assert Exhibit.objects.count() == 1 and makers.LINK in page


def test_puts_pictures_with_the_place_they_are_said_to_show(send: Send) -> None:
    both = f"{makers.LINK}\n{makers.OTHER_LINK}"
    shown = send(links=both, upload=upload())

    send(shown, links=both, **{"shows-1": "2"})

    assert Exhibit.objects.filter(sighting__host="pictures.example").count() == 1


def test_adds_a_picture_to_a_place_noted_before(send: Send, case: Case, wren: Person) -> None:
    before = makers.sighting(case, actor=wren)
    shown = send(links=makers.LINK, upload=upload())

    send(shown, links=makers.LINK, **{"shows-1": "1"})

    assert Exhibit.objects.get().sighting == before


def test_never_takes_a_file_of_another_case_along(
    send: Send, junes_case: Case, june: Person
) -> None:
    makers.exhibit(junes_case, actor=june)

    send(links=makers.LINK, kept="1")

    assert Exhibit.objects.get().sighting is None


@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE, Age.UNANSWERED])
def test_offers_no_file_field_where_no_files_are_taken(
    wrens: Client, door: Door, case: Case, age: Age
) -> None:
    type(case).objects.update(age=age)

    page = text(wrens.get(door("sighting-add")))

    assert 'type="file"' not in page
    assert "No file is taken here" in page or "question about age" in page


def test_drops_a_file_unread_where_no_files_are_taken(send: Send, case: Case) -> None:
    type(case).objects.update(age=Age.MINOR)

    answer = send(links=makers.LINK, upload=upload())

    assert answer.status_code == 422
    assert "before the age of 18" in text(answer) and makers.LINK in text(answer)
    assert not Exhibit.objects.exists()


def test_notes_links_without_files_where_no_files_are_taken(send: Send, case: Case) -> None:
    type(case).objects.update(age=Age.MINOR)

    send(links=makers.LINK)

    assert Sighting.objects.count() == 1
