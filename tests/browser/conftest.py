"""The training world in a house of its own."""

import pytest

from tests.journeys.conftest import browser, elsewhere, house, mailbox, watch
from tests.journeys.house import House

__all__ = ["browser", "elsewhere", "house", "mailbox", "watch"]


@pytest.fixture(scope="module")
def lived_in(house: House) -> House:
    """Two teams, their cases and letters in every state."""
    house.manage("demo")
    return house
