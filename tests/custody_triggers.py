"""Django's flush between transactional tests would be refused by the custody triggers, rightly.

`lifted` takes them away for that one moment; `test_triggers.py` proves that they are live.
"""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from django.db import connection
from django.test import TransactionTestCase

MIGRATIONS = [
    importlib.import_module(f"evidence.migrations.{name}")
    for name in (
        "0002_keep_custody_append_only",
        "0009_keep_checkpoints_append_only",
        "0013_signatures_are_never_changed",
    )
]


@contextmanager
def lifted() -> Iterator[None]:
    """Without the triggers inside, with them again outside."""
    editor = SimpleNamespace(connection=connection, execute=_execute)
    for migration in reversed(MIGRATIONS):
        migration.unguard(None, editor)
    try:
        yield
    finally:
        for migration in MIGRATIONS:
            migration.guard(None, editor)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def let_flush_pass() -> None:
    """Make Django's own teardown lift the triggers; called once by the test run."""
    teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # not in the stubs

    def lifted_teardown(self: TransactionTestCase) -> None:
        with lifted():
            teardown(self)

    TransactionTestCase._fixture_teardown = lifted_teardown  # type: ignore[attr-defined]  # not in the stubs
