"""The table of ASVS names tests that exist, states it knows, and leaves nothing of level 1 open."""

import re

from tests.architecture.sources import ROOT

ROW = re.compile(
    r"^\| (\d+\.\d+\.\d+)(?:-\d+\.\d+\.\d+)? \| ([12]) \| (\w+) \| (.+) \|$", re.MULTILINE
)
NAMED = re.compile(r"`(test_\w+)`")
WRITTEN = re.compile(r"^(?:async )?def (test_\w+)\(", re.MULTILINE)


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall((ROOT / "docs" / "asvs.md").read_text(encoding="utf-8"))


def test_names_tests_that_exist() -> None:
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in WRITTEN.findall(path.read_text(encoding="utf-8"))
    }

    assert {name for row in rows() for name in NAMED.findall(row[3])} - written == set()


def test_leaves_nothing_of_level_one_open() -> None:
    assert [row[0] for row in rows() if row[1] == "1" and row[2] == "open"] == []


def test_knows_each_state() -> None:
    assert {row[2] for row in rows()} == {"met", "argued", "none", "open"}
    assert len(rows()) > 150
