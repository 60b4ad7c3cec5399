"""Limits slow whoever guesses, and keep nobody out of their own notebook."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Person
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

TOO_MANY = "Too many tries."


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def tries(name: str, password: str, *, address: str) -> str:
    """What the page says to one try from an address; empty where it let the person in."""
    response = Client(REMOTE_ADDR=address).post("/in/login/", {"login": name, "password": password})
    return "" if response.status_code == 302 else response.content.decode()


def test_stops_an_address_after_five_wrong_passwords_for_one_name(june: Person) -> None:
    said = [tries("june", f"wrong-{number}-wrong", address="198.51.100.7") for number in range(6)]

    assert [TOO_MANY in words for words in said] == [False] * 5 + [True]
    assert TOO_MANY in tries("june", PASSWORD, address="198.51.100.7")


def test_lets_the_owner_in_while_somebody_else_hammers_her_name(june: Person) -> None:
    for number in range(40):
        tries("june", f"wrong-{number}-wrong", address=f"198.51.100.{number % 4}")

    assert tries("june", PASSWORD, address="203.0.113.9") == ""


def test_stops_an_address_that_tries_many_names(june: Person) -> None:
    said = [tries(f"name-{number}", "wrong-wrong", address="198.51.100.7") for number in range(12)]

    assert TOO_MANY in said[-1]


def test_counts_an_unknown_name_like_a_known_one(june: Person) -> None:
    counted = {
        name: [
            TOO_MANY in tries(name, f"wrong-{number}-wrong", address=address) for number in range(7)
        ]
        for name, address in (("june", "198.51.100.7"), ("nobody", "198.51.100.8"))
    }

    assert counted["june"] == counted["nobody"]
