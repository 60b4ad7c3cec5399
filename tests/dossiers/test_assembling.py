"""From rows to what the dossier says."""

from datetime import datetime
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person
from cases.models import Age, Case
from dossiers.models import ImagePolicy, Purpose
from dossiers.rendering.content import Content
from dossiers.services import gaps
from dossiers.services.assembling import content_of
from dossiers.services.rows import Choice, Rows, read_rows
from evidence.models import Sighting
from tests.dossiers.conftest import Keep


def rows_of(case: Case, now: datetime, **chosen: object) -> Rows:
    choice = Choice(**{"purpose": Purpose.LAWYER, **chosen})  # type: ignore[arg-type]  # a test's shorthand
    assert case.client is not None
    return read_rows(case, choice, compiler=case.client, now=now)


def content(case: Case, now: datetime, **chosen: object) -> Content:
    rows = rows_of(case, now, **chosen)
    numbers = [exhibit.number for exhibit in rows.exhibits]
    return content_of(rows, version=1, sound=numbers, drawn=numbers, now=now)


@pytest.mark.parametrize("exhibits", [2, 20])
def test_asks_the_database_as_often_for_twenty_exhibits_as_for_two(
    exhibits: int,
    told: Case,
    places: list[Sighting],
    sent: object,
    keep: Keep,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for shade in range(exhibits):
        keep(told, places[shade % 4], shade=shade)

    with django_assert_num_queries(17):
        content(told, now, images=ImagePolicy.OUTLINE)


def test_leaves_a_visible_gap_where_an_exhibit_is_left_out(full: Case, now: datetime) -> None:
    told = content(full, now, left_out=(2, 4))

    assert [page.label for page in told.exhibits] == ["EX-0001", "EX-0003", "EX-0005", "EX-0006"]
    assert told.left_out == ("EX-0002", "EX-0004")
    assert any("EX-0002 and EX-0004" in field.text for field in told.cover.fields)


def test_points_to_no_exhibit_that_is_left_out(full: Case, now: datetime) -> None:
    told = content(full, now, left_out=(2,))

    anchors = {pointer.anchor for step in told.steps for pointer in step.pointers}
    pages = {page.anchor for group in (told.exhibits, told.places, told.letters) for page in group}
    assert anchors <= pages
    assert "ex-2" not in anchors


def test_shows_seen_and_logged_side_by_side(full: Case, now: datetime) -> None:
    full.sightings.update(logged_at=datetime.fromisoformat("2026-11-22T15:30:00+00:00"))

    step = content(full, now).steps[0]

    assert (step.seen, step.logged) == ("22 Nov 2026, 12:00", "22 Nov 2026, 15:30")


def test_names_places_without_a_time_as_missing(told: Case, places: object, now: datetime) -> None:
    told.sightings.filter(number__lte=3).update(seen_at=None)

    assert gaps.missing(rows_of(told, now))[0].what == "No time seen for three places"


def test_knows_each_place_it_names_as_missing(
    told: Case, places: list[Sighting], now: datetime
) -> None:
    without = told.sightings.filter(number__in=[1, 3])
    without.update(seen_at=None)

    gap = gaps.found(rows_of(told, now))[0]

    assert [spot.key for spot in gap.spots] == [place.pk for place in without.order_by("number")]
    assert gaps.missing(rows_of(told, now))[0].where == "Places 1 and 3"


def test_names_twelve_and_counts_the_others() -> None:
    spots = tuple(gaps.Spot(uuid4(), label=f"N-{n}", in_row=f"N-{n}") for n in range(1, 15))

    gap = gaps.Gap(gaps.Kind.LETTER, "No answer kept for 14 letters", spots)

    assert [gap.named[-1].label, len(gap.named), gap.more] == ["N-12", 12, 2]


def test_tells_that_a_place_was_gone(full: Case, now: datetime) -> None:
    facts = gaps.negative(rows_of(full, now))

    assert [fact.where for fact in facts] == ["Place 1"]


def test_says_what_an_exhibit_shows_and_what_it_does_not(full: Case, now: datetime) -> None:
    page = content(full, now).exhibits[0]

    assert page.shows.startswith("Given by the person as a file.")
    assert "has not changed since" in page.shows
    assert "does not by itself show" in page.does_not_show


def test_does_not_call_a_file_unchanged_that_did_not_open(full: Case, now: datetime) -> None:
    rows = rows_of(full, now)

    page = content_of(rows, version=1, sound=(), drawn=(), now=now).exhibits[0]

    assert "has not changed" not in page.shows
    assert any("could not be opened" in field.text for field in page.fields)


def test_never_shows_a_picture_unless_the_person_was_an_adult(full: Case, now: datetime) -> None:
    full.age = Age.UNSURE

    told = content(full, now, images=ImagePolicy.FULL)

    assert all(page.picture is None for page in told.exhibits)


def test_names_the_person_only_where_that_was_chosen(full: Case, now: datetime) -> None:
    assert "Wren" not in repr(content(full, now))
    assert "Wren Example" in repr(content(full, now, with_name=True))


def test_withholds_the_name_in_the_text_of_a_letter(full: Case, now: datetime) -> None:
    letter = content(full, now).letters[0]

    assert "[withheld]" in letter.body
    assert "answers@mailbox.example" not in letter.body


def test_keeps_the_letter_word_for_word_where_the_name_is_shown(full: Case, now: datetime) -> None:
    assert content(full, now, with_name=True).letters[0].body == full.notices.get().body


def test_keeps_the_name_of_a_file_out(full: Case, now: datetime) -> None:
    assert "at home" not in repr(content(full, now, with_name=True))


def test_makes_sense_of_an_empty_case(case: Case, wren: Person, now: datetime) -> None:
    told = content(case, now)

    assert not (told.exhibits or told.steps or told.letters or told.digests)
    assert told.spread is None
