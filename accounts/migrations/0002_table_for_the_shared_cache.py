"""Limits on sign-in are counted in a cache that all processes share; on SQLite it is a table."""

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_table(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make `shared_cache`, also where Redis is used now and the table only later."""
    call_command("createcachetable", "shared_cache", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_first_rows")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
