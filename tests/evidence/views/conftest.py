"""Pages of evidence, asked as a browser asks; nothing is nudged."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Case
from evidence import tasks


@pytest.fixture(autouse=True)
def nudges(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids the worker was told of, in place of a broker."""
    told: list[str] = []
    monkeypatch.setattr(
        tasks.read_exhibit, "delay_on_commit", lambda *, exhibit_id: told.append(exhibit_id)
    )
    return told


@pytest.fixture
def door(case: Case) -> Callable[..., str]:
    """The address of a page about Wren's case."""

    def address(name: str, *args: object) -> str:
        return reverse(f"evidence:{name}", args=[case.ref, *args])

    return address


@pytest.fixture
def wrens(browse: Callable[[Person], Client], wren: Person) -> Client:
    """Wren's browser."""
    return browse(wren)
