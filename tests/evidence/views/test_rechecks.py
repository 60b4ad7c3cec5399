"""Pages through which the server is asked to look."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import Person
from cases.models import Age, Case
from evidence import tasks
from evidence.models import Recheck, Sighting, Watch
from evidence.services import rechecks, watching
from tests.evidence import makers
from tests.evidence.fetching.site import HOST, Says, standing_site
from tests.evidence.views.conftest import Answer, Door
from tests.factories import NOON

pytestmark = pytest.mark.django_db

BEFOREHAND = "The site will see a visit from this server, not from you."


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, time_machine_at: Callable[[datetime], None]) -> None:
    time_machine_at(NOON)
    monkeypatch.setattr(tasks.recheck_place, "delay_on_commit", lambda **_: None)
    monkeypatch.setattr(tasks.sweep_rechecks, "delay_on_commit", lambda: None)


@pytest.fixture
def place(case: Case, wren: Person) -> Sighting:
    return makers.sighting(case, actor=wren, link=f"https://{HOST}/view/18580")


def text(page: Answer) -> str:
    return page.content.decode()


def test_says_beforehand_who_will_be_seen(wrens: Client, door: Door, place: Sighting) -> None:
    assert BEFOREHAND in text(wrens.get(door("sighting", place.pk)))


def test_asks_the_server_only_when_told_to(wrens: Client, door: Door, place: Sighting) -> None:
    wrens.get(door("sighting", place.pk))
    before = Recheck.objects.count()
    page = wrens.post(door("place-recheck", place.pk), follow=True)

    assert before == 0 and Recheck.objects.count() == 1
    assert "The server is about to look" in text(page) and BEFOREHAND not in text(page)


def test_shows_what_came_of_it(
    wrens: Client, door: Door, place: Sighting, wren: Person, settings: Any
) -> None:
    rechecks.ask(place, actor=wren, now=NOON)
    claimed = rechecks.claim(now=NOON)
    assert claimed is not None
    with standing_site() as site:
        settings.FETCH_ALLOWED = {HOST: ("127.0.0.1", site.port)}
        site.says |= {"/": Says(), "/view/18580": Says(404, b"nothing")}
        rechecks.look(claimed, now=NOON)

    page = text(wrens.get(door("place-recheck", place.pk), headers={"hx-request": "true"}))

    assert "nothing here (404)" in page and "kept, sealed" in page
    assert "the server" in text(wrens.get(door("sighting", place.pk)))


def test_says_why_it_does_not_look(wrens: Client, door: Door, place: Sighting) -> None:
    Case.objects.update(age=Age.MINOR)

    page = text(wrens.get(door("sighting", place.pk)))
    posted = text(wrens.post(door("place-recheck", place.pk), follow=True))

    assert BEFOREHAND not in page and "before the age of 18" in page and "before the age" in posted
    assert not Recheck.objects.exists()


def test_starts_and_ends_the_looks_of_a_case(
    wrens: Client, door: Door, case: Case, place: Sighting
) -> None:
    shown = text(wrens.get(door("watch")))
    started = text(wrens.post(door("watch"), {"days": "3"}, follow=True))
    running = Watch.objects.get()
    ended = text(wrens.post(door("watch-end", running.pk), follow=True))

    assert "visits from this server, not from you" in shown
    assert "Every 3 days" in started and "It ended" in ended
    assert watching.running(case) is None


@pytest.mark.parametrize("days", ["", "2", "x"])
def test_keeps_asking_how_often(wrens: Client, door: Door, place: Sighting, days: str) -> None:
    page = wrens.post(door("watch"), {"days": days})

    assert page.status_code == 422 and not Watch.objects.exists()
