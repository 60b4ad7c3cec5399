"""A second step in a real browser: a passkey of a virtual device, and codes from an app."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.journeys.house import House
from tests.journeys.people import PASSWORD, Phone, noon_zone, phone
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser

SIGN_IN = re.compile(r"/in/login/")
SECOND = re.compile(r"/in/2fa/authenticate/")
A_CODE = 30.0
"""Seconds for which an app shows the same code."""


class ByName(House):
    """The same house by a name: passkeys are bound to names, never to numbers."""

    @property
    def address(self) -> str:
        """Without a slash at its end."""
        return f"http://localhost:{self.port}"


@pytest.fixture
def by_name(browser: Browser, house: House, watch: Watch) -> Iterator[Callable[[], Phone]]:
    """Hands out phones that come by the name of the machine."""
    named = ByName(data=house.data, environment=house.environment, port=house.port)
    phones: list[Phone] = []

    def one() -> Phone:
        phones.append(phone(browser, named, watch, zone=noon_zone()))
        return phones[-1]

    yield one
    for each in phones:
        each.page.context.close()


def device(page: Page) -> CDPSession:
    """A virtual authenticator that checks a finger and keeps passkeys."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def proves(held: Phone) -> None:
    """Answer "Is it still you?" with the password."""
    held.page.get_by_label("Password").fill(PASSWORD)
    held.page.locator("main button.button").first.click()
    held.look_over()


def sets_up_an_app(held: Phone) -> str:
    """Turn codes on; the secret of the app."""
    held.open("/in/2fa/totp/activate/")
    if "reauthenticate" in held.page.url:
        proves(held)
    secret = held.page.get_by_label("The same as letters").input_value()
    held.page.get_by_label("The six digits").fill(code_of(secret))
    held.press("Turn on")
    return secret


def code_of(secret: str, *, later: int = 0) -> str:
    """What an app shows now, or some codes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time() // A_CODE) + later)))


def next_code(secret: str) -> str:
    """Wait for the next code: the one before was used."""
    time.sleep(A_CODE - time.time() % A_CODE + 0.5)
    return code_of(secret)


def codes_to_come_back_with(held: Phone) -> list[str]:
    """The ten codes as the page shows them."""
    held.open("/in/2fa/recovery-codes/")
    if "reauthenticate" in held.page.url:
        proves(held)
    return re.findall(r"\b\d{8}\b", held.reads())


def test_signs_in_with_a_passkey_alone(house: House, by_name: Callable[[], Phone]) -> None:
    name = house.inside("let_in_client", "june")
    held = by_name()
    key = device(held.page)
    held.sign_in(name)
    held.open("/in/2fa/webauthn/add/")
    if "reauthenticate" in held.page.url:
        proves(held)
    held.page.get_by_label("A name for it").fill("My phone")
    held.page.get_by_label("Sign in with it alone, without a password").check()
    held.page.get_by_role("button", name="Add", exact=True).click()
    expect(held.page).not_to_have_url(re.compile("/webauthn/add/"))

    held.open("/in/logout/")
    held.press("Sign out")
    held.open("/in/login/")
    held.page.get_by_role("button", name="Sign in with a passkey").click()

    expect(held.page).not_to_have_url(SIGN_IN)
    held.open("/you/")
    expect(held.main.get_by_role("heading", name="You", exact=True)).to_be_visible()
    key.detach()


def test_lets_no_device_in_that_has_no_key(by_name: Callable[[], Phone]) -> None:
    held = by_name()
    key = device(held.page)

    held.open("/in/login/")
    held.page.get_by_role("button", name="Sign in with a passkey").click()

    expect(held.page.locator("[data-passkey-trouble]")).to_be_visible()
    expect(held.page).to_have_url(SIGN_IN)
    key.detach()


def test_asks_for_a_code_and_takes_it_once(house: House, borrow: Callable[..., Phone]) -> None:
    name = house.inside("let_in_client", "mira")
    held = borrow()
    held.sign_in(name)
    secret = sets_up_an_app(held)
    spare = codes_to_come_back_with(held)

    other = borrow()
    other.sign_in(name)
    expect(other.page).to_have_url(SECOND)
    used = next_code(secret)
    other.page.get_by_label("Code").first.fill(used)
    other.press("Go on")
    expect(other.page).not_to_have_url(SECOND)

    third = borrow()
    third.sign_in(name)
    third.page.get_by_label("Code").first.fill(used)
    third.press("Go on")
    third.sees("This code is not right, or it was used.")
    assert len(spare) == 10
    third.page.get_by_label("Code").first.fill(spare[0])
    third.press("Go on")
    expect(third.page).not_to_have_url(SECOND)


def test_signs_out_everywhere_else(house: House, borrow: Callable[..., Phone]) -> None:
    name = house.inside("let_in_client", "kit")
    here, there = borrow(), borrow()
    for held in (here, there):
        held.sign_in(name)

    here.open("/in/sessions/")
    here.press("Sign out everywhere else")

    there.open("/you/")
    expect(there.page).to_have_url(SIGN_IN)
    here.open("/you/")
    expect(here.page).not_to_have_url(SIGN_IN)
