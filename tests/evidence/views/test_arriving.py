"""The pages that files arrive through in parts, and the forms that keep them."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Person
from cases.models import Age, Case
from evidence.models import Exhibit, Reference, Sighting, Upload
from evidence.services import vault
from tests.data.pictures import drawn_picture, encoded
from tests.evidence import makers
from tests.evidence.views.conftest import Answer, Door

pytestmark = pytest.mark.django_db

CLEAR = secrets.token_bytes(100_000)


def begin(client: Client, door: Door, *, size: int = len(CLEAR), **more: Any) -> Answer:
    said = {"name": "beach.mp4", "size": size, "mark": "ab" * 32, **more}
    return client.post(door("upload-begin"), said)


def send(client: Client, at: str, body: bytes, *, start: int) -> Answer:
    return client.patch(
        at, body, content_type="application/offset+octet-stream",
        headers={"upload-offset": str(start)},
    )  # fmt: skip


def arrived(client: Client, door: Door, clear: bytes = CLEAR) -> str:
    """The id of a file that came in two parts."""
    told = begin(client, door, size=len(clear)).json()
    for start in (0, len(clear) // 2):
        stop = len(clear) if start else len(clear) // 2
        assert send(client, told["at"], clear[start:stop], start=start).status_code == 200
    return str(told["id"])


def test_tells_how_much_is_here(wrens: Client, door: Door) -> None:
    at = begin(wrens, door).json()["at"]
    sent = send(wrens, at, CLEAR[:1000], start=0)

    assert sent.json()["received"] == 1000
    assert wrens.get(at).json()["received"] == 1000
    assert begin(wrens, door).json()["received"] == 1000


def test_says_where_to_go_on_when_a_part_does_not_follow(wrens: Client, door: Door) -> None:
    at = begin(wrens, door).json()["at"]
    send(wrens, at, CLEAR[:1000], start=0)

    answer = send(wrens, at, CLEAR[:1000], start=0)

    assert (answer.status_code, answer.json()["received"]) == (409, 1000)


def test_keeps_the_files_of_the_form(wrens: Client, door: Door, nudges: list[str]) -> None:
    answer = wrens.post(door("exhibit-add"), {"arrived": [arrived(wrens, door)]})

    exhibit = Exhibit.objects.get()
    assert answer.status_code == 302
    assert vault.read_all(exhibit.file) == CLEAR


def test_keeps_them_with_their_place(wrens: Client, door: Door, case: Case, wren: Person) -> None:
    place = makers.sighting(case, actor=wren)

    wrens.post(door("exhibit-add"), {"arrived": [arrived(wrens, door)], "sighting": str(place.pk)})

    assert Exhibit.objects.get().sighting == place


def test_keeps_them_once_when_the_form_comes_twice(wrens: Client, door: Door) -> None:
    form = {"arrived": [arrived(wrens, door)]}

    answers = [wrens.post(door("exhibit-add"), form) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    assert Exhibit.objects.get().sighted_again == 0


def test_keeps_them_with_a_new_place(wrens: Client, door: Door) -> None:
    form = {"links": makers.LINK, "when": "now", "arrived": [arrived(wrens, door)]}

    wrens.post(door("sighting-add"), form)

    assert Exhibit.objects.get().sighting == Sighting.objects.get()


def test_makes_a_reference_and_keeps_nothing_else(wrens: Client, door: Door) -> None:
    picture = encoded(drawn_picture(4, width=160, height=120))
    form = {"arrived": [arrived(wrens, door, picture)], "keeping": "fingerprints", "label": ""}

    wrens.post(door("reference-add"), form)

    assert Reference.objects.get().file is None
    assert not Upload.objects.exists()


def test_asks_for_a_file_where_it_is_not_whole(wrens: Client, door: Door) -> None:
    told = begin(wrens, door).json()

    answer = wrens.post(door("exhibit-add"), {"arrived": [told["id"]]})

    assert answer.status_code == 422
    assert not Exhibit.objects.exists()


def test_takes_no_file_that_arrived_in_another_case(
    wrens: Client, door: Door, junes_case: Case, june: Person, browse: Callable[[Person], Client]
) -> None:
    others = arrived(wrens, door)
    hers = browse(june)

    answer = hers.post(f"/b/{junes_case.ref}/items/add/", {"arrived": [others]})

    assert answer.status_code == 422
    assert not Exhibit.objects.exists()


@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE, Age.UNANSWERED])
def test_stops_hard_where_the_case_takes_no_files(wrens: Client, door: Door, age: Age) -> None:
    whole, at = arrived(wrens, door), begin(wrens, door, mark="cd" * 32).json()["at"]
    Case.objects.update(age=age)

    answers = [
        begin(wrens, door),
        send(wrens, at, CLEAR[:1000], start=0),
        wrens.post(door("exhibit-add"), {"arrived": [whole]}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert not Exhibit.objects.exists()


def test_wants_the_token_of_the_page(door: Door, wren: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wren)

    assert begin(strict, door).status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "said", [{"size": "much"}, {"size": -1}, {"mark": "short"}, {"size": 0}, {"size": 10**12}]
)
def test_refuses_what_it_cannot_take_in_one_sentence(
    wrens: Client, door: Door, said: dict[str, Any]
) -> None:
    answer = begin(wrens, door, **said)

    assert answer.status_code == 422
    assert answer.json()["sentence"].endswith(".")


@pytest.mark.parametrize("offset", ["", "-1", "1e3", "9" * 30])
def test_takes_no_offset_it_cannot_read(wrens: Client, door: Door, offset: str) -> None:
    at = begin(wrens, door).json()["at"]

    answer = wrens.patch(
        at, b"x", content_type="application/octet-stream", headers={"upload-offset": offset}
    )

    assert answer.status_code == 409
