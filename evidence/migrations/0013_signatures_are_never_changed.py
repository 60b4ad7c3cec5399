"""The database itself refuses to change what was recorded and signed; disposal may remove it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("evidence_capture", "evidence_cosignature")

SQLITE = """
CREATE TRIGGER {table}_stands BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'this row is never changed; add another'); END
"""
POSTGRES = """
CREATE TRIGGER {table}_stands BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION evidence_row_stands();
"""
REFUSE = """
CREATE FUNCTION evidence_row_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'this row is never changed; add another'; END $$;
"""


def guard(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers in place."""
    postgres = editor.connection.vendor == "postgresql"
    if postgres:
        editor.execute(REFUSE)
    for table in TABLES:
        editor.execute((POSTGRES if postgres else SQLITE).format(table=table))


def unguard(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again."""
    postgres = editor.connection.vendor == "postgresql"
    for table in TABLES:
        editor.execute(f"DROP TRIGGER {table}_stands" + (f" ON {table}" if postgres else ""))
    if postgres:
        editor.execute("DROP FUNCTION evidence_row_stands()")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0012_captures_of_what_is_there")]
    operations = [migrations.RunPython(guard, unguard)]
