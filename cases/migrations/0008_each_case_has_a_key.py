"""No two cases share a key."""

from django.db import migrations

from cases.models.sealed_fields import KeyNameField


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_seal_what_is_written_in_cases"),
        ("evidence", "0018_seal_what_was_written_in_cases"),
    ]

    operations = [
        migrations.AlterField("case", "key_name", KeyNameField(editable=False, unique=True)),
    ]
