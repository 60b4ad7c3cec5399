"""The people of every test, and the world they meet in.

Wren is the client; Bea her advocate; Ada their supervisor; Ida an advocate of the same team
without this case; Cy the counsel; Otto the operator; June a client of nobody here; Dan the
stranger, an advocate of another team. The stranger is tried on every door.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from hypothesis import settings as examples

from accounts.models import Organisation, Person, Role
from cases.models import Age, Case
from config import celery
from tests import custody_triggers, factories
from tests.signing_in import sign_in

__all__ = ["celery"]

custody_triggers.let_flush_pass()

examples.register_profile("house", max_examples=40, deadline=None)
examples.load_profile("house")

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""Sunday; the moment most tests happen at."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On the second shape, run what touches the database, the queue or a server.

    The rest knows neither and would tell the same twice; the first pass runs all of it.
    """
    if not os.environ.get("REDRESS_TEST_DATABASE_URL"):
        return
    served = [item for item in items if _touches_the_shape(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(served)])
    items[:] = served


def _touches_the_shape(item: pytest.Item) -> bool:
    needs = {"db", "transactional_db", "django_db_setup", "house", "browser"}
    return bool(needs & set(getattr(item, "fixturenames", ()))) or any(
        item.get_closest_marker(name) for name in ("django_db", "postgres", "redis", "browser")
    )


@pytest.fixture
def time_machine_at() -> Iterator[Callable[[datetime], None]]:
    """Lets a test set the moment that pages read; the clock stands still from then on."""
    travellers: list[time_machine.travel] = []

    def travel(moment: datetime) -> None:
        traveller = time_machine.travel(moment, tick=False)
        traveller.start()
        travellers.append(traveller)

    yield travel
    for traveller in reversed(travellers):
        traveller.stop()


@pytest.fixture
def now() -> datetime:
    """A fixed moment, passed to services."""
    return NOON


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    """Every test keeps its files and its key in a folder of its own."""
    settings.VAULT_ROOT = tmp_path / "files"
    settings.CASE_KEYS_ROOT = tmp_path / "case-keys"
    settings.INSTANCE_KEY_FILE = tmp_path / "instance.key"
    settings.SIGNING_KEY_FILE = tmp_path / "signing.key"
    if settings.REDIS:
        cache.clear()  # a table is emptied with its transaction, Redis is not
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def team(db: None) -> Organisation:
    """Wren's advocates."""
    return factories.organisation("Harbour Advice")


@pytest.fixture
def other_team(db: None) -> Organisation:
    """Another organisation on the same machine."""
    return factories.organisation("Lantern Line")


@pytest.fixture
def wren(db: None) -> Person:
    """The client."""
    return factories.person("wren")


@pytest.fixture
def june(db: None) -> Person:
    """A client with a case of her own, unknown to everyone here."""
    return factories.person("june")


@pytest.fixture
def bea(team: Organisation) -> Person:
    """Wren's advocate."""
    return factories.member(team, "bea", Role.ADVOCATE)


@pytest.fixture
def ada(team: Organisation) -> Person:
    """The supervisor of Wren's advocates."""
    return factories.member(team, "ada", Role.SUPERVISOR)


@pytest.fixture
def ida(team: Organisation) -> Person:
    """An advocate of the same team who was not given this case."""
    return factories.member(team, "ida", Role.ADVOCATE)


@pytest.fixture
def cy(team: Organisation) -> Person:
    """The counsel; nothing was released to him."""
    return factories.member(team, "cy", Role.COUNSEL)


@pytest.fixture
def otto(team: Organisation) -> Person:
    """The operator; runs the machine and reads no case."""
    return factories.member(team, "otto", Role.OPERATOR)


@pytest.fixture
def dan(other_team: Organisation) -> Person:
    """The stranger."""
    return factories.member(other_team, "dan", Role.ADVOCATE)


@pytest.fixture
def case(wren: Person, bea: Person, team: Organisation) -> Case:
    """Wren's case: open, an adult in all of it, in Bea's hands."""
    return factories.case(
        client=wren, client_name="Wren", organisation=team, advocate=bea, age=Age.ADULT
    )


@pytest.fixture
def junes_case(june: Person) -> Case:
    """A case of a client alone, without any team."""
    return factories.case(client=june, client_name="June", age=Age.ADULT)


@pytest.fixture
def browse(client: Client) -> Callable[[Person], Client]:
    """A browser in which this person is signed in."""

    def signed_in(person: Person) -> Client:
        sign_in(client, person)
        return client

    return signed_in
