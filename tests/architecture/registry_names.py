"""Finds code that names a platform, a rule or a service instead of asking the registry."""

import ast
import re
from collections.abc import Collection
from pathlib import Path

from tests.architecture.sources import APPS, Source, files, python

TRAINING = Path("dossiers/management/training")
"""The training world: invented places on services that exist. It decides nothing."""
TAG = re.compile(r"{[%{](.*?)[%}]}", re.DOTALL)
QUOTED = re.compile(r"""(["'])([^"']+)\1""")


def named_in_code(root: Path, names: Collection[str]) -> list[str]:
    """Texts in the apps' code that are exactly an id or a host of the registry."""
    return [
        source.at(node, f"names {node.value!r}")
        for source in python(root)
        if _decides(source)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value in names and not _only_a_letter(node, source.tree)
    ]


def named_in_templates(root: Path, names: Collection[str]) -> list[str]:
    """Texts in the tags of a page that are exactly an id of the registry."""
    return [
        f"{path.relative_to(root)}:{text.count(chr(10), 0, tag.start()) + 1} names {name!r}"
        for path in files(root / "templates", ".html", ".txt", ".svg", ".xml")
        if "letters" not in path.relative_to(root).parts
        for text in [path.read_text(encoding="utf-8")]
        for tag in TAG.finditer(text)
        for _, name in QUOTED.findall(tag.group(1))
        if name in names
    ]


def _decides(source: Source) -> bool:
    return (
        source.place.parts[0] in APPS
        and "registry" not in source.place.parts
        and TRAINING not in source.place.parents
    )


def _only_a_letter(constant: ast.Constant, tree: ast.Module) -> bool:
    """`{"x": 3}` is a coordinate; `platform.id == "x"` names a platform."""
    compared = (
        each
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        for each in ast.walk(side)
    )
    return len(str(constant.value)) == 1 and constant not in compared
