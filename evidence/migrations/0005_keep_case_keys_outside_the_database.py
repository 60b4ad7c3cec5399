"""A dump of the database no longer holds what a disposed case was sealed with.

Each wrapped key moves into a file of the key store, as `evidence/services/case_keys.py` writes it.
SHA-512 goes too: it was computed and never used, and took most of the time of sealing.
"""

from typing import Any
from uuid import uuid4

from django.db import migrations, models

from evidence.services.shelves import key_shelf


def move_out(apps: Any, schema_editor: Any) -> None:
    """Write each key's file; a row without a key leaves the mark of a destroyed one."""
    shelf = key_shelf()
    for row in apps.get_model("evidence", "CaseKey").objects.all():
        row.name = f"{uuid4().hex}.key"
        lines = [b"RDK0"]
        if row.wrapped is not None:
            lines = [b"RDK1", row.instance_key_id.encode(), bytes(row.wrapped).hex().encode()]
        shelf.put_small(row.name, b"\n".join([*lines, b""]))
        row.save(update_fields=["name"])


class Migration(migrations.Migration):
    """Add where the key lies, move it there, drop what it was."""

    dependencies = [("evidence", "0004_look_closer")]

    operations = [
        migrations.AddField(
            model_name="casekey",
            name="name",
            field=models.CharField(max_length=80, null=True),
        ),
        migrations.RunPython(move_out),
        migrations.AlterField(
            model_name="casekey",
            name="name",
            field=models.CharField(max_length=80, unique=True),
        ),
        migrations.RemoveField(model_name="casekey", name="wrapped"),
        migrations.RemoveField(model_name="casekey", name="instance_key_id"),
        migrations.RemoveField(model_name="sealedfile", name="sha512"),
    ]
