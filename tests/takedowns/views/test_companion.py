"""A service's own form, field by field: what was approved, and what is done."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Contact
from takedowns.models import Notice
from takedowns.services import companion
from tests.writing import write

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


def at(name: str, notice: Notice) -> str:
    return reverse(f"takedowns:{name}", args=[notice.case.ref, notice.pk])


def test_shows_the_fields_as_they_were_approved(
    approved: Notice, wren: Person, browse: Browse
) -> None:
    write(Contact.objects.filter(case=approved.case), name="Another Name", mail="x@new.example")

    page = browse(wren).get(at("notice-companion", approved)).content.decode()

    assert "answers@mailbox.example" in page
    assert "Another Name" not in page
    assert "x@new.example" not in page


def test_gives_every_filled_field_a_button_to_copy_it(
    approved: Notice, wren: Person, browse: Browse
) -> None:
    page = browse(wren).get(at("notice-companion", approved)).content.decode()

    filled = [key for _, value, key in companion.fields_of(approved) if value]
    assert filled
    assert {f"field-{key}" for key in filled} <= set(re.findall(r'data-copy="([^"]+)"', page))


def test_opens_their_form_without_saying_where_from(
    approved: Notice, wren: Person, browse: Browse
) -> None:
    answer = browse(wren).get(at("notice-companion", approved))

    [link] = re.findall(r'<a [^>]*target="_blank"[^>]*>', answer.content.decode())
    assert 'rel="noreferrer noopener"' in link
    assert answer["Referrer-Policy"] == "same-origin"


def test_keeps_a_tick_and_takes_it_away(approved: Notice, wren: Person, browse: Browse) -> None:
    key = companion.fields_of(approved)[0][2]
    browser = browse(wren)

    browser.post(at("notice-copied", approved), {"field": key, "done": "1"})
    approved.refresh_from_db()
    ticked = list(approved.copied)
    page = browser.get(at("notice-companion", approved)).content.decode()
    browser.post(at("notice-copied", approved), {"field": key})
    approved.refresh_from_db()

    assert (ticked, approved.copied) == ([key], [])
    assert "1 of " in page


def test_ticks_no_field_the_form_does_not_have(
    approved: Notice, wren: Person, browse: Browse
) -> None:
    browse(wren).post(at("notice-copied", approved), {"field": "nowhere", "done": "1"})

    approved.refresh_from_db()
    assert approved.copied == []
