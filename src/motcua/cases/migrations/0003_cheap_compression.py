"""Long JSON is compressed with LZ4 where PostgreSQL was built with it: less work."""

from django.db import migrations

LONG = (
    ("cases_case", "state"),
    ("cases_case", "dossier"),
    ("cases_event", "facts"),
    ("cases_event", "payload"),
)
CHOOSE = """
DO $$ BEGIN
    ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END $$
"""


def choose(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, column in LONG:
            schema_editor.execute(CHOOSE.format(table=table, column=column))


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_guards")]
    operations = [migrations.RunPython(choose, migrations.RunPython.noop)]
