"""The places of a case on their pages."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import Person
from cases.models import Case
from evidence.links import normalise
from evidence.models import Observation, Presence, Sighting
from evidence.services import sightings
from evidence.services.sightings import Noticed
from tests.evidence import makers
from tests.evidence.views.conftest import Answer, Door

pytestmark = pytest.mark.django_db

SEEN = Noticed(
    seen_at=datetime(2026, 1, 5, 20, 30, 12, tzinfo=UTC), seen_zone="Asia/Tokyo", note="two of us"
)


def text(page: Answer) -> str:
    return page.content.decode()


def test_teaches_where_nothing_is_noted_yet(wrens: Client, door: Door) -> None:
    assert "No place is noted yet" in text(wrens.get(door("sightings")))


def test_tells_state_platform_and_day_of_each_place(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    makers.sighting(case, actor=wren, noticed=SEEN)

    page = text(wrens.get(door("sightings")))

    assert "Reddit" in page and "Still there" in page and "5 Jan 2026" in page


def test_turns_the_page_after_a_hundred(
    wrens: Client, door: Door, case: Case, wren: Person, now: datetime
) -> None:
    links = [normalise(f"https://pictures.example/{number}") for number in range(101)]
    sightings.log_links(case, links=links, noticed=Noticed(), actor=wren, now=now)

    first, second = (text(wrens.get(door("sightings") + f"?page={page}")) for page in (1, 2))

    assert first.count("Day not known") == 100 and second.count("Day not known") == 1
    assert "1 to 100 of 101" in first


def test_asks_few_questions_of_the_database_for_a_long_list(
    wrens: Client,
    door: Door,
    case: Case,
    wren: Person,
    now: datetime,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    links = [normalise(f"https://pictures.example/{number}") for number in range(100)]
    sightings.log_links(case, links=links, noticed=SEEN, actor=wren, now=now)

    with django_assert_max_num_queries(16):
        wrens.get(door("sightings"))


def test_shows_the_moment_in_the_zone_it_was_seen_in(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    made = makers.sighting(case, actor=wren, noticed=SEEN)

    page = text(wrens.get(door("sighting", made.pk)))

    assert "Tue 6 Jan 2026, 05:30 (Asia/Tokyo)" in page and "two of us" in page


def test_changes_what_is_noted_and_leaves_the_moment_alone(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    made = makers.sighting(case, actor=wren, noticed=SEEN)
    form = wrens.get(door("sighting-edit", made.pk)).context["form"]
    data = {name: str(form[name].value() or "") for name in form.fields}

    answer = wrens.post(door("sighting-edit", made.pk), {**data, "note": "three of us"})

    made.refresh_from_db()
    assert answer.status_code == 302
    assert (made.note, made.seen_at) == ("three of us", SEEN.seen_at)
    assert Observation.objects.count() == 1


def test_says_at_the_field_why_a_corrected_link_cannot_be(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    makers.sighting(case, actor=wren, link=makers.OTHER_LINK)
    made = makers.sighting(case, actor=wren)
    sent = {"when": "unknown", "note": "kept", "address": makers.OTHER_LINK}

    page = text(wrens.post(door("sighting-edit", made.pk), sent))

    assert "This place is noted already: it is number 1." in page and "kept" in page


def test_adds_a_look(wrens: Client, door: Door, case: Case, wren: Person) -> None:
    made = makers.sighting(case, actor=wren)

    wrens.post(door("observation-add", made.pk), {"presence": "GONE", "when": "now"})

    assert Observation.objects.get().presence == Presence.GONE
    assert "Gone" in text(wrens.get(door("sightings")))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"when": "now"}, "Choose what the place shows."),
        ({"presence": "GONE", "when": "at"}, "Put in the day"),
        (
            {
                "presence": "GONE",
                "when": "at",
                "seen_date": "2099-01-01",
                "seen_time": "10:00",
            },
            "has not come yet",
        ),
    ],
)
def test_asks_again_about_a_look_that_cannot_be(
    wrens: Client, door: Door, case: Case, wren: Person, sent: dict[str, str], sentence: str
) -> None:
    made = makers.sighting(case, actor=wren)

    page = text(wrens.post(door("observation-add", made.pk), sent))

    assert sentence in page and not Observation.objects.exists()


def test_puts_no_link_in_the_address_or_the_title(
    wrens: Client, door: Door, case: Case, wren: Person
) -> None:
    made = makers.sighting(case, actor=wren)

    page = text(wrens.get(door("sighting", made.pk)))

    assert "<title>Notebook</title>" in page
    assert "reddit" not in door("sighting", made.pk)
    assert Sighting.objects.count() == 1
