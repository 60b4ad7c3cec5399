"""What docs/safety.md says is shown by a test is shown by one."""

import re

from tests.architecture.sources import ROOT

NAMED = re.compile(r"`(test_\w+)`")
WRITTEN = re.compile(r"^(?:async )?def (test_\w+)\(", re.MULTILINE)
KINDS = {
    "exit": 12, "neutral": 10, "storage and cache": 8, "mail": 6, "pictures": 6,
    "without script": 6,
}  # fmt: skip


def words() -> str:
    return (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")


def rows_under(text: str, title: str) -> int:
    """How many rows stand in the table with this first heading."""
    table = text.split(f"\n| {title} | shown by |\n|---|---|\n")[1].split("\n\n")[0]
    return len(table.strip().splitlines())


def test_names_tests_that_exist() -> None:
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in WRITTEN.findall(path.read_text(encoding="utf-8"))
    }

    assert set(NAMED.findall(words())) - written == set()


def test_answers_each_of_the_forty_eight() -> None:
    assert {title: rows_under(words(), title) for title in KINDS} == KINDS
    assert sum(KINDS.values()) == 48


def test_answers_each_of_the_thirty_requirements() -> None:
    table = words().split("\n| # | asked | answer |\n|---|---|---|\n")[1]

    assert re.findall(r"^\| (\d+) \|", table, re.MULTILINE) == [str(n) for n in range(1, 31)]
