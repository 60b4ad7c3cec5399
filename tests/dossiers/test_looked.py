"""Who something was released to stands on "Who looked", with a button that ends it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import Person
from cases.models import Case
from dossiers.models import Dossier, Release
from dossiers.services import opening, releasing
from tests.dossiers.test_releasing import READER, at, given, made, still, terms

__all__ = ["given", "made", "still"]

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]
END = "End it now"


def looked(browse: Browse, who: Person, case: Case) -> str:
    return browse(who).get(f"/b/{case.ref}/looked/").content.decode()


def test_names_whoever_can_still_open_it(
    given: releasing.Given, full: Case, wren: Person, browse: Browse
) -> None:
    Client().post(at(given), {"code": given.code})

    page = looked(browse, wren, full)

    assert "Still open to somebody" in page
    assert "until 6 December 2026 · opened 1 of 3 times" in page
    assert page.count(READER) >= 3
    assert 'href="#still-open"' in page
    assert page.count(END) == 1


def test_tells_how_many_questions_were_asked(
    made: Dossier, full: Case, wren: Person, browse: Browse, now: datetime, still: None
) -> None:
    releasing.release(made, terms=terms(compares=20), actor=wren, now=now)

    assert "asked about 0 of 20 pictures" in looked(browse, wren, full)


def test_ends_it_there_and_stays_on_the_page(
    given: releasing.Given, full: Case, wren: Person, browse: Browse
) -> None:
    end = f"/b/{full.ref}/released/{given.release.pk}/end/"

    answer = browse(wren).post(end, {"then": "looked"})

    assert answer["Location"] == f"/b/{full.ref}/looked/"
    assert Release.objects.get().ended_at is not None
    assert Client().get(at(given)).status_code == 404
    page = looked(browse, wren, full)
    assert "You ended a release." in page
    assert END not in page


def test_offers_no_end_of_what_is_over(
    given: releasing.Given, full: Case, wren: Person, browse: Browse, now: datetime,
    time_machine_at: Callable[[datetime], None],
) -> None:  # fmt: skip
    time_machine_at(now + timedelta(days=14))

    page = looked(browse, wren, full)

    assert "Still open" not in page
    assert READER in page


@pytest.mark.parametrize("who", ["bea", "ada"])
def test_offers_it_to_whoever_may_end_it(
    who: str, given: releasing.Given, full: Case, browse: Browse, request: pytest.FixtureRequest
) -> None:
    assert END in looked(browse, request.getfixturevalue(who), full)


def test_offers_the_end_for_an_hour_after_the_last_opening(
    given: releasing.Given, full: Case, wren: Person, browse: Browse, now: datetime,
    time_machine_at: Callable[[datetime], None],
) -> None:  # fmt: skip
    reader = Client()
    for _ in range(3):
        reader.post(at(given), {"code": given.code})
    assert Client().get(at(given)).status_code == 404
    assert END in looked(browse, wren, full)

    time_machine_at(now + opening.LASTS)

    assert END not in looked(browse, wren, full)
