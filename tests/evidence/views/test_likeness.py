"""The page where a person decides about a likeness."""

import io
from datetime import datetime

import pytest
from django.test import Client
from PIL import Image

from accounts.models import Person
from cases.models import Case
from evidence.models import Comparing, Comparison, CustodyEvent, Decision, Drawing, Match, Tier
from evidence.services import matching
from evidence.services.references import Keeping
from evidence.views.likeness import figures
from tests.evidence import makers
from tests.evidence.views.conftest import Door

pytestmark = pytest.mark.django_db


@pytest.fixture
def match(case: Case, wren: Person) -> Match:
    """A likeness that was drawn."""
    makers.reference(case, actor=wren, seed=7, keeping=Keeping.SEALED)
    makers.read_exhibit(case, actor=wren, seed=7)
    makers.compared()
    return Match.objects.get()


@pytest.fixture
def browser(client: Client, wren: Person) -> Client:
    """Wren's browser."""
    client.force_login(wren)
    return client


def page_of(browser: Client, door: Door, match: Match) -> str:
    return browser.get(door("match", match.pk)).content.decode()


def test_loads_outlines_and_no_photograph(browser: Client, door: Door, match: Match) -> None:
    page = page_of(browser, door, match)

    assert page.count("<img") == 1
    assert f'src="{door("match-outline", match.pk)}"' in page
    assert "no photograph" in page
    assert f'action="{door("exhibit-preview", match.exhibit_id)}"' in page


def test_describes_the_drawings_to_who_cannot_see_them(
    browser: Client, door: Door, match: Match
) -> None:
    assert 'alt="Four line drawings: the file with the place marked' in page_of(
        browser, door, match
    )


def test_gives_the_outlines_in_two_shapes(browser: Client, door: Door, match: Match) -> None:
    wide, tall = (browser.get(door("match-outline", match.pk) + asked) for asked in ("", "?tall=1"))

    sizes = [Image.open(io.BytesIO(answer.content)).size for answer in (wide, tall)]
    assert sizes[0][0] > sizes[1][0]
    assert sizes[0][1] < sizes[1][1]
    assert wide["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert CustodyEvent.objects.filter(kind="match.outline").count() == 2


def test_says_why_yours_is_not_drawn(browser: Client, door: Door, case: Case, wren: Person) -> None:
    makers.reference(case, actor=wren, seed=8)
    makers.read_exhibit(case, actor=wren, seed=8)
    makers.compared()

    page = page_of(browser, door, Match.objects.get())

    assert "Only fingerprints of R-1 mine are kept" in page


def test_says_that_outlines_are_being_drawn(
    browser: Client, door: Door, case: Case, wren: Person
) -> None:
    makers.reference(case, actor=wren, seed=8)
    makers.read_exhibit(case, actor=wren, seed=8)

    page = page_of(browser, door, Match.objects.get())

    assert "The outlines are being drawn" in page
    assert "<img" not in page


def test_goes_back_to_the_page_where_there_is_no_drawing(
    browser: Client, door: Door, match: Match
) -> None:
    Drawing.objects.all().delete()

    answer = browser.get(door("match-outline", match.pk))

    assert answer["Location"] == door("match", match.pk)


def test_tells_each_figure_with_its_meaning(match: Match) -> None:
    match.tier, match.distance, match.limit = Tier.PROBABLE, 42, 46
    match.inliers, match.correlation = 40, 0.9769

    found = [(figure.name, figure.value) for figure in figures(match)]

    assert found == [
        ("Points that differ", "42 of 256"),
        ("Details that lie where they should", "40"),
        ("Agreement, laid on one another", "97.6 %"),
    ]


def test_warns_of_another_photograph_of_the_scene(
    browser: Client, door: Door, match: Match
) -> None:
    Match.objects.update(tier=Tier.PROBABLE, distance=42, limit=46, inliers=40, correlation=0.6)

    assert "another photograph" in page_of(browser, door, match)


def test_lets_a_person_take_the_answer_back(
    browser: Client, door: Door, match: Match, wren: Person, now: datetime
) -> None:
    matching.decide(match, decision=Decision.CONFIRMED, actor=wren, now=now)
    assert "Take the answer back" in page_of(browser, door, match)

    browser.post(door("match-decide", match.pk), {"decision": "OPEN"})

    match.refresh_from_db()
    assert match.decision == Decision.OPEN
    assert "Take the answer back" not in page_of(browser, door, match)


def test_shows_no_sealed_number_of_a_picture(browser: Client, door: Door, match: Match) -> None:
    page = page_of(browser, door, match)

    assert match.reference.sha256 not in page
    assert match.exhibit.file.sha256 not in page


def test_tells_the_worker_of_a_new_reference(
    browser: Client, door: Door, match: Match, nudges: list[str]
) -> None:
    file = io.BytesIO(makers.picture(9))
    file.name = "own.png"

    answer = browser.post(
        door("reference-add"), {"upload": file, "keeping": "fingerprints"}, follow=True
    )

    assert nudges == ["compare"]
    assert "are being compared with it now" in answer.content.decode()


def test_links_from_the_file_to_its_likeness(browser: Client, door: Door, match: Match) -> None:
    page = browser.get(door("exhibit", match.exhibit_id)).content.decode()

    assert f'href="{door("match", match.pk)}"' in page


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (Comparing.DUE, "still being compared"),
        (Comparing.WORKING, "still being compared"),
        (Comparing.GAVE_UP, "found by fingerprints alone"),
    ],
)
def test_says_on_the_file_how_the_closer_look_stands(
    browser: Client, door: Door, case: Case, wren: Person, state: Comparing, said: str
) -> None:
    makers.reference(case, actor=wren, seed=8)
    exhibit = makers.read_exhibit(case, actor=wren, seed=7)
    Comparison.objects.update(state=state)

    page = browser.get(door("exhibit", exhibit.pk)).content.decode()

    assert said in page
    assert "looks like none" not in page
