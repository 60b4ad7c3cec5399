"""Reading pages in tests."""

from collections.abc import Callable
from typing import Protocol

from django.test import Client

from accounts.models import Person

Browse = Callable[[Person], Client]


class Answer(Protocol):
    """Whatever the test client hands back."""

    content: bytes


def said(answer: Answer) -> str:
    """The page as text."""
    return answer.content.decode()
