"""Pages of evidence, asked as a browser asks; nothing is nudged."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Case
from evidence import tasks

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer
else:  # the stubs alone have a name for what a browser of tests gets
    Answer = HttpResponse

__all__ = ["Answer"]

Door = Callable[..., str]
"""Gives the address of a page by its name."""


@pytest.fixture(autouse=True)
def nudges(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids the worker was told of, in place of a broker."""
    told: list[str] = []
    monkeypatch.setattr(
        tasks.read_exhibit, "delay_on_commit", lambda *, exhibit_id: told.append(exhibit_id)
    )
    monkeypatch.setattr(tasks.sweep_comparisons, "delay_on_commit", lambda: told.append("compare"))
    return told


@pytest.fixture
def door(case: Case) -> Door:
    """The address of a page about Wren's case."""

    def address(name: str, *args: object) -> str:
        return reverse(f"evidence:{name}", args=[case.ref, *args])

    return address


@pytest.fixture
def wrens(browse: Callable[[Person], Client], wren: Person) -> Client:
    """Wren's browser."""
    return browse(wren)
