"""Variables are put into style sheets before they are laid out."""

import pytest

from dossiers.rendering.styles import UnknownVariable, resolved, values_in


def test_puts_a_variable_in_for_its_name_however_deep() -> None:
    values = values_in([":root { --a: var(--b); --b: red; }", ":root { --b: blue; }"])

    assert resolved("p { color: var(--a); }", values) == "p { color: blue; }"


@pytest.mark.parametrize("css", ["p { color: var(--c); }", "p { color: var(--d); }"])
def test_stops_at_one_that_nobody_names(css: str) -> None:
    with pytest.raises(UnknownVariable):
        resolved(css, {"--d": "var(--d)"})
