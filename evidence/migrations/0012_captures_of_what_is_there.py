"""What was given before captures were recorded gets the one it would have had: given."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BATCH = 2000


def give_captures(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """One capture a place and a file; how it came into the form is not known any more."""
    capture = apps.get_model("evidence", "Capture")
    sightings = apps.get_model("evidence", "Sighting").objects.filter(captures=None)
    exhibits = apps.get_model("evidence", "Exhibit").objects.filter(captures=None)
    capture.objects.bulk_create(
        (
            capture(
                case_id=row.case_id, sighting_id=row.pk, way="GIVEN",
                knowledge="OWN" if row.seen_at else "", seen_at=row.seen_at,
                logged_at=row.logged_at, logged_by_id=row.logged_by_id,
            )
            for row in list(sightings)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    capture.objects.bulk_create(
        (
            capture(
                case_id=row.case_id, exhibit_id=row.pk, way="GIVEN",
                logged_at=row.kept_at, logged_by_id=row.kept_by_id,
            )
            for row in list(exhibits)
        ),
        batch_size=BATCH,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("evidence", "0011_record_captures_and_trusted_helpers")]
    operations = [migrations.RunPython(give_captures, migrations.RunPython.noop)]
