"""Walkers that measure size. Each returns findings as `path:line what`, and none is a pass."""

import ast
from pathlib import Path

from tests.architecture.sources import files, python

FILE_LINES = 400
TEST_FILE_LINES = 500
TEMPLATE_LINES = 150
FUNCTION_LINES = 60
CLASS_LINES = 250
TASK_LINES = 12
NESTING = 3

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


def length(node: Function | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def long_files(root: Path) -> list[str]:
    found = []
    for source in python(root):
        lines = len(source.text.splitlines())
        most = TEST_FILE_LINES if source.is_test else FILE_LINES
        if lines > most:
            found.append(f"{source.place}:1 has {lines} lines, at most {most}")
    return found


def long_templates(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}:1 has {lines} lines, at most {TEMPLATE_LINES}"
        for path in files(root / "templates", ".html", ".txt", ".xml", ".svg")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > TEMPLATE_LINES
    ]


def long_functions(root: Path) -> list[str]:
    return [
        source.at(node, f"{node.name} has {length(node)} lines, at most {FUNCTION_LINES}")
        for source in python(root)
        for node in ast.walk(source.tree)
        if isinstance(node, Function) and length(node) > FUNCTION_LINES
    ]


def long_classes(root: Path) -> list[str]:
    return [
        source.at(node, f"{node.name} has {length(node)} lines, at most {CLASS_LINES}")
        for source in python(root)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and length(node) > CLASS_LINES
    ]


def long_tasks(root: Path) -> list[str]:
    return [
        source.at(node, f"{node.name} has {lines} lines in its body, at most {TASK_LINES}")
        for source in python(root)
        for node in ast.walk(source.tree)
        if isinstance(node, Function)
        and any("task" in ast.unparse(mark) for mark in node.decorator_list)
        and not source.is_test
        and (lines := (node.end_lineno or 0) - node.body[0].lineno + 1) > TASK_LINES
    ]


def deep_nests(root: Path) -> list[str]:
    return [
        source.at(node, f"{node.name} is nested {depth} deep, at most {NESTING}")
        for source in python(root)
        for node in ast.walk(source.tree)
        if isinstance(node, Function) and (depth := deepest(node)) > NESTING
    ]


def deepest(node: ast.AST, depth: int = 0) -> int:
    """How many blocks stand in one another; an `elif` stands beside its `if`, not in it."""
    found = depth
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, FUNCTIONS):
                continue
            beside = field == "orelse" and isinstance(node, ast.If) and isinstance(child, ast.If)
            inner = depth + (isinstance(child, BLOCKS) and not beside)
            found = max(found, deepest(child, inner))
    return found
