"""Letters in German, Spanish and French hold what the English ones hold."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from takedowns.deadlines import NaiveMoment, Span
from takedowns.drafting import (
    EarlierNotice,
    Facts,
    Ground,
    Happened,
    NoLetter,
    Rung,
    SenderRole,
    companion_fields,
    draft,
    draft_rung,
    language,
    languages_of,
)
from takedowns.registry.loader import registry
from tests.takedowns.test_letters_texts import FULL, basis, fitting, stories

ABROAD = ("de", "es", "fr")
TRANSLATED = ("us-tida", "us-dmca-512c", "eu-dsa-16", "eu-gdpr-17")
PAIRS = [(name, code) for name in TRANSLATED for code in ABROAD]
MISSED = EarlierNotice(
    reference="K7-QRM / 1",
    sent_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    due_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
)


@pytest.mark.parametrize("name", TRANSLATED)
def test_is_written_in_four_languages(name: str) -> None:
    assert [each.code for each in languages_of(name)] == ["en", *ABROAD]


def test_marks_every_language_nobody_has_read() -> None:
    assert [language(code).checked for code in ("en", *ABROAD)] == [True, False, False, False]


@pytest.mark.parametrize(("name", "code"), PAIRS)
@given(facts=stories)
def test_holds_every_required_element_in_each_language(name: str, code: str, facts: Facts) -> None:
    letter = draft(basis(name), None, fitting(name, facts), code)

    required = [each.key for each in basis(name).required_elements if each.required]
    assert all(letter.elements[key] and letter.elements[key] in letter.body for key in required)
    assert all(declared.text for declared in letter.declarations)


@pytest.mark.parametrize(("name", "code"), PAIRS)
@pytest.mark.parametrize("role", [SenderRole.DEPICTED_PERSON, SenderRole.AUTHORISED_AGENT])
def test_fills_in_the_same_facts_as_the_english_letter(
    name: str, code: str, role: SenderRole
) -> None:
    facts = fitting(name, replace(FULL, sender_role=role, principal="Mira Sand"))

    english, abroad = (draft(basis(name), None, facts, each) for each in ("en", code))

    assert {mark.key for mark in abroad.marks} == {mark.key for mark in english.marks}
    assert abroad.elements.keys() == english.elements.keys()


@pytest.mark.parametrize(("name", "code"), PAIRS)
@pytest.mark.parametrize("happened", [{Happened.AUTHENTIC}, {Happened.SYNTHETIC}, set(Happened)])
@pytest.mark.parametrize("ground", list(Ground))
def test_leaves_no_english_sentence(
    name: str, code: str, happened: set[Happened], ground: Ground
) -> None:
    facts = replace(
        FULL, nonconsent_facts="", objection="", national_offence="§ 201a StGB", ground=ground,
        happened=frozenset(happened), police_reference="AZ 1",
    )  # fmt: skip

    body = draft(basis(name), None, fitting(name, facts), code).body

    assert not [word for word in (" the ", " you ", "Please", " is ") if word in f" {body} "]


@pytest.mark.parametrize("code", ABROAD)
def test_writes_the_day_and_the_limit_in_its_language(code: str) -> None:
    body = draft(basis("us-tida"), None, FULL, code).body

    day = {
        "de": "22. November 2026",
        "es": "22 de noviembre de 2026",
        "fr": "22 novembre 2026",
    }
    limit = {"de": "48 Stunden", "es": "48 horas", "fr": "48 heures"}
    assert body.startswith(day[code])
    assert limit[code] in body


@pytest.mark.parametrize("code", ABROAD)
def test_repeats_a_claim_in_the_language_of_the_first_letter(code: str) -> None:
    letter = draft_rung(Rung.FIRMER, basis("us-tida"), None, replace(FULL, earlier=(MISSED,)), code)

    assert "K7-QRM / 1" in letter.subject
    assert language(code).say_moment(datetime(2026, 11, 22, 9, tzinfo=UTC)) in letter.body


@pytest.mark.parametrize("code", ABROAD)
def test_offers_words_for_a_form_in_the_language_of_the_letter(code: str) -> None:
    platform = registry().platforms["x"]
    letter = draft(basis("us-tida"), None, FULL, code)

    fields = [
        companion_fields(channel, letter, FULL, registry().field_keys)
        for channel in platform.channels
    ]

    assert "I am the person shown." not in {value for each in fields for _, value, _ in each}


@pytest.mark.parametrize("number", [1, 2])
def test_counts_one_and_many(number: int) -> None:
    german = language("de")

    said = [german.say_span(span) for span in (Span(hours=number), Span(days=number), Span())]

    many = number > 1
    assert said == [f"{number} Stunde{'n' * many}", f"{number} Tag{'en' * many}", ""]


@pytest.mark.parametrize("code", ["xx", "", "../de"])
def test_refuses_a_language_nothing_is_written_in(code: str) -> None:
    with pytest.raises(NoLetter):
        language(code)


def test_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(NaiveMoment):
        language("fr").say_moment(datetime(2026, 11, 22, 9))


def test_says_every_month_in_every_language() -> None:
    for code in ("en", *ABROAD):
        said = {language(code).say_day(date(2026, month, 1)) for month in range(1, 13)}

        assert len(said) == 12
