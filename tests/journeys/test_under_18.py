"""Where some of it was made before 18, no file comes in: no way to give one, none taken."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.data.pictures import drawn_picture, encoded
from tests.journeys.client import Client
from tests.journeys.people import Phone

pytestmark = pytest.mark.browser

PAGES = ("", "places/", "places/add/", "items/", "items/add/", "own/", "own/add/", "letters/")
DOORS = ("places/add/", "items/add/", "own/add/")


@pytest.fixture
def client(borrow: Callable[..., Phone]) -> Client:
    client = Client(borrow())
    client.signs_up()
    client.opens_a_case(age="No, under 18 in some or all of it")
    return client


def test_names_services_for_minors_at_once(client: Client) -> None:
    expect(client.page).to_have_url(f"{client.phone.house.address}/b/{client.ref}/q/stop/")

    client.phone.sees("No pictures are taken here")
    client.phone.sees("Take It Down")


def test_offers_no_file_input_anywhere(client: Client) -> None:
    for part in PAGES:
        client.goes_to(part)

        expect(client.page.locator("input[type=file]")).to_have_count(0)


def test_refuses_a_forged_file(client: Client) -> None:
    for part in DOORS:
        answer = client.forges_a_file(part, encoded(drawn_picture(5)))

        assert "Services that can help with pictures" in answer

    client.goes_to("items/")
    assert "EX-0001" not in client.phone.reads()
    client.goes_to("own/")
    assert "R-1" not in client.phone.reads()
