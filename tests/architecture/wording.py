"""Finds words of `docs/words.md` in what the house says: templates, letters, sentences in code."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.architecture.sources import APPS, files, python

ROW: Final = re.compile(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \|$", re.MULTILINE)
COMMENT: Final = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}|<!--.*?-->", re.DOTALL)
CODE: Final = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
TAG: Final = re.compile(r"<[^>]*>")
QUOTED: Final = re.compile(r'"([^"]*)"')
SPOKEN: Final = re.compile(r'\s(?:aria-label|alt|title|placeholder)="([^"]*)"')
TRAINING: Final = ("dossiers", "management", "training")
"""What invented people wrote; it is theirs, as with real ones."""
LABELS: Final = "serves", "title", "words", "label"
"""Keys of registry files whose words are ours."""


def listed(table: str) -> list[str]:
    """Every word of the first column, a star where any ending counts."""
    rows = [row for row in ROW.findall(table) if row != "not"]
    return [word.strip() for row in rows for word in row.split(",")]


def pattern(words: list[str]) -> re.Pattern[str]:
    """Finds each as a whole word, in any case."""
    some = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{some})(?!\w)", re.IGNORECASE)


def said(root: Path) -> Iterator[tuple[str, str]]:
    """(where, words) for all that can reach a reader."""
    for path in files(root / "templates", ".html", ".txt", ".svg", ".xml", ".toml"):
        yield str(path.relative_to(root)), _of_template(path.read_text(encoding="utf-8"))
    for source in python(root):
        if source.place.parts[0] in APPS and source.place.parts[:3] != TRAINING:
            for node in _sentences(source.tree):
                yield source.at(node, "").strip(), str(node.value)
    for path in files(root / "cases" / "registry", ".toml"):
        entry = tomllib.loads(path.read_text(encoding="utf-8"))
        yield str(path.relative_to(root)), " ".join(_labels(entry))


def _of_template(text: str) -> str:
    """Its text, and the sentences handed to what it includes."""
    text = COMMENT.sub(" ", text)
    handed = [
        words for code in CODE.findall(text) for words in QUOTED.findall(code) if " " in words
    ]
    shown = CODE.sub(" ", text)
    handed += [words for tag in TAG.findall(shown) for words in SPOKEN.findall(tag)]
    return " ".join([TAG.sub(" ", shown), *handed])


def _sentences(tree: ast.Module) -> Iterator[ast.Constant]:
    """Strings of two words and more that are no docstrings."""
    idle = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in idle:
            continue
        if isinstance(node.value, str) and " " in node.value.strip():
            yield node


def _labels(entry: dict[str, object]) -> list[str]:
    return [str(entry[key]) for key in LABELS if key in entry]


def unwanted(root: Path, words: list[str]) -> list[str]:
    """`where: word` for each that is found."""
    wanted = pattern(words)
    return [
        f"{where}: {found.group()}" for where, text in said(root) for found in wanted.finditer(text)
    ]
