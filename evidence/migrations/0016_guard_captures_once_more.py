"""SQLite rebuilds a table to change its rules, and lets go of its triggers: put this one back."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GUARD = """
CREATE TRIGGER IF NOT EXISTS evidence_capture_stands BEFORE UPDATE ON evidence_capture
BEGIN SELECT RAISE(ABORT, 'this row is never changed; add another'); END
"""


def guard(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the trigger of 0013 back in place; PostgreSQL never lost it."""
    if editor.connection.vendor == "sqlite":
        editor.execute(GUARD)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0015_let_the_server_look_again")]
    operations = [migrations.RunPython(guard, guard)]
