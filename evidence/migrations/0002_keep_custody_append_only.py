"""The database itself refuses to change, remove or mislink a row of the custody chain."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = {
    "custody_no_update": """
        CREATE TRIGGER custody_no_update BEFORE UPDATE ON evidence_custodyevent
        BEGIN SELECT RAISE(ABORT, 'custody rows are never changed'); END
    """,
    "custody_no_delete": """
        CREATE TRIGGER custody_no_delete BEFORE DELETE ON evidence_custodyevent
        BEGIN SELECT RAISE(ABORT, 'custody rows are never removed'); END
    """,
    "custody_right_link": """
        CREATE TRIGGER custody_right_link BEFORE INSERT ON evidence_custodyevent
        WHEN NEW.previous <> COALESCE(
            (SELECT digest FROM evidence_custodyevent
             WHERE case_id = NEW.case_id ORDER BY seq DESC LIMIT 1),
            '0000000000000000000000000000000000000000000000000000000000000000')
        OR NEW.seq <> 1 + COALESCE(
            (SELECT MAX(seq) FROM evidence_custodyevent WHERE case_id = NEW.case_id), 0)
        BEGIN SELECT RAISE(ABORT, 'a custody row must follow the last one'); END
    """,
}

POSTGRES = """
CREATE FUNCTION custody_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'custody rows are never changed or removed'; END $$;

CREATE FUNCTION custody_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last_seq integer; last_digest text;
BEGIN
    SELECT seq, digest INTO last_seq, last_digest FROM evidence_custodyevent
        WHERE case_id = NEW.case_id ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> COALESCE(last_seq, 0) + 1
       OR NEW.previous <> COALESCE(last_digest, repeat('0', 64)) THEN
        RAISE EXCEPTION 'a custody row must follow the last one';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER custody_no_change BEFORE UPDATE OR DELETE ON evidence_custodyevent
    FOR EACH ROW EXECUTE FUNCTION custody_refuse();
CREATE TRIGGER custody_no_truncate BEFORE TRUNCATE ON evidence_custodyevent
    FOR EACH STATEMENT EXECUTE FUNCTION custody_refuse();
CREATE TRIGGER custody_right_link BEFORE INSERT ON evidence_custodyevent
    FOR EACH ROW EXECUTE FUNCTION custody_follow();
"""

POSTGRES_BACK = """
DROP TRIGGER custody_no_change ON evidence_custodyevent;
DROP TRIGGER custody_no_truncate ON evidence_custodyevent;
DROP TRIGGER custody_right_link ON evidence_custodyevent;
DROP FUNCTION custody_refuse();
DROP FUNCTION custody_follow();
"""


def guard(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers in place."""
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRES)
    else:
        for statement in SQLITE.values():
            editor.execute(statement)


def unguard(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again."""
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRES_BACK)
    else:
        for name in SQLITE:
            editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_first_rows")]
    operations = [migrations.RunPython(guard, unguard)]
