"""Finds the project's own files, in a clone as in a working tree, without asking git."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "cases", "evidence", "takedowns", "dossiers")
NOT_OURS = {"node_modules", "__pycache__", "var", "vendor", "htmlcov"}


def files(root: Path, *endings: str) -> Iterator[Path]:
    """Files below the root that end so; every file where no ending is given."""
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if is_ours(name))
        for name in sorted(names):
            if not endings or name.endswith(endings):
                yield Path(folder) / name


def is_ours(folder: str) -> bool:
    return folder not in NOT_OURS and (folder == ".ci" or not folder.startswith("."))


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed Python file and the place it stands at, relative to the root."""

    place: Path
    text: str
    tree: ast.Module

    @property
    def is_test(self) -> bool:
        return self.place.parts[0] == "tests"

    def at(self, node: ast.AST, words: str) -> str:
        """One finding, as an editor can open it."""
        return f"{self.place}:{getattr(node, 'lineno', 1)} {words}"


def python(root: Path) -> Iterator[Source]:
    """Every Python file below the root but generated migrations."""
    for path in files(root, ".py"):
        if "migrations" not in path.parts:
            text = path.read_text(encoding="utf-8")
            yield Source(path.relative_to(root), text, ast.parse(text, str(path)))


def plant(root: Path, place: str, text: str) -> Path:
    """Write a file that breaks a rule, to see that the rule finds it; returns the root."""
    target = root / place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return root
