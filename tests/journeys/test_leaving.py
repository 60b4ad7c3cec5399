"""Leaving at once: the neutral page, no session, and no way back by the Back button."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.people import Phone

pytestmark = pytest.mark.browser

SIGN_IN = re.compile(r"/in/login/")
Leaving = Callable[[Phone], None]
WAYS = [Phone.leaves_by_click, Phone.leaves_by_shift]
PRIVATE = {"client": "/you/", "staff": "/today/"}


@pytest.fixture(scope="module")
def names(house: House) -> dict[str, str]:
    """A client and an advocate, by sign-in name."""
    return {
        "client": house.inside("let_in_client", "june"),
        "staff": house.inside("hire_advocate", "bea"),
    }


def came_away(phone: Phone, elsewhere: str) -> None:
    """The neutral page is here, and its title."""
    expect(phone.page).to_have_url(elsewhere)
    expect(phone.page).to_have_title("Weather")


@pytest.mark.parametrize("leave", WAYS)
@pytest.mark.parametrize("part", PRIVATE)
def test_leaves_for_good(
    leave: Leaving, part: str, names: dict[str, str], borrow: Callable[..., Phone], elsewhere: str
) -> None:
    phone = borrow()
    phone.sign_in(names[part])
    phone.open(PRIVATE[part])

    leave(phone)
    came_away(phone, elsewhere)
    phone.page.go_back()
    expect(phone.page.get_by_role("heading", name="You", exact=True)).to_have_count(0)

    phone.open(PRIVATE[part])
    expect(phone.page).to_have_url(SIGN_IN)


@pytest.mark.parametrize("part", PRIVATE)
def test_leaves_without_script(
    part: str, names: dict[str, str], borrow: Callable[..., Phone], elsewhere: str
) -> None:
    phone = borrow(script=False)
    phone.sign_in(names[part])
    phone.open(PRIVATE[part])

    phone.leaves_by_click()
    came_away(phone, elsewhere)
    assert phone.page.context.cookies(phone.house.address) == []

    phone.page.go_back()
    expect(phone.page).to_have_url(SIGN_IN)


@pytest.mark.parametrize("leave", WAYS)
@pytest.mark.parametrize("path", ["/", "/safe/", "/people/", "/in/login/"])
def test_leaves_pages_of_strangers(
    leave: Leaving, path: str, borrow: Callable[..., Phone], elsewhere: str
) -> None:
    phone = borrow()
    phone.open(path)

    leave(phone)

    came_away(phone, elsewhere)
