"""What was done with a proposal, and what was closed, is appended and never changed."""

from typing import Any

from django.db import migrations

TABLES = ("catalogue_proposalevent", "catalogue_closing")
OPERATIONS = ("UPDATE", "DELETE")

POSTGRESQL_FUNCTION = """
CREATE FUNCTION catalogue_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
USING ERRCODE = 'integrity_constraint_violation'; END
$$
"""


def _name(table: str, operation: str) -> str:
    return f"{table}_no_{operation.lower()}"


def _sqlite(table: str, operation: str) -> str:
    return f"""
CREATE TRIGGER {_name(table, operation)} BEFORE {operation} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def _postgresql(table: str, operation: str) -> str:
    return f"""
CREATE TRIGGER {_name(table, operation)} BEFORE {operation} ON {table}
FOR EACH ROW EXECUTE FUNCTION catalogue_append_only()
"""


def create(_apps: Any, schema_editor: Any) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION, None)  # its % is its own
    make = _postgresql if is_postgresql else _sqlite
    for table in TABLES:
        for operation in OPERATIONS:
            schema_editor.execute(make(table, operation))


def drop(_apps: Any, schema_editor: Any) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for operation in OPERATIONS:
            on = f" ON {table}" if is_postgresql else ""
            schema_editor.execute(f"DROP TRIGGER {_name(table, operation)}{on}")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION catalogue_append_only()")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_entry_changes_are_appended")]

    operations = [migrations.RunPython(create, drop)]
