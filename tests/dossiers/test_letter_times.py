"""Letters on one axis of time."""

from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string

from accounts.models import Person
from cases.models import Case
from dossiers.rendering.letter_times import MOST_ROWS, LetterTimes, Sent, letter_times
from takedowns.models import NoticeItem, Outcome
from tests.dossiers.conftest import Make, text_of
from tests.dossiers.test_assembling import content

DAY = timedelta(days=1)


@pytest.fixture
def drawn(now: datetime) -> LetterTimes:
    """Two letters in ten days: one ended late, one open with an answer."""
    letters = [
        Sent("N-2", "Second", now + 4 * DAY, now + 8 * DAY, (now + 6 * DAY,), None),
        Sent("N-1", "First", now, now + 2 * DAY, (), now + 5 * DAY),
    ]
    return letter_times(letters, until=now + 10 * DAY)[0]


def test_draws_from_sent_to_the_last_outcome(drawn: LetterTimes) -> None:
    first = drawn.lines[0]

    assert (first.label, first.x, first.width, first.ended) == ("N-1", 1.0, 49.0, True)
    assert first.due == pytest.approx(20.6)


def test_draws_an_open_letter_to_this_moment(drawn: LetterTimes) -> None:
    second = drawn.lines[1]

    assert not second.ended
    assert second.x + second.width == pytest.approx(99.0)
    assert list(second.answers) == pytest.approx([59.8])


def test_says_in_words_what_is_seen(drawn: LetterTimes) -> None:
    assert drawn.desc == (
        "Two letters, the first sent on 22 November 2026. An outcome is noted for every place of "
        "one letter. The due moment passed before that for two letters."
    )


def test_reaches_to_a_due_moment_that_is_still_to_come(now: datetime) -> None:
    letter = Sent("N-1", "First", now, now + 20 * DAY, (), None)

    line = letter_times([letter], until=now + 5 * DAY)[0].lines[0]

    assert line.due == 99.0
    assert line.x + line.width < 30


def test_takes_more_pictures_for_more_letters_with_one_axis(now: datetime) -> None:
    letters = [Sent(f"N-{n}", "X", now + n * DAY, None, (), None) for n in range(1, 46)]

    made = letter_times(letters, until=now + 60 * DAY)

    assert [len(picture.lines) for picture in made] == [MOST_ROWS, MOST_ROWS, 5]
    assert len({picture.ticks for picture in made}) == 1


def test_leaves_a_name_a_picture_cannot_write_to_the_table(now: datetime) -> None:
    line = letter_times([Sent("N-1", "خدمة", now, None, (), None)], until=now)[0].lines[0]

    assert line.note == "22 Nov"


def test_draws_nothing_where_nothing_was_sent(case: Case, now: datetime) -> None:
    told = content(case, now)

    assert (told.times, told.time_rows) == ((), ())


def test_carries_its_title_inside(drawn: LetterTimes) -> None:
    svg = render_to_string("dossier/letter_times.svg", {"s": drawn})

    assert f'<title id="times-1-t">Letters N-1 to N-2 over time. {drawn.desc}</title>' in svg
    assert 'role="img"' in svg


def test_ends_a_letter_only_when_every_place_has_an_outcome(full: Case, now: datetime) -> None:
    items = list(NoticeItem.objects.filter(notice__case=full).order_by("position"))
    assert len(items) > 1
    for at, item in enumerate(items):
        assert content(full, now).time_rows[0].came == "–"
        item.outcome, item.outcome_at = Outcome.REMOVED, now + at * DAY
        item.save()

    assert content(full, now).time_rows[0].came != "–"


def test_stands_in_the_document_with_its_table(full: Case, wren: Person, make: Make) -> None:
    words = text_of(make(full, wren))

    assert "The letters over time" in words
    assert "Last outcome (UTC)" in words
