"""Sessions end: after a while without a page, and after twelve hours in any case."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.middleware import BEGAN, LONGEST, SEEN, SHARED_DEVICE
from accounts.models import Person
from tests.factories import PASSWORD

Browse = Callable[[Person], Client]
IDLE = timedelta(minutes=settings.IDLE_MINUTES)
MOMENT = timedelta(seconds=5)


def set_back(browser: Client, key: str, by: timedelta) -> None:
    """Pretend that this long has passed since `key`."""
    session = browser.session
    session[key] = session.get(key, timezone.now().timestamp()) - by.total_seconds()
    session.save()


def is_in(browser: Client) -> bool:
    """Whether the browser may still open a person's own page."""
    return browser.get("/you/").status_code == 200


def opened(browse: Browse, person: Person) -> Client:
    """A browser that has shown one page."""
    browser = browse(person)
    browser.get("/you/")
    return browser


def test_stays_open_for_somebody_who_reads(browse: Browse, wren: Person) -> None:
    browser = opened(browse, wren)
    set_back(browser, SEEN, IDLE - MOMENT)

    assert is_in(browser)


def test_closes_after_a_while_without_a_page(browse: Browse, wren: Person) -> None:
    browser = opened(browse, wren)
    set_back(browser, SEEN, IDLE + MOMENT)

    assert not is_in(browser)


def test_says_that_it_closed(browse: Browse, wren: Person) -> None:
    browser = opened(browse, wren)
    set_back(browser, SEEN, IDLE + MOMENT)

    response = browser.get("/you/", follow=True)

    assert "You were away for a while" in response.content.decode()


def test_closes_sooner_on_a_shared_device(browse: Browse, wren: Person) -> None:
    wren.shared_device = True
    wren.save()
    browser = opened(browse, wren)
    set_back(browser, SEEN, SHARED_DEVICE + MOMENT)

    assert not is_in(browser)


def test_counts_from_the_last_page(browse: Browse, wren: Person) -> None:
    browser = opened(browse, wren)
    set_back(browser, SEEN, IDLE - MOMENT)
    browser.get("/you/")
    set_back(browser, SEEN, IDLE - MOMENT)

    assert is_in(browser)


def test_closes_after_twelve_hours_however_busy(browse: Browse, wren: Person) -> None:
    browser = opened(browse, wren)
    set_back(browser, BEGAN, LONGEST + MOMENT)

    assert not is_in(browser)


def test_starts_counting_with_the_sign_in_itself(client: Client, wren: Person) -> None:
    client.post("/in/login/", {"login": "wren", "password": PASSWORD})

    assert {SEEN, BEGAN} <= set(client.session.keys())


def test_ends_other_sessions_when_asked(wren: Person) -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        browser.post("/in/login/", {"login": "wren", "password": PASSWORD})

    here.post("/in/sessions/")

    assert is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize("zone", ["", "Nowhere/Atlantis", "../etc", "America", "UTC"])
def test_shows_pages_in_any_zone(browse: Browse, wren: Person, zone: str) -> None:
    Person.objects.filter(pk=wren.pk).update(zone=zone)

    assert is_in(browse(wren))


def test_shows_moments_in_the_zone_of_the_reader(browse: Browse, ada: Person) -> None:
    Person.objects.filter(pk=ada.pk).update(zone="Pacific/Auckland")

    page = browse(ada).get("/team/").content.decode()

    assert "since 23 November 2026" in page
