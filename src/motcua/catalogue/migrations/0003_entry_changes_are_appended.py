"""What an import found is appended, never changed: the database itself refuses it."""

from typing import Any

from django.db import migrations

TABLE = "catalogue_entrychange"
REASON = "What an import found new is appended, never changed."
OPERATIONS = ("UPDATE", "DELETE")

POSTGRESQL_FUNCTION = f"""
CREATE FUNCTION entry_changes_are_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REASON}' USING ERRCODE = 'integrity_constraint_violation'; END
$$
"""


def _sqlite(operation: str) -> str:
    return f"""
CREATE TRIGGER entry_changes_no_{operation.lower()}
BEFORE {operation} ON {TABLE}
BEGIN SELECT RAISE(ABORT, '{REASON}'); END
"""


def _postgresql(operation: str) -> str:
    return f"""
CREATE TRIGGER entry_changes_no_{operation.lower()}
BEFORE {operation} ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION entry_changes_are_appended()
"""


def create(_apps: Any, schema_editor: Any) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION)
    for operation in OPERATIONS:
        trigger = _postgresql(operation) if is_postgresql else _sqlite(operation)
        schema_editor.execute(trigger)


def drop(_apps: Any, schema_editor: Any) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for operation in OPERATIONS:
        on = f" ON {TABLE}" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER entry_changes_no_{operation.lower()}{on}")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION entry_changes_are_appended()")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_published_never_changes")]

    operations = [migrations.RunPython(create, drop)]
