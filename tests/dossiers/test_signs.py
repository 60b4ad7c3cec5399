"""What goes on paper, and what is named instead."""

import pytest

from dossiers.rendering.content import Pointer, Step
from dossiers.rendering.signs import cleaned, in_every_text, withholding


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("a\u202eb", "a[U+202E]b"),
        ("a\x00b", "a[U+0000]b"),
        ("\ue000", "[U+E000]"),
        ("\U0001f600", "[U+1F600]"),
        ("\u0645\u0631", "[U+0645 U+0631]"),
        ("a\u200bb\ufeff", "a[U+200B]b[U+FEFF]"),
        ("Zoë Дарья Ελένη Łucja", "Zoë Дарья Ελένη Łucja"),
        ("one\r\ntwo\tthree", "one\ntwo    three"),
        ("\ud800", "[U+D800]"),
    ],
)
def test_shows_what_a_font_has_and_names_the_rest(text: str, shown: str) -> None:
    assert cleaned(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Wren Example",
        "WREN EXAMPLE",
        "q=wren+example&x",
        "wren%20example",
        "@wren_example",
        "wrenexample",
    ],
)
def test_withholds_a_name_however_a_link_writes_it(text: str) -> None:
    assert "wren" not in withholding(["Wren Example"])(text).lower()


@pytest.mark.parametrize("text", ["renown", "Wrens", "x.example/f", "Examples of wren"])
def test_leaves_words_that_only_hold_the_name(text: str) -> None:
    assert withholding(["Wren Example", "Wr", ""])(text) == text


def test_reaches_every_text_of_a_frozen_value() -> None:
    step = Step("a", "b", "c", (Pointer("d", "e"),))

    assert in_every_text(step, str.upper) == Step("A", "B", "C", (Pointer("D", "E"),))
