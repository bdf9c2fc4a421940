"""The JSON Schema of a procedure's file, for editors."""

import json
from typing import Any

from motcua.catalogue.definition import ProcedureFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def procedure_schema() -> dict[str, Any]:
    """Return the JSON Schema of a procedure's file.

    >>> procedure_schema()["title"]
    'Procedure'
    """
    schema = ProcedureFile.model_json_schema()
    return {"$schema": DIALECT, **schema, "title": "Procedure"}


def schema_text() -> str:
    """Return the schema as it stands in ``docs/reference/procedure.schema.json``."""
    return json.dumps(procedure_schema(), ensure_ascii=False, indent=1) + "\n"
