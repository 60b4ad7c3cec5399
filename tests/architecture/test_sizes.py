"""Ceilings on size, each with a planted breach. To raise one, change only it, and say why."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import ceilings
from tests.architecture.sources import ROOT, plant

Walker = Callable[[Path], list[str]]

LONG_BODY = "    value = 1\n"
NEST = """
def knot(a):
    if a:
        for b in a:
            with b:
                while b:
                    pass
"""
BREACHES: list[tuple[Walker, str, str]] = [
    (ceilings.long_files, "cases/services/opening.py", "value = 1\n" * 401),
    (ceilings.long_files, "tests/cases/test_opening.py", "value = 1\n" * 501),
    (ceilings.long_templates, "templates/cases/case.html", "<p>line</p>\n" * 151),
    (ceilings.long_functions, "cases/services/opening.py", "def act():\n" + LONG_BODY * 60),
    (ceilings.long_functions, "tests/test_it.py", "async def test_it():\n" + LONG_BODY * 60),
    (ceilings.long_classes, "cases/models/case.py", "class Case:\n" + LONG_BODY * 250),
    (ceilings.long_tasks, "cases/tasks.py", "@shared_task\ndef act():\n" + LONG_BODY * 13),
    (ceilings.deep_nests, "cases/forms.py", NEST),
]
WALKERS = list(dict.fromkeys(walker for walker, _, _ in BREACHES))


def name(value: object) -> str:
    return getattr(value, "__name__", "planted")


@pytest.mark.parametrize("walker", WALKERS, ids=name)
def test_holds_every_ceiling(walker: Walker) -> None:
    assert walker(ROOT) == []


@pytest.mark.parametrize(("walker", "place", "text"), BREACHES, ids=name)
def test_finds_what_is_over_the_ceiling(
    walker: Walker, place: str, text: str, tmp_path: Path
) -> None:
    found = walker(plant(tmp_path, place, text))

    assert len(found) == 1
    assert found[0].startswith(f"{place}:")


def test_counts_elif_beside_its_if(tmp_path: Path) -> None:
    ladder = "def pick(a):\n    if a == 0:\n        pass\n" + "".join(
        f"    elif a == {step}:\n        pass\n" for step in range(1, 6)
    )

    assert ceilings.deep_nests(plant(tmp_path, "cases/forms.py", ladder)) == []
