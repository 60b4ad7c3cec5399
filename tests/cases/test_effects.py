"""What this did to the person: their words, their choice."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case, Effect
from cases.services.closure import CaseIsClosed, close_case
from cases.services.effects import (
    NotYet,
    Said,
    allow_quoting,
    forbid_quoting,
    note_effect,
    remove_effect,
)

WORDS = "I did not go to work for a week.\nMy sister knows."


@pytest.fixture
def effect(case: Case, wren: Person, now: datetime) -> Effect:
    said = Said(words=WORDS, day=(now - timedelta(days=4)).date())
    return note_effect(case, said=said, actor=wren, now=now)


def at(case: Case, name: str = "effects", *more: object) -> str:
    return reverse(f"cases:{name}", args=[case.ref, *more])


def test_keeps_the_words_and_quotes_nothing_by_itself(effect: Effect) -> None:
    assert effect.words == WORDS
    assert not effect.quotable


def test_says_on_the_story_that_it_was_noted_and_not_what(case: Case, effect: Effect) -> None:
    line = case.timeline.get(kind="effect.noted")

    assert "work" not in str(line.payload)


def test_refuses_a_day_that_has_not_come(case: Case, wren: Person, now: datetime) -> None:
    said = Said(words=WORDS, day=(now + timedelta(days=3)).date())

    with pytest.raises(NotYet):
        note_effect(case, said=said, actor=wren, now=now)


def test_takes_nothing_new_in_a_closed_case(case: Case, wren: Person, now: datetime) -> None:
    close_case(case, actor=wren, now=now)

    with pytest.raises(CaseIsClosed):
        note_effect(case, said=Said(words=WORDS), actor=wren, now=now)


def test_lets_only_the_person_say_that_it_may_be_quoted(
    case: Case, wren: Person, bea: Person, now: datetime
) -> None:
    effect = note_effect(case, said=Said(words=WORDS, quotable=True), actor=bea, now=now)

    assert not effect.quotable
    with pytest.raises(NotPermitted):
        allow_quoting(effect, actor=bea, now=now)
    allow_quoting(effect, actor=wren, now=now)
    effect.refresh_from_db()
    assert effect.quotable


def test_lets_staff_note_the_choice_of_a_person_without_an_account(
    case: Case, bea: Person, now: datetime
) -> None:
    Case.objects.filter(pk=case.pk).update(client=None)
    case.refresh_from_db()

    effect = note_effect(case, said=Said(words=WORDS, quotable=True), actor=bea, now=now)

    assert effect.quotable


def test_takes_the_permission_back_at_any_time(
    case: Case, effect: Effect, wren: Person, now: datetime
) -> None:
    allow_quoting(effect, actor=wren, now=now)
    close_case(case, actor=wren, now=now)

    forbid_quoting(effect, actor=wren, now=now)

    effect.refresh_from_db()
    assert not effect.quotable


def test_takes_it_away_for_the_person_and_not_for_somebody_else(
    case: Case, wren: Person, bea: Person, now: datetime
) -> None:
    own = note_effect(case, said=Said(words=WORDS), actor=wren, now=now)

    with pytest.raises(NotPermitted):
        remove_effect(own, actor=bea, now=now)
    remove_effect(own, actor=wren, now=now)

    assert not Effect.objects.exists()


def test_reads_by_day_with_unknown_days_last(case: Case, wren: Person, now: datetime) -> None:
    for days in (None, 2, 9):
        day = (now - timedelta(days=days)).date() if days else None
        note_effect(case, said=Said(words=str(days), day=day), actor=wren, now=now)

    assert [row.words for row in case.effects.all()] == ["9", "2", "None"]


def test_leads_there_from_the_page_of_the_case_and_back(
    case: Case, wren: Person, client: Client
) -> None:
    client.force_login(wren)

    assert at(case) in client.get(at(case, "case")).content.decode()
    page = client.get(at(case)).content.decode()
    assert "You do not have to write anything here." in page
    assert "Not now" in page


def test_keeps_what_was_typed_when_the_day_is_wrong(
    case: Case, wren: Person, client: Client
) -> None:
    client.force_login(wren)

    answer = client.post(at(case), {"words": WORDS, "day": "2999-01-01", "quoted": "yes"})

    assert answer.status_code == 422
    assert "This day has not come yet." in answer.content.decode()
    assert "My sister knows." in answer.content.decode()


def test_notes_quotes_and_removes_on_its_pages(case: Case, wren: Person, client: Client) -> None:
    client.force_login(wren)
    client.post(at(case), {"words": "<b>x</b>", "day": "", "quoted": "no"})
    effect = Effect.objects.get()

    client.post(at(case, "effect-quote", effect.pk), {"allow": "1"})

    effect.refresh_from_db()
    assert effect.quotable
    assert "&lt;b&gt;x&lt;/b&gt;" in client.get(at(case)).content.decode()
    asked = client.get(at(case, "effect-remove", effect.pk)).content.decode()
    assert "Take this away?" in asked
    assert Effect.objects.exists()
    client.post(at(case, "effect-remove", effect.pk))
    assert not Effect.objects.exists()


def test_offers_staff_no_choice_that_is_not_theirs(
    case: Case, bea: Person, client: Client, now: datetime
) -> None:
    note_effect(case, said=Said(words=WORDS), actor=bea, now=now)
    client.force_login(bea)

    page = client.get(at(case)).content.decode()

    assert 'name="quoted"' not in page
    assert "Let bundles quote it" not in page
