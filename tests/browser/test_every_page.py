"""Every page a role can reach by links, on a phone: quiet, whole, and telling nobody anything."""

import os
from typing import Literal

import pytest
from playwright.sync_api import Browser

from dossiers.management.training.cast import PASSWORD
from tests.browser.crawl import Crawl, photographs
from tests.journeys.house import House
from tests.journeys.people import Phone, phone
from tests.journeys.watch import Watch

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
ON_SERVERS = bool(os.environ.get("REDRESS_TEST_DATABASE_URL"))
# Colours do not depend on the database, so the pass on PostgreSQL walks in the light only.
SCHEMES: tuple[Scheme, ...] = ("light",) if ON_SERVERS else ("light", "dark")
ROLES = {
    "client": "wren",
    "advocate": "bea",
    "supervisor": "ada",
    "counsel": "cy",
    "operator": "otto",
}
LIT, UNLIT = 200, 70


def fresh(browser: Browser, house: House, watch: Watch, *, scheme: Scheme) -> Phone:
    someone = phone(browser, house, watch, zone="Europe/Berlin")
    someone.page.emulate_media(color_scheme=scheme)
    return someone


def brightness(paper: str) -> int:
    """Of `rgb(1, 2, 3)`, from 0 to 255."""
    parts = [int(float(part)) for part in paper.strip("rgba()").split(",")[:3]]
    return sum(parts) // 3


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("role", ROLES)
def test_holds_on_every_page(
    role: str, scheme: Scheme, browser: Browser, lived_in: House, watch: Watch
) -> None:
    someone = fresh(browser, lived_in, watch, scheme=scheme)
    someone.sign_in(ROLES[role], password=PASSWORD)

    crawl = Crawl(someone.page, lived_in.address)
    crawl.walk("/")
    someone.page.context.close()

    assert not crawl.faults, "\n".join(crawl.faults)
    assert photographs(watch.pictures) == []
    assert len(crawl.visited) > 5
    assert all((brightness(paper) > LIT) == (scheme == "light") for paper in crawl.papers)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_holds_before_signing_in(
    scheme: Scheme, browser: Browser, lived_in: House, watch: Watch
) -> None:
    someone = fresh(browser, lived_in, watch, scheme=scheme)

    crawl = Crawl(someone.page, lived_in.address)
    crawl.walk("/")
    someone.page.context.close()

    assert not crawl.faults, "\n".join(crawl.faults)
    assert len(crawl.visited) > 4
