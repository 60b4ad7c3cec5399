"""Names that are withheld, and the texts of a frozen value."""

import pytest

from dossiers.rendering.content import Pointer, Step
from dossiers.rendering.signs import in_every_text, withholding


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
