"""Give each case the key its files have, or a new one, and seal what was written in it so far."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from cases.models.sealed_fields import seal_older
from evidence.services import case_keys

TABLES = (
    "Case",
    "Contact",
    "Effect",
    "Mandate",
    "MandateAsk",
    "Note",
    "Retention",
    "TimelineEvent",
)


def give_keys(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Every case that has no key yet gets one; those that were destroyed stay so."""
    known = dict(apps.get_model("evidence", "CaseKey").objects.values_list("case", "name"))
    for case in apps.get_model("cases", "Case").objects.filter(key_name="").only("pk"):
        case.key_name = known.get(case.pk) or case_keys.make()
        case.save(update_fields=["key_name"])


def seal(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What is clear in the tables of `cases`."""
    for name in TABLES:
        seal_older(apps.get_model("cases", name))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_seal_what_is_written_in_cases"),
        ("evidence", "0017_boxes_over_a_picture"),
    ]

    operations = [
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
