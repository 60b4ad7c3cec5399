"""Teams that work on invented cases only."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("accounts", "0002_table_for_the_shared_cache")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="is_training",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
