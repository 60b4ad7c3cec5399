"""A person's own page: checks, keeps what was entered, and changes nothing by accident."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Person
from accounts.services.devices import device_words
from accounts.services.settings import COMMON_ZONES, is_zone
from accounts.templatetags.squares import square_box, square_path

Browse = Callable[[Person], Client]
GOOD = {
    "display_name": "W.",
    "zone": "Europe/Paris",
    "app_name": "Garden",
    "exit_url": "https://weather.example/",
    "mail_is_safe": "on",
    "shared_device": "on",
}


def test_keeps_the_choices(browse: Browse, wren: Person) -> None:
    browse(wren).post("/you/", GOOD)

    wren.refresh_from_db()
    assert (wren.display_name, wren.zone, wren.app_name) == ("W.", "Europe/Paris", "Garden")
    assert wren.exit_url == GOOD["exit_url"]
    assert wren.mail_is_safe
    assert wren.shared_device


def test_shows_the_chosen_name_at_the_top(browse: Browse, wren: Person) -> None:
    page = browse(wren).post("/you/", GOOD, follow=True).content.decode()

    assert "<title>Garden</title>" in page


def test_takes_an_address_without_a_scheme_as_https(browse: Browse, wren: Person) -> None:
    browse(wren).post("/you/", {**GOOD, "exit_url": "weather.example/today"})

    wren.refresh_from_db()
    assert wren.exit_url == "https://weather.example/today"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "data:text/html,x", "ftp://files.example/", "//weather.example",
        "file:///etc/passwd", "https://", "two words", "https://weather.example/\r\nX: y",
    ],
)  # fmt: skip
def test_refuses_an_address_that_is_no_page(browse: Browse, wren: Person, address: str) -> None:
    response = browse(wren).post("/you/", {**GOOD, "exit_url": address})

    wren.refresh_from_db()
    assert response.status_code == 200
    assert "not the address of a page" in response.content.decode()
    assert wren.exit_url == ""


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/localtime"])
def test_refuses_a_zone_that_is_not_in_the_list(browse: Browse, wren: Person, zone: str) -> None:
    response = browse(wren).post("/you/", {**GOOD, "zone": zone})

    wren.refresh_from_db()
    assert response.status_code == 200
    assert wren.zone == "UTC"


def test_keeps_what_was_entered_when_one_thing_is_wrong(browse: Browse, wren: Person) -> None:
    page = browse(wren).post("/you/", {**GOOD, "exit_url": "ftp://x.example"}).content.decode()

    assert 'value="Garden"' in page
    assert 'value="ftp://x.example"' in page
    assert 'value="Europe/Paris" selected' in page
    assert page.count("checked") == 2


def test_offers_a_rare_zone_to_those_who_have_it(browse: Browse, wren: Person) -> None:
    Person.objects.filter(pk=wren.pk).update(zone="Antarctica/Troll")

    page = browse(wren).get("/you/").content.decode()

    assert 'value="Antarctica/Troll" selected' in page


def test_lists_only_zones_that_exist() -> None:
    listed = [name for names in COMMON_ZONES.values() for name in names]

    assert [name for name in listed if not is_zone(name)] == []
    assert len(listed) == len(set(listed))


def test_asks_a_stranger_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/you/")["Location"] == "/in/login/?next=/you/"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Safari", "Chrome on an Android device"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Safari/604.1", "Safari on an iPhone"),
        ("curl/8", "A browser"),
    ],
)  # fmt: skip
def test_names_a_device_in_known_words(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words


def test_reads_only_figures_from_the_square() -> None:
    svg = '<svg viewBox="0 0 29 29"><path d="M4,4H5V5H4z"/></svg>'

    assert (square_path(svg), square_box(svg)) == ("M4,4H5V5H4z", "0 0 29 29")


@pytest.mark.parametrize("svg", ["", '<path d="M4"><script>"/>', '<path d="alert(1)"/>'])
def test_draws_nothing_it_does_not_know(svg: str) -> None:
    assert square_path(svg) in ("", "M4")
