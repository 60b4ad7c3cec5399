"""Leaving: at once, from everywhere, without a way back."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Person

Browse = Callable[[Person], Client]
ELSEWHERE = "https://weather.example/today"


@pytest.mark.parametrize("method", ["get", "post"])
def test_ends_the_session(browse: Browse, wren: Person, method: str) -> None:
    browser = browse(wren)

    response = getattr(browser, method)("/leave/")

    assert response.status_code == 303
    assert browser.get("/you/").status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_works_signed_out(client: Client, db: None, method: str) -> None:
    response = getattr(client, method)("/leave/")

    assert response.status_code == 303
    assert response["Location"] == settings.EXIT_URL


def test_goes_where_the_person_chose(browse: Browse, wren: Person) -> None:
    wren.exit_url = ELSEWHERE
    wren.save()

    response = browse(wren).get("/leave/")

    assert response["Location"] == ELSEWHERE


def test_never_goes_to_an_address_that_is_no_page(browse: Browse, wren: Person) -> None:
    wren.exit_url = "javascript:alert(1)"
    wren.save()

    response = browse(wren).get("/leave/")

    assert response["Location"] == settings.EXIT_URL


def test_clears_cookies_and_storage_but_not_the_cache(browse: Browse, wren: Person) -> None:
    response = browse(wren).get("/leave/")

    assert response["Clear-Site-Data"] == '"cookies", "storage"'
    assert response["Cache-Control"] == "no-store"


def test_answers_a_beacon_without_an_address(browse: Browse, wren: Person) -> None:
    browser = browse(wren)

    response = browser.post("/leave/", headers={"sec-fetch-mode": "no-cors"})

    assert response.status_code == 204
    assert "Location" not in response
    assert browser.get("/you/").status_code == 302


def test_works_with_an_old_token(wren: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wren)

    response = strict.post("/leave/", {"csrfmiddlewaretoken": "old"})

    assert response.status_code == 303


def test_leaves_no_page_that_back_could_show(browse: Browse, wren: Person) -> None:
    browser = browse(wren)
    page = browser.get("/you/")
    browser.get("/leave/")

    back = browser.get("/you/")

    assert page["Cache-Control"] == "no-store"
    assert back.status_code == 302
    assert back["Location"].startswith("/in/login/")
