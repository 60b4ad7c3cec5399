"""PostgreSQL locks a chain, reads its tip and appends in one step: the lock is held for less."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Each statement in the function sees what was committed before it: after the lock was waited
# for, the tip is the newest one. One statement that locks and reads would see an older tip.
# `front` is a row's canonical bytes up to its link; 72656472...00 is `redress.custody.v1\\0`.
POSTGRES = """
CREATE FUNCTION custody_append(
    chain bigint, kinds text[], items uuid[], actors uuid[], moment timestamptz, fronts text[]
) RETURNS SETOF evidence_custodyevent LANGUAGE plpgsql AS $$
DECLARE
    made evidence_custodyevent;
    last_seq integer;
    last_digest text;
    raw bytea;
BEGIN
    PERFORM 1 FROM cases_case WHERE id = chain FOR UPDATE;
    SELECT e.seq, e.digest INTO last_seq, last_digest FROM evidence_custodyevent e
        WHERE e.case_id = chain ORDER BY e.seq DESC LIMIT 1;
    last_seq := COALESCE(last_seq, 0);
    last_digest := COALESCE(last_digest, repeat('0', 64));
    FOR n IN 1 .. COALESCE(cardinality(kinds), 0) LOOP
        last_seq := last_seq + 1;
        raw := convert_to(fronts[n] || ',"previous":"' || last_digest
            || '","seq":' || last_seq || '}', 'UTF8');
        INSERT INTO evidence_custodyevent
            (case_id, seq, kind, item, actor, at, canonical, previous, digest)
        VALUES (chain, last_seq, kinds[n], items[n], actors[n], moment, raw, last_digest,
            encode(sha256('\\x726564726573732e637573746f64792e763100'::bytea || raw), 'hex'))
        RETURNING * INTO made;
        last_digest := made.digest;
    END LOOP;
    IF last_seq > 0 AND made.id IS NOT NULL THEN
        RETURN NEXT made;
    END IF;
END $$;
"""


def make(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the function in place; SQLite has one writer at a time and needs none."""
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRES)


def drop(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "DROP FUNCTION custody_append(bigint, text[], uuid[], uuid[], timestamptz, text[])"
        )


class Migration(migrations.Migration):
    dependencies = [("evidence", "0013_signatures_are_never_changed")]
    operations = [migrations.RunPython(make, drop)]
