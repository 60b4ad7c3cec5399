"""Walkers for habits ruff cannot see. Each returns findings as `path:line what`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import APPS, Source, files, python

CLOCK_CALLS = {"now", "utcnow", "today", "localdate", "localtime"}
CLOCK_OWNERS = {"timezone", "datetime", "date"}
MAY_ASK_THE_TIME = {"views", "gate", "tasks", "management", "middleware", "adapter"}
LONG_PROMISES = {"eta", "countdown", "retry_backoff"}
WEB_MODULES = ("django.http", "django.shortcuts")

# A silenced check names which, and why on the same line.
BARE_NOQA = re.compile(r"#\s*noqa(?!: [A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)*\s+\S)", re.IGNORECASE)
BARE_IGNORE = re.compile(r"#\s*type:\s*ignore(?!\[[\w, -]+\]\s+#\s*\S)")

SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE)
STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"<[^>]*\s(on[a-z]+|hx-on[:\w-]*)\s*=|javascript:", re.IGNORECASE)
TRUST = re.compile(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off")


def app_code(root: Path) -> Iterator[Source]:
    return (source for source in python(root) if source.place.parts[0] in APPS)


def clock_reads(root: Path) -> list[str]:
    """Only the edges (views, their gate, tasks, commands, middleware, sign-in) ask for the time."""
    return [
        source.at(node, f"asks for the time: {ast.unparse(node)}")
        for source in app_code(root)
        if not MAY_ASK_THE_TIME & {part.removesuffix(".py") for part in source.place.parts[1:]}
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCK_CALLS
        and ast.unparse(node.value).split(".")[-1] in CLOCK_OWNERS
    ]


def long_promises(root: Path) -> list[str]:
    """The queue is a nudge: a moment in the future stands in a row, never in a message."""
    return [
        source.at(node.value, f"{node.arg}= asks the queue to remember")
        for source in python(root)
        if not source.is_test
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call) and may_queue(call)
        for node in call.keywords
        if node.arg in LONG_PROMISES
    ]


def may_queue(call: ast.Call) -> bool:
    called = ast.unparse(call.func).split(".")[-1]
    return called in {"apply_async", "retry", "signature", "s", "si", "set", "task", "shared_task"}


def web_in_services(root: Path) -> list[str]:
    return [
        source.at(node, f"a service imports {module}")
        for source in app_code(root)
        if len(source.place.parts) > 1 and source.place.parts[1].removesuffix(".py") == "services"
        for node in ast.walk(source.tree)
        for module in imported(node)
        if module.startswith(WEB_MODULES)
    ]


def imported(node: ast.AST) -> list[str]:
    """Modules an import statement names, `from a import b` as `a.b` too."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def silenced_without_reason(root: Path) -> list[str]:
    return [
        f"{source.place}:{number} {line.strip()}"
        for source in python(root)
        for number, line in enumerate(source.text.splitlines(), 1)
        if BARE_NOQA.search(line) or BARE_IGNORE.search(line)
    ]


def _in_templates(root: Path, *patterns: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(root)}:{text.count(chr(10), 0, match.start()) + 1} {match.group()!r}"
        for path in files(root / "templates", ".html", ".svg", ".xml")
        for text in [path.read_text(encoding="utf-8")]
        for pattern in patterns
        for match in pattern.finditer(text)
    ]


def inline_script_or_style(root: Path) -> list[str]:
    return _in_templates(root, SCRIPT, STYLE, HANDLER)


def trusted_output(root: Path) -> list[str]:
    return _in_templates(root, TRUST)
