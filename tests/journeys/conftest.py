"""A house for each file of journeys, a browser, and a watch over what it does."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.house import House
from tests.journeys.outside import Mailbox, mail_server, neutral_page
from tests.journeys.people import Phone, chromium, noon_zone, phone
from tests.journeys.standing import standing_house
from tests.journeys.watch import Watch


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    """A real mail server on this machine."""
    with mail_server() as box:
        yield box


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """The neutral page that leaving goes to."""
    with neutral_page() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; the test is skipped where there is none."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def house(
    browser: Browser, mailbox: Mailbox, elsewhere: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """The real server, the real worker and the real beat; nothing of it is left afterwards."""
    data = tmp_path_factory.mktemp("house")
    with standing_house(data, mail_port=mailbox.port, exit_url=elsewhere) as house:
        yield house


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails a test whose pages complained, asked elsewhere or broke."""
    watch = Watch()
    yield watch
    assert watch.faults == []


@pytest.fixture
def borrow(browser: Browser, house: House, watch: Watch) -> Iterator[Callable[..., Phone]]:
    """Hands out a phone: a fresh browser 390 pixels wide, `script=False` for one without script."""
    phones: list[Phone] = []

    def one(*, script: bool = True) -> Phone:
        fresh = phone(browser, house, watch, script=script, zone=noon_zone())
        phones.append(fresh)
        return fresh

    yield one
    for each in phones:
        each.page.context.close()
