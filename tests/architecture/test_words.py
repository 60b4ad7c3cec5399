"""No page, form, letter or mail says a word of docs/words.md."""

from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, plant
from tests.architecture.wording import listed, unwanted

WORDS = listed((ROOT / "docs" / "words.md").read_text(encoding="utf-8"))


def test_says_no_word_we_do_not_use() -> None:
    assert unwanted(ROOT, WORDS) == []


def test_reads_the_list() -> None:
    assert {"victim*", "he", "revenge", "court-proof", "we will remove"} <= set(WORDS)
    assert "not" not in WORDS


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("templates/page.html", "<p>The victims can read this.</p>"),
        ("templates/page.html", '{% include "a.html" with text="Tell her about it." only %}'),
        ("templates/page.html", '<input aria-label="Click to go on">'),
        ("templates/letters/us-tida/en.txt", "It will be removed."),
        ("cases/forms.py", 'LABEL = "Who is the abuser?"'),
        ("evidence/services/words.py", 'f"{name} is court-proof"'),
        ("cases/registry/services/x.toml", 'serves = "survivors"'),
    ],
)
def test_finds_a_planted_word(place: str, text: str, tmp_path: Path) -> None:
    found = unwanted(plant(tmp_path, place, text), WORDS)

    assert len(found) == 1
    assert found[0].startswith(place)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("templates/page.html", "{% comment %}a victim's page{% endcomment %}<p>Hello.</p>"),
        ("templates/page.html", "<a href=\"{% url 'takedowns:notices' case.ref %}\">Letters</a>"),
        ("cases/forms.py", '"""For the victim, never said."""'),
        ("cases/registry/services/x.toml", 'name = "Crime Victim Support Fund"'),
    ],
)
def test_leaves_names_and_notes_alone(place: str, text: str, tmp_path: Path) -> None:
    assert unwanted(plant(tmp_path, place, text), WORDS) == []
