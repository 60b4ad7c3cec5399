"""Reading answers: what their words may mean, and when they say too little."""

import pytest

from takedowns.registry.answer_words import AnswerWords, read_answer
from takedowns.registry.wording import Meaning, wordings

FIRST, SECOND = "https://pictures.example/p/100", "https://pictures.example/p/1002"
PLACES = {"one": [FIRST], "two": [SECOND]}
EVERY = [
    (language.id, meaning, text, {meaning.means})
    for language in wordings().values()
    for meaning in language.meanings
    for text in meaning.examples
] + [
    (language.id, meaning, text, set())
    for language in wordings().values()
    for meaning in language.meanings
    for text in meaning.others
]


def read(text: str, *, subject: str = "") -> AnswerWords:
    return read_answer(text, subject=subject, wordings=wordings().values(), places=PLACES)


def outcomes(found: AnswerWords) -> dict[str, str]:
    return {key: hint.means for key, hint in found.places.items()}


@pytest.mark.parametrize(("language", "meaning", "text", "fits"), EVERY)
def test_reads_the_examples_as_their_file_says(
    language: str, meaning: Meaning, text: str, fits: set[str]
) -> None:
    found = {hint.means for hint in read(text).hints}

    assert found & {meaning.means} == fits


@pytest.mark.parametrize("means", ["REMOVED", "REFUSED", "NOT_FOUND", "DUPLICATE", "ASKS", "ACK"])
def test_knows_each_meaning_in_each_language(means: str) -> None:
    for language in wordings().values():
        assert means in {meaning.means for meaning in language.meanings}, language.id


def test_proposes_one_outcome_for_every_place_where_none_is_named() -> None:
    found = read("Hello,\n\nWe have removed the content you reported.\n\nThe team")

    assert found.kind == "DECIDES"
    assert outcomes(found) == {"one": "REMOVED", "two": "REMOVED"}


def test_shows_the_sentence_that_led_to_it() -> None:
    text = "Thank you.  We have removed\nthe content. Goodbye."

    sentence = read(text).places["one"].sentence

    assert text[sentence.start : sentence.end].strip() == "We have removed"


def test_joins_a_line_that_was_only_wrapped() -> None:
    text = "After a careful look at what you sent, the content has been\nremoved from our site.\n"

    sentence = read(text).places["one"].sentence

    assert text[sentence.start : sentence.end] == text


def test_gives_each_place_its_own_outcome() -> None:
    found = read(f"{FIRST}: removed\n{SECOND}: no violation\n")

    assert outcomes(found) == {"one": "REMOVED", "two": "REFUSED"}


def test_carries_a_heading_down_its_list() -> None:
    found = read(f"We have removed:\n{FIRST}\nWe could not find:\n{SECOND}\n")

    assert outcomes(found) == {"one": "REMOVED", "two": "NOT_FOUND"}


def test_says_nothing_of_a_place_the_answer_leaves_out() -> None:
    found = read(f"We have removed {FIRST}.")

    assert outcomes(found) == {"one": "REMOVED"}


def test_does_not_take_a_longer_address_for_a_shorter_one() -> None:
    found = read(f"We have removed {SECOND}.")

    assert outcomes(found) == {"two": "REMOVED"}


def test_proposes_nothing_where_words_disagree() -> None:
    found = read("We have removed one post. The other does not violate our rules.")

    assert outcomes(found) == {}


def test_proposes_no_kind_where_it_decides_and_asks() -> None:
    assert read("We have removed it. We need more information.").kind == ""


def test_passes_over_what_it_quotes() -> None:
    found = read(
        "We have received your report.\n\nOn Sunday somebody wrote:\n"
        "> It has been removed\nWe need more information."
    )

    assert found.kind == "ACK"
    assert outcomes(found) == {}


def test_knows_a_counter_notice() -> None:
    found = read("We received a counter notification. The content has been removed until then.")

    assert found.kind == "COUNTER"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Your case number is: 4471-209", ("4471-209",)),
        ("Case number: 4471-209", ("4471-209",)),
        ("Re: Report [#88112]", ("88112",)),
        ("Ticket ABC-9911. Reference number 20261122/7.", ("ABC-9911", "20261122/7")),
        ("Vorgangsnummer: 77-A-1", ("77-A-1",)),
        ("In this case nothing was found.", ()),
    ],
)
def test_finds_ticket_numbers(text: str, numbers: tuple[str, ...]) -> None:
    assert read(text).tickets == numbers


def test_reads_ten_thousand_lines_without_end() -> None:
    found = read("a. " * 3000 + "\n" + "case " * 3000)

    assert found.kind == ""
