import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0006_enrol_parts_and_what_a_device_states")]

    operations = [
        migrations.AddField(
            model_name="exhibit",
            name="note",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.CreateModel(
            name="Imprint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                (
                    "exhibit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imprint",
                        to="evidence.exhibit",
                    ),
                ),
            ],
        ),
    ]
