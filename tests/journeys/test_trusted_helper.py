"""Somebody trusted looks, the client decides, and the advocate opens the address and signs."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.data.pictures import drawn_picture, encoded
from tests.journeys.client import Client
from tests.journeys.house import House
from tests.journeys.people import Phone

pytestmark = pytest.mark.browser

FIRST = "https://imageplace.example/f/first"
SECOND = "https://imageplace.example/f/second"
SEEN = {"name": "seen.png", "mimeType": "image/png", "buffer": encoded(drawn_picture(21))}


@pytest.fixture
def client(borrow: Callable[..., Phone]) -> Client:
    client = Client(borrow())
    client.signs_up()
    client.opens_a_case()
    client.answers_the_rest()
    return client


def makes_a_link(client: Client) -> str:
    client.goes_to("places/")
    client.phone.follow("Let someone you trust look")
    client.phone.follow("Make a link")
    client.page.get_by_label("For whom is it?").fill("My sister")
    client.phone.press("Make the link")
    client.phone.sees("It is shown this one time")
    return client.page.get_by_label("Personal link").input_value()


def gives(helper: Phone, link: str, *, screenshot: bool = False) -> None:
    helper.page.get_by_label("The link").fill(link)
    if screenshot:
        helper.page.get_by_label("Add one screenshot").set_input_files(SEEN)  # type: ignore[arg-type]  # a file in memory
    helper.press("Give it")


def test_lets_a_trusted_person_help_and_the_advocate_sign(
    borrow: Callable[..., Phone], house: House, client: Client
) -> None:
    link = makes_a_link(client)
    path = link.removeprefix(house.address)

    helper = borrow()
    helper.open(path)
    helper.sees("A notebook asked for your help")
    gives(helper, FIRST, screenshot=True)
    helper.sees("You gave 1 so far")
    gives(helper, SECOND)
    helper.sees("You gave 2 so far")
    assert client.ref not in helper.page.content()

    client.goes_to("hands/")
    client.phone.sees(FIRST)
    client.phone.press("Take it in")
    client.phone.sees("It is place 1 now. EX-0001 is kept with it.")
    client.phone.press("Decline it")
    client.phone.sees("It is declined. What was given is destroyed.")
    assert SECOND not in client.phone.reads()
    client.goes_to("places/")
    expect(client.page.locator("main li", has_text="imageplace")).to_have_count(1)

    name = house.inside("hire_advocate", f"bea-{uuid.uuid4().hex[:8]}")
    house.inside("hand_over", client.ref, name)
    advocate = borrow()
    advocate.sign_in(name)
    advocate.open(f"/b/{client.ref}/places/")
    advocate.follow("imageplace")
    advocate.follow("Open it and sign")
    expect(advocate.page.get_by_label("The address")).to_have_value(
        re.compile("^https://imageplace")
    )
    advocate.page.get_by_label("Still there").check()
    advocate.page.get_by_label("Which file did you compare it with?").select_option(label="EX-0001")
    advocate.page.get_by_label("It shows the same picture as the file").check()
    advocate.press("Sign it")
    advocate.sees("You saw: still there, the same picture as EX-0001.")

    client.goes_to("items/")
    client.phone.follow("EX-0001")
    client.phone.sees("Seen by a second observer")
    client.phone.sees("Told by somebody else: My sister")

    client.goes_to("hands/")
    client.phone.press("End it")
    client.phone.sees("The link does not work any more")
    helper.open(path)
    helper.sees("There is no page here")
