"""Before a bundle is made, its page names the files that say where they were taken."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Case
from evidence import tasks
from tests.data.pictures.imprinted import imprinted
from tests.evidence import makers

Browse = Callable[[Person], Client]


def page(case: Case, browser: Client) -> str:
    return browser.get(reverse("dossiers:dossier-new", args=[case.ref])).content.decode()


@pytest.mark.django_db
def test_names_files_that_carry_a_place(case: Case, wren: Person, browse: Browse) -> None:
    makers.exhibit(case, actor=wren)
    placed = makers.exhibit(case, actor=wren, clear=imprinted("JPEG"))
    tasks.read_exhibit(exhibit_id=str(placed.pk))

    shown = page(case, browse(wren))

    assert 'This file says where it was taken: <span class="num">EX-0002</span>.' in shown
    assert "54.5" not in shown


@pytest.mark.django_db
def test_warns_of_nothing_where_no_file_carries_one(
    case: Case, wren: Person, browse: Browse
) -> None:
    makers.exhibit(case, actor=wren)

    assert "Files that name a place" not in page(case, browse(wren))
