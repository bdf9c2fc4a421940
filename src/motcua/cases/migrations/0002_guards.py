"""The database refuses to change the log; and finds a day in it quickly."""

from django.db import migrations

from motcua.cases import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX cases_event_at ON cases_event USING brin (at)"
        )


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
