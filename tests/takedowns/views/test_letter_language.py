"""A letter in another language: chosen on its page, read in English beside, approved as it is."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from takedowns.models import Notice, NoticeState

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


def in_german(draft: Notice, browser: Client) -> str:
    """Choose German on the page of the draft; returns the page that follows."""
    page = reverse("takedowns:notice", args=[draft.case.ref, draft.pk])
    chosen = {"language": "de", "signature_name": "Wren Example"}
    return browser.post(page, chosen, follow=True).content.decode()


def test_is_written_in_the_language_that_was_chosen(
    draft: Notice, wren: Person, browse: Browse
) -> None:
    page = in_german(draft, browse(wren))

    assert "Antrag auf Entfernung" in page
    assert 'lang="de"' in page


def test_can_be_read_in_english_beside(draft: Notice, wren: Person, browse: Browse) -> None:
    page = in_german(draft, browse(wren))

    assert "The same letter in English, to read" in page
    assert "I am identifiable in the intimate material" in page


def test_says_that_nobody_has_checked_the_wording(
    draft: Notice, wren: Person, browse: Browse
) -> None:
    page = in_german(draft, browse(wren))
    assert "Nobody who grew up with Deutsch" in page


def test_asks_kindly_for_a_language_that_is_there(
    draft: Notice, wren: Person, browse: Browse
) -> None:
    page = reverse("takedowns:notice", args=[draft.case.ref, draft.pk])

    answer = browse(wren).post(page, {"language": "tlh", "signature_name": "Wren Example"})

    draft.refresh_from_db()
    assert (answer.status_code, draft.language) == (422, "en")


def test_is_frozen_in_its_language(
    draft: Notice, wren: Person, browse: Browse, approve: Callable[[Notice, Person], Notice]
) -> None:
    in_german(draft, browse(wren))
    draft.refresh_from_db()

    approved = approve(draft, wren)

    assert approved.state == NoticeState.APPROVED
    assert approved.subject.startswith("Antrag auf Entfernung")
