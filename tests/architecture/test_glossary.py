"""Every noun the database keeps has a row in docs/glossary.md, under its name in the code."""

import re

import pytest
from django.apps import apps

from tests.architecture.sources import APPS, ROOT

FIRST_CELL = re.compile(r"^\|([^|]*)\|", re.MULTILINE)
WORD = re.compile(r"[A-Z]\w+")


def explained(glossary: str) -> set[str]:
    """Names in the first column of the glossary's tables; one cell may explain two."""
    return {word for cell in FIRST_CELL.findall(glossary) for word in WORD.findall(cell)}


def unexplained(glossary: str, names: list[str]) -> list[str]:
    return sorted(set(names) - explained(glossary))


def test_explains_every_model() -> None:
    names = [model.__name__ for app in APPS for model in apps.get_app_config(app).get_models()]

    assert unexplained((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), names) == []


@pytest.mark.parametrize("row", ["| `Case` | everything |", "| **Case**, Client | who |"])
def test_reads_a_row(row: str) -> None:
    assert unexplained(f"| word | meaning |\n|---|---|\n{row}\n", ["Case"]) == []


def test_finds_a_model_without_a_row() -> None:
    glossary = "| word | meaning |\n|---|---|\n| Case | not a Notice |\n"

    assert unexplained(glossary, ["Case", "Notice"]) == ["Notice"]
