"""The database itself refuses to change or remove what the place and its checkpoints remember."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GUARDED = ("systemevent", "checkpoint", "chainhead", "timestamp")

FOLLOWS = {
    "systemevent": """
        NEW.seq <> 1 + COALESCE((SELECT MAX(seq) FROM evidence_systemevent), 0)
        OR NEW.previous <> COALESCE(
            (SELECT digest FROM evidence_systemevent ORDER BY seq DESC LIMIT 1),
            '0000000000000000000000000000000000000000000000000000000000000000')
    """,
    "checkpoint": """
        NEW.number <> 1 + COALESCE((SELECT MAX(number) FROM evidence_checkpoint), 0)
        OR NEW.size < COALESCE((SELECT MAX(size) FROM evidence_checkpoint), 0)
    """,
    "chainhead": """
        NEW."index" <> 1 + COALESCE((SELECT MAX("index") FROM evidence_chainhead), -1)
    """,
}
"""When a new row does not follow the last one. Written in words that both databases know."""


def _sqlite() -> dict[str, str]:
    made = {}
    for table in GUARDED:
        for act in ("UPDATE", "DELETE"):
            name = f"{table}_no_{act.lower()}"
            made[name] = (
                f"CREATE TRIGGER {name} BEFORE {act} ON evidence_{table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} rows are never changed or removed'); END"
            )
    for table, wrong in FOLLOWS.items():
        made[f"{table}_follows"] = (
            f"CREATE TRIGGER {table}_follows BEFORE INSERT ON evidence_{table} WHEN {wrong} "
            f"BEGIN SELECT RAISE(ABORT, 'a {table} row must follow the last one'); END"
        )
    return made


def _postgres() -> list[str]:
    made = [
        "CREATE FUNCTION checkpoint_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION USING MESSAGE = "
        "TG_TABLE_NAME || ' rows are never changed or removed'; END $$"
    ]
    for table in GUARDED:
        made += [
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON evidence_{table} "
            "FOR EACH ROW EXECUTE FUNCTION checkpoint_refuse()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON evidence_{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION checkpoint_refuse()",
        ]
    for table, wrong in FOLLOWS.items():
        made += [
            f"CREATE FUNCTION {table}_follow() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {wrong} THEN "
            f"RAISE EXCEPTION 'a {table} row must follow the last one'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {table}_follows BEFORE INSERT ON evidence_{table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_follow()",
        ]
    return made


def _postgres_back() -> list[str]:
    made = []
    for table in GUARDED:
        made += [
            f"DROP TRIGGER {table}_no_change ON evidence_{table}",
            f"DROP TRIGGER {table}_no_truncate ON evidence_{table}",
        ]
    for table in FOLLOWS:
        made += [
            f"DROP TRIGGER {table}_follows ON evidence_{table}",
            f"DROP FUNCTION {table}_follow()",
        ]
    return [*made, "DROP FUNCTION checkpoint_refuse()"]


def guard(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers in place."""
    postgres = editor.connection.vendor == "postgresql"
    for statement in _postgres() if postgres else _sqlite().values():
        editor.execute(statement)


def unguard(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again."""
    postgres = editor.connection.vendor == "postgresql"
    for statement in _postgres_back() if postgres else [f"DROP TRIGGER {n}" for n in _sqlite()]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0008_keep_lists_of_places")]
    operations = [migrations.RunPython(guard, unguard)]
