from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep_later_letters_allowed(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now "approve and send letters" meant later letters too; what was said still holds."""
    mandates = apps.get_model("cases", "Mandate").objects.using(schema_editor.connection.alias)
    for mandate in mandates.all():
        if "NOTICES" in mandate.scope and "FOLLOW_UPS" not in mandate.scope:
            at = mandate.scope.index("NOTICES") + 1
            mandate.scope = [*mandate.scope[:at], "FOLLOW_UPS", *mandate.scope[at:]]
            mandate.save(update_fields=["scope"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_answers_that_expose_less")]

    operations = [
        migrations.AddField("mandate", "platforms", models.JSONField(blank=True, default=list)),
        migrations.AddField("mandate", "kinds", models.JSONField(blank=True, default=list)),
        migrations.AddField("mandate", "rules", models.JSONField(blank=True, default=list)),
        migrations.RunPython(keep_later_letters_allowed, migrations.RunPython.noop),
    ]
