"""A published version never changes: the database itself refuses it."""

from typing import Any

from django.db import migrations

FROZEN = (
    "id",
    "procedure_id",
    "number",
    "definition",
    "content_hash",
    "in_force_from",
    "published_at",
    "published_by_id",
    "card",
    "field",
)
TABLE = "catalogue_procedureversion"
REASON = "A published version of a procedure never changes."

SQLITE = f"""
CREATE TRIGGER published_never_changes
BEFORE UPDATE OF {", ".join(FROZEN)} ON {TABLE}
BEGIN SELECT RAISE(ABORT, '{REASON}'); END
"""
POSTGRESQL_FUNCTION = f"""
CREATE FUNCTION published_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REASON}' USING ERRCODE = 'integrity_constraint_violation'; END
$$
"""
POSTGRESQL = f"""
CREATE TRIGGER published_never_changes
BEFORE UPDATE OF {", ".join(FROZEN)} ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION published_never_changes()
"""


def create(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)
        schema_editor.execute(POSTGRESQL)
    else:
        schema_editor.execute(SQLITE)


def drop(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER published_never_changes ON {TABLE}")
        schema_editor.execute("DROP FUNCTION published_never_changes()")
    else:
        schema_editor.execute("DROP TRIGGER published_never_changes")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
